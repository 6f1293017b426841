import type { Query } from '../../../pim/behaviour.ts';
import type { Call, Dereference } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { camelCase } from '../../core/naming.ts';
import { atom, type Code, call, member } from '../code.ts';
import { free } from '../module-names.ts';
import type { TsBlock } from '../psm.ts';
import { textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { outputType } from '../type-code.ts';
import { resultType } from './transform-calculation.ts';

/** What the answer to a query is taken from besides rows and what is asked: members of a parameter `given`. */
export class Given {
  private readonly scope: ModuleScope;
  /** Aggregates that the query names have the names of its fields. */
  private readonly taken: Set<string>;
  private readonly members = new Map<string, { readonly name: string; readonly type: string }>();

  constructor(query: Query, scope: ModuleScope) {
    this.scope = scope;
    this.taken = new Set(query.fields.map(({ name }) => name));
  }

  /** An aggregate: `given.fabric` if the query names it, else `given.fabricBy(…)` of what leads to it. */
  state({ reference, type }: Dereference, code: () => Code): Code {
    const { names, plan, index } = this.scope;
    const id = type.kind === 'named' ? type.id : '';
    const aggregate = index.get(id);
    if (aggregate?.kind !== 'aggregate') throw new Error(`\`${id}\` is no aggregate`);
    const state = names.symbolType(plan.of(id));
    if (reference.kind === 'fieldAccess' && reference.receiver.kind === 'input' && !reference.optional) {
      return this.member(reference.field, reference.name, state);
    }
    const identity = idFieldOf(aggregate);
    const key = identity ? outputType(identity.type, this.scope) : 'string';
    const reader = (): string => `${names.runtimeType('Reader')}<${key}, ${state}>`;
    return call(this.reader(id, `${camelCase(aggregate.name) || 'aggregate'}By`, reader), code());
  }

  /** What another query answers: `given.jobs({ … })`. */
  answer({ callee }: Call, input: Code): Code | undefined {
    const { names, plan, index } = this.scope;
    const query = index.get(callee);
    if (query?.kind !== 'query') return undefined;
    const question = (): string => names.symbolType(plan.symbol(callee, 'self'));
    const type = (): string => `(query: ${question()}) => ${resultType(query.result, this.scope)}`;
    return call(this.reader(callee, camelCase(query.name) || 'answer', type), input);
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  /** The interface; none where nothing is taken. */
  block(element: ElementId, name: string): readonly TsBlock[] {
    if (this.isEmpty) return [];
    const members = [...this.members.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const lines = [
      textLine(element, `export interface ${name} {`, 'What the answer is taken from besides.'),
      ...members.map((one) => textLine(element, `  readonly ${one.name}: ${one.type};`)),
      textLine(element, '}'),
    ];
    return [{ element, lines }];
  }

  private reader(id: ElementId, wanted: string, type: () => string): Code {
    const known = this.members.get(id);
    if (known) return member(atom('given'), known.name);
    const name = free(wanted, (one) => this.taken.has(one));
    this.taken.add(name);
    return this.member(id, name, type());
  }

  private member(id: ElementId, name: string, type: string): Code {
    this.members.set(id, { name, type });
    return member(atom('given'), name);
  }
}
