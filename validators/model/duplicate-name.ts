import type { CommandClause, Refusal, ServiceStep } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Parameter } from '../../pim/expression.ts';
import type { Aggregate, Alternative, Context, Element, EnumLiteral, Union } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { ownerSites } from '../model-walk.ts';
import { declaredIn } from '../names-in-scope.ts';
import { refusalSites } from '../refusal-sites.ts';
import { valueLists } from '../value-lists.ts';

/**
 * Two things in one place have one name, or names that differ in letter case alone.
 *
 * Everything that a context declares, and the entities inside its aggregates, share one set of names; so
 * do the fields, rules, events, commands and whatever else an aggregate has, the fields of what comes in,
 * the literals of an enum, the shapes of a `one of` value, the operations of a port, and the names that
 * `let` and `step` bind one after the other. Of two literals or shapes each needs its own text in JSON, too,
 * and no shape has a field called as the member that tells the shapes apart. Names that only letter case
 * tells apart are refused among things of one kind: SQLite, Windows file names and people take them for one.
 * A refusal may be named at several places of an aggregate, for it is the same, with the same words. In
 * braces, each field is given one value.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address {
 *     street: String(1..100)
 *     Street: String(1..100)
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address {
 *     street: String(1..100)
 *     street2: String(1..100)
 *   }
 * }
 * ```
 */
export const duplicateName: ModelCheck = {
  code: 'duplicate-name',
  severity: 'error',
  check: (model, index) => [
    ...clashes(model.contexts),
    ...model.contexts.flatMap((context) => clashes(membersOfContext(context))),
    ...ownerSites(model).flatMap(({ owner }) =>
      clashes(
        owner.kind === 'aggregate' ? membersOfAggregate(owner) : membersOf(owner),
        areReportedElsewhere,
      ),
    ),
    ...model.contexts.flatMap(({ declarations, ports, services, scenarios }) => [
      ...declarations.flatMap((declaration) => {
        if (declaration.kind === 'enum')
          return [...clashes(declaration.literals), ...wireClashes(declaration.literals)];
        if (declaration.kind === 'union') return ofShapes(declaration);
        if (declaration.kind !== 'aggregate') return [];
        return [
          ...declaration.commands.flatMap(({ clauses }) => ofBlock(clauses)),
          ...titles(declaration.scenarios),
        ];
      }),
      ...ports.flatMap(({ operations }) => [
        ...clashes(operations),
        ...operations.flatMap(({ failures }) => clashes(failures)),
      ]),
      ...services.flatMap(({ steps }) => ofBlock(steps)),
      ...titles(scenarios),
    ]),
    ...refusals(index),
    ...givenTwice(index),
  ],
};

/** What is named by others: not what is made of several names, or is only told. */
function membersOfContext(context: Context): readonly Element[] {
  return inOrder([
    ...declaredIn(context),
    ...context.actors,
    ...context.events,
    ...context.calculations,
    ...context.repositories,
    ...context.projections,
    ...context.queries,
    ...context.ports,
    ...context.services,
    ...context.policies,
    ...context.examples,
    ...context.traits,
  ]);
}

function membersOfAggregate(aggregate: Aggregate): readonly Element[] {
  return inOrder([
    ...aggregate.fields,
    ...aggregate.entities,
    ...aggregate.rules,
    ...aggregate.events,
    ...aggregate.commands,
    ...aggregate.actors,
    ...aggregate.examples,
  ]);
}

function membersOf(owner: {
  readonly fields: readonly Element[];
  readonly rules?: readonly Element[];
}): readonly Element[] {
  return inOrder([...owner.fields, ...(owner.rules ?? [])]);
}

/** Parts of one context may stand in several files: the first is the first of its file. */
function inOrder(elements: readonly Element[]): readonly Element[] {
  return elements.toSorted((left, right) =>
    left.origin.file === right.origin.file ? left.origin.start.offset - right.origin.start.offset : 0,
  );
}

/** Entities clash in their context already, and a second id is a problem of its own. */
function areReportedElsewhere(left: Element, right: Element): boolean {
  if (left.kind === 'entity' && right.kind === 'entity') return true;
  return left.kind === 'field' && right.kind === 'field' && left.role === 'id' && right.role === 'id';
}

interface Named {
  readonly kind: Element['kind'] | 'parameter';
  readonly name: string;
  readonly nameOrigin: Origin;
}

function clashes<One extends Named>(
  elements: readonly One[],
  isOther: (left: One, right: One) => boolean = () => false,
): readonly Diagnostic[] {
  const byName = new Map<string, One>();
  const byFoldedName = new Map<string, One>();
  return elements.flatMap((element): readonly Diagnostic[] => {
    const { name, nameOrigin } = element;
    const folded = `${groupOf(element)} ${name.toLowerCase()}`;
    const same = byName.get(name);
    const twin = byFoldedName.get(folded);
    if (!same) byName.set(name, element);
    if (!twin) byFoldedName.set(folded, element);
    const first = same ?? twin;
    if (!first || isOther(first, element)) return [];
    const message = same
      ? `\`${name}\` is declared twice.`
      : `\`${name}\` and \`${first.name}\` differ in letter case only, and are one to SQLite and to readers: give one of them another name.`;
    return [finding(duplicateName, message, nameOrigin, { related: [firstPlace(first)] })];
  });
}

/** Things of one group are told apart by more than letter case: what becomes a type, a file or a table. */
function groupOf({ kind }: Named): string {
  switch (kind) {
    case 'field':
    case 'rule':
    case 'literal':
    case 'context':
    case 'calculation':
    case 'example':
    case 'parameter':
      return kind;
    default:
      return 'declaration';
  }
}

function firstPlace({ name, nameOrigin }: Named): { readonly message: string; readonly origin: Origin } {
  return { message: `\`${name}\` is first declared here`, origin: nameOrigin };
}

function wireClashes(literals: readonly (EnumLiteral | Alternative)[]): readonly Diagnostic[] {
  const byWire = new Map<string, EnumLiteral | Alternative>();
  return literals.flatMap((literal): readonly Diagnostic[] => {
    const first = byWire.get(literal.wire);
    if (!first) byWire.set(literal.wire, literal);
    // Two literals of one name also have one text; that is one mistake.
    if (!first || first.name === literal.name) return [];
    const message = `\`${literal.name}\` and \`${first.name}\` have the same text in JSON, ${JSON.stringify(literal.wire)}.`;
    const place = literal.kind === 'literal' ? literal.origin : literal.nameOrigin;
    return [finding(duplicateName, message, place, { related: [firstPlace(first)] })];
  });
}

function ofShapes({ name, discriminator, alternatives }: Union): readonly Diagnostic[] {
  return [
    ...clashes(alternatives),
    ...wireClashes(alternatives),
    ...alternatives.flatMap(({ fields }) =>
      fields.flatMap((field): readonly Diagnostic[] => {
        if (field.name.toLowerCase() !== discriminator.toLowerCase()) return [];
        const message = `\`${discriminator}\` is what tells the shapes of \`${name}\` apart in JSON: give the field another name, or write \`by\` and another behind the braces.`;
        return [finding(duplicateName, message, field.nameOrigin)];
      }),
    ),
  ];
}

/** Names that are bound one after the other; those of loops end with them. */
function ofBlock(clauses: readonly (CommandClause | ServiceStep)[]): readonly Diagnostic[] {
  const bound = clauses.flatMap((clause): readonly Parameter[] => {
    if (clause.kind === 'let') return [clause.parameter];
    return clause.kind === 'step' && clause.parameter ? [clause.parameter] : [];
  });
  return [
    ...clashes(bound.map(({ name, origin }) => ({ kind: 'parameter' as const, name, nameOrigin: origin }))),
    ...clauses.flatMap((clause) => (clause.kind === 'forEach' ? ofBlock(clause.steps) : [])),
  ];
}

/** Titles that are told apart by more than signs between their words. */
function titles(scenarios: readonly Element[]): readonly Diagnostic[] {
  const first = new Map<string, Element>();
  return scenarios.flatMap((scenario): readonly Diagnostic[] => {
    const other = first.get(scenario.id);
    if (!other) {
      first.set(scenario.id, scenario);
      return [];
    }
    const message = `There is a scenario “${other.name}” already.`;
    return [
      finding(duplicateName, message, scenario.nameOrigin, {
        related: [{ message: 'The first scenario', origin: other.nameOrigin }],
      }),
    ];
  });
}

/** A caller tells refusals apart by their names. */
function refusals({ model }: ModelIndex): readonly Diagnostic[] {
  const first = new Map<string, Refusal>();
  return refusalSites(model).flatMap(({ refusal, aggregate, owner }): readonly Diagnostic[] => {
    // Without a text of its own, a refusal takes what others say.
    if (refusal.origin.end.offset === refusal.nameOrigin.end.offset) return [];
    const key = `${(aggregate ?? owner).id} ${refusal.name}`;
    const other = first.get(key);
    if (!other) {
      first.set(key, refusal);
      return [];
    }
    if (other.message === refusal.message) return [];
    const message = `\`${refusal.name}\` says something else elsewhere, “${other.message}”: one refusal has one text.`;
    return [
      finding(duplicateName, message, refusal.nameOrigin, {
        related: [{ message: 'The other text', origin: other.origin }],
      }),
    ];
  });
}

function givenTwice(index: ModelIndex): readonly Diagnostic[] {
  const entries = [
    ...valueLists(index).map(({ values }) => values.map(({ name, origin }) => ({ name, origin }))),
    ...expressionSites(index).flatMap(({ expression }) =>
      allNodes(expression).flatMap((node) =>
        node.kind === 'objectLiteral' ? [node.entries.map(({ key, origin }) => ({ name: key, origin }))] : [],
      ),
    ),
  ];
  return entries.flatMap((list) => {
    const first = new Map<string, Origin>();
    return list.flatMap(({ name, origin }): readonly Diagnostic[] => {
      const other = first.get(name);
      if (!other) {
        first.set(name, origin);
        return [];
      }
      const related = [{ message: 'The first value', origin: other }];
      return [finding(duplicateName, `\`${name}\` is given twice.`, origin, { related })];
    });
  });
}
