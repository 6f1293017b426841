import type { Call, Dereference, Expression } from '../../../pim/expression.ts';
import { camelCase } from '../../core/naming.ts';
import { arrow, atom, type Code, call, methodCall, stringCode } from '../code.ts';
import type { FunctionSubjects } from './function-builder.ts';
import type { CallSite } from './invocation.ts';
import { keyOf, lazyReads, type Read } from './lazy-reads.ts';

const saga = atom('saga');

/** What the expressions of steps read: aggregates, and what queries answer. */
export class StepReads {
  /** Only known once the writer is whole. */
  private readonly site: () => CallSite;
  /** What was read since the last step, by the reference that leads to it. */
  private readonly reads: Map<string, string>;
  /** What constants for what is read are to be called. */
  private readonly wanted = new Map<Expression, string>();
  /** What is read in the middle of an expression. */
  private readonly lazy = new Set<Read>();

  constructor(site: () => CallSite, outer?: StepReads) {
    this.site = site;
    this.reads = new Map(outer?.reads);
  }

  /** How expressions read. */
  subjects(): Pick<FunctionSubjects, 'callee' | 'dereference' | 'readingIn'> {
    return {
      callee: (expression, input) => this.called(expression, input),
      dereference: (expression, reference) => this.dereferenced(expression, reference),
      readingIn: (expression) => this.readingIn(expression),
    };
  }

  /** After a step, what was read before may be another. */
  clear(): void {
    this.reads.clear();
  }

  /** Where a name of the model is bound to an aggregate that has been read. */
  know(binding: number, name: string): void {
    this.reads.set(JSON.stringify(['parameter', binding]), name);
  }

  /** A name for the constant that an expression is read into. */
  want(expression: Expression, name: string): void {
    this.wanted.set(expression, name);
  }

  /** `await reading(saga, ({ read }) => …)`, where something is read that only the expression finds out. */
  private readingIn(expression: Expression): ((code: Code) => Code) | undefined {
    const isKnown = (node: Read): boolean =>
      node.kind === 'dereference' && this.reads.has(keyOf(node.reference));
    const lazy = lazyReads(expression, this.site().scope.index, isKnown);
    if (lazy.size === 0) return undefined;
    for (const node of lazy) this.lazy.add(node);
    const ways = new Set([...lazy].map((node) => this.wayOf(node)));
    return (code) => {
      const calculation = arrow([`{ ${[...ways].toSorted().join(', ')} }`], code);
      const read = call(atom(this.site().scope.names.runtime('reading')), saga, calculation);
      return { kind: 'await', operand: read };
    };
  }

  /** How something is read: what need not be there is found. */
  private wayOf(node: Read): 'find' | 'read' {
    const callee = node.kind === 'call' ? this.site().scope.index.get(node.callee) : undefined;
    return callee?.kind === 'query' && callee.result.optional ? 'find' : 'read';
  }

  private called(expression: Call, input: Code): Code | undefined {
    const callee = this.site().scope.index.get(expression.callee);
    if (callee?.kind !== 'query') return undefined;
    const ask = (query: Code): Code => call(this.site().world.query(callee.id), query);
    const way = this.wayOf(expression);
    if (this.lazy.has(expression)) {
      return call(atom(way), stringCode(callee.name), input, arrow(['query'], ask(atom('query'))));
    }
    const wanted = this.wanted.get(expression) ?? (camelCase(callee.name) || 'answer');
    return this.readOnce(JSON.stringify([expression.callee, input]), callee.name, [wanted], (name) =>
      methodCall(saga, way, stringCode(name), arrow([], ask(input))),
    );
  }

  private dereferenced(expression: Dereference, reference: () => Code): Code {
    const { type } = expression;
    if (type.kind !== 'named') throw new Error('a reference leads to something that is no aggregate');
    const { scope, world, builder, element } = this.site();
    const aggregate = scope.index.get(type.id);
    const own = aggregate?.kind === 'aggregate' ? aggregate.name : '';
    const load = (id: Code): Code => methodCall(world.aggregate(type.id), 'read', id);
    if (this.lazy.has(expression)) {
      return call(atom('read'), stringCode(own), reference(), arrow(['id'], load(atom('id'))));
    }
    const wanted = camelCase(own) || 'aggregate';
    return this.readOnce(keyOf(expression.reference), own, [wanted, `${wanted}State`], (name) => {
      const id = builder.code(expression.reference, element, { inClosure: true, isRequired: true });
      return methodCall(saga, 'read', stringCode(name), arrow([], load(id)));
    });
  }

  /** A constant for what is read, once until the next step. */
  private readOnce(
    key: string,
    what: string,
    wanted: readonly [string, ...string[]],
    read: (name: string) => Code,
  ): Code {
    const known = this.reads.get(key);
    if (known !== undefined) return atom(known);
    const value: Code = { kind: 'await', operand: read(what) };
    const { builder, element } = this.site();
    const name = builder.local(...wanted);
    builder.statements.push({ kind: 'const', element, name, value });
    this.reads.set(key, name);
    return atom(name);
  }
}
