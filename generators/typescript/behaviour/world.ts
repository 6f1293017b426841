import type { Element, ElementId } from '../../../pim/model.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { camelCase } from '../../core/naming.ts';
import { atom, type Code, member } from '../code.ts';
import { free } from '../module-names.ts';
import type { TsBlock } from '../psm.ts';
import { textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { outputType } from '../type-code.ts';
import { byHandLine, byHandType } from './context-type.ts';
import { resultType } from './transform-calculation.ts';

/** What a service or a policy reaches the outside by: one member for each thing, under its own name. */
export class World {
  private readonly scope: ModuleScope;
  private readonly members = new Map<ElementId, { readonly name: string; readonly type: string }>();
  private readonly parents = new Set<string>();
  private readonly taken = new Set(['byHand', 'publish']);
  private readonly byHand = new Set<ElementId>();

  constructor(scope: ModuleScope) {
    this.scope = scope;
  }

  /** Aggregates of a kind. */
  aggregate(id: ElementId): Code {
    const { names, plan, index } = this.scope;
    const aggregate = index.get(id);
    if (aggregate?.kind !== 'aggregate') throw new Error(`\`${id}\` is no aggregate`);
    const identity = idFieldOf(aggregate);
    const event = plan.find(id, 'event');
    const types = [
      identity ? outputType(identity.type, this.scope) : 'string',
      names.symbolType(plan.of(id)),
      event ? names.symbolType(event) : 'never',
    ];
    return this.member(aggregate, () => `${names.runtimeType('Aggregates')}<${types.join(', ')}>`);
  }

  port(id: ElementId): Code {
    const { names, plan, index } = this.scope;
    const port = index.get(id);
    if (port?.kind !== 'port') throw new Error(`\`${id}\` is no port`);
    return this.member(port, () => names.symbolType(plan.symbol(id, 'self')));
  }

  query(id: ElementId): Code {
    const { names, plan, index } = this.scope;
    const query = index.get(id);
    if (query?.kind !== 'query') throw new Error(`\`${id}\` is no query`);
    const question = names.symbolType(plan.symbol(id, 'self'));
    return this.member(
      query,
      () => `(query: ${question}) => ${names.global('Promise')}<${resultType(query.result, this.scope)}>`,
    );
  }

  publisher(): Code {
    this.parents.add(this.scope.names.runtimeType('Publisher'));
    return atom('world');
  }

  /** Another service, which needs its own world. */
  service(id: ElementId): Code {
    const { names, plan } = this.scope;
    this.parents.add(names.symbolType(plan.symbol(id, 'world')));
    return atom(names.symbol(plan.symbol(id, 'run')));
  }

  handWritten(ids: Iterable<ElementId>): void {
    for (const id of ids) this.byHand.add(id);
  }

  /** The interface, in the alphabet's order of its members. */
  block(element: ElementId, name: string, documentation: string): TsBlock {
    const parents = [...this.parents].toSorted();
    const head = `export interface ${name}${parents.length > 0 ? ` extends ${parents.join(', ')}` : ''} {`;
    const members = [...this.members]
      .toSorted(([, one], [, other]) => (one.name < other.name ? -1 : 1))
      .map(([id, one]) => textLine(id, `  readonly ${one.name}: ${one.type};`));
    if (this.byHand.size > 0) {
      members.push(byHandLine(element, byHandType(this.byHand, this.scope)));
    }
    if (members.length === 0) return { element, lines: [textLine(element, `${head}}`, documentation)] };
    return { element, lines: [textLine(element, head, documentation), ...members, textLine(element, '}')] };
  }

  private member(element: Element & { readonly name: string }, type: () => string): Code {
    let known = this.members.get(element.id);
    if (!known) {
      const name = free(camelCase(element.name) || element.name, (one) => this.taken.has(one));
      this.taken.add(name);
      known = { name, type: type() };
      this.members.set(element.id, known);
    }
    return member(atom('world'), known.name);
  }
}
