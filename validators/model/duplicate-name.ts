import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Element, Enum, EnumLiteral, Model, Structure } from '../../pim/model.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { structureSites } from '../model-walk.ts';
import { declaredIn } from '../names-in-scope.ts';

/**
 * Two things in one place have one name, or names that differ in letter case alone.
 *
 * A context's types, enums, values, aggregates and the entities inside its aggregates share one set
 * of names; so do the fields, rules and entities of one structure, and the literals of one enum. Of
 * two literals each needs its own text in JSON, too. Names that only letter case tells apart are
 * refused among things of one kind: SQLite, Windows file names and people take them for one.
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
  check: (model) => [
    ...clashes(model.contexts),
    ...model.contexts.flatMap((context) => clashes(declaredIn(context))),
    ...structureSites(model).flatMap(({ structure }) => clashes(membersOf(structure), areReportedElsewhere)),
    ...enumsOf(model).flatMap(({ literals }) => [...clashes(literals), ...wireClashes(literals)]),
  ],
};

function enumsOf(model: Model): readonly Enum[] {
  return model.contexts.flatMap(({ declarations }) =>
    declarations.filter((declaration) => declaration.kind === 'enum'),
  );
}

function membersOf(structure: Structure): readonly Element[] {
  const entities = structure.kind === 'aggregate' ? structure.entities : [];
  return [...structure.fields, ...entities, ...structure.rules].toSorted(
    (left, right) => left.origin.start.offset - right.origin.start.offset,
  );
}

/** Entities clash in their context already, and a second id is a problem of its own. */
function areReportedElsewhere(left: Element, right: Element): boolean {
  if (left.kind === 'entity' && right.kind === 'entity') return true;
  return left.kind === 'field' && right.kind === 'field' && left.role === 'id' && right.role === 'id';
}

function clashes(
  elements: readonly Element[],
  isOther: (left: Element, right: Element) => boolean = () => false,
): readonly Diagnostic[] {
  const byName = new Map<string, Element>();
  const byFoldedName = new Map<string, Element>();
  return elements.flatMap((element): readonly Diagnostic[] => {
    const { name, nameOrigin } = element;
    const folded = `${kindOf(element)} ${name.toLowerCase()}`;
    const same = byName.get(name);
    const twin = byFoldedName.get(folded);
    if (!same) byName.set(name, element);
    if (!twin) byFoldedName.set(folded, element);
    const first = same ?? twin;
    if (!first || isOther(first, element)) return [];
    const message = same
      ? `\`${name}\` is declared twice.`
      : `\`${name}\` and \`${first.name}\` differ in letter case only.`;
    return [finding(duplicateName, message, nameOrigin, { related: [firstPlace(first)] })];
  });
}

function kindOf({ kind }: Element): string {
  return kind === 'field' || kind === 'rule' || kind === 'literal' || kind === 'context'
    ? kind
    : 'declaration';
}

function firstPlace(element: Element): { readonly message: string; readonly origin: Element['origin'] } {
  return { message: `\`${element.name}\` is first declared here`, origin: element.nameOrigin };
}

function wireClashes(literals: readonly EnumLiteral[]): readonly Diagnostic[] {
  const byWire = new Map<string, EnumLiteral>();
  return literals.flatMap((literal): readonly Diagnostic[] => {
    const first = byWire.get(literal.wire);
    if (!first) byWire.set(literal.wire, literal);
    // Two literals of one name also have one text; that is one mistake.
    if (!first || first.name === literal.name) return [];
    const message = `\`${literal.name}\` and \`${first.name}\` have the same text in JSON, ${JSON.stringify(literal.wire)}.`;
    return [finding(duplicateName, message, literal.origin, { related: [firstPlace(first)] })];
  });
}
