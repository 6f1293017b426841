import type { Translation, TranslationCase } from '../pim/behaviour.ts';
import type { ElementId, Enum } from '../pim/model.ts';
import { ambientsOf } from './build-aggregate.ts';
import { type BuildSite, emptyScope, idPart, named, reference, typeNamed } from './build-site.ts';
import type { DeclaredKind } from './declared-names.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkFieldValues, withEmptyCollections } from './link-construction.ts';
import { linkExpression } from './link-expression.ts';
import { originOf, originOfKeyword, originOfProperty } from './source.ts';

const sourceKinds: ReadonlySet<DeclaredKind> = new Set([
  'type',
  'enum',
  'value',
  'union',
  'alternative',
  'aggregate',
  'entity',
  'projection',
  'event',
]);
const targetKinds: ReadonlySet<DeclaredKind> = new Set([...sourceKinds, 'command']);

function nameOf({ source, target }: ast.TranslationDeclaration): string {
  return `${source ?? ''} to ${target ?? ''}`;
}

function translationId(owner: ElementId, node: ast.TranslationDeclaration): ElementId {
  return `${owner}.${idPart(nameOf(node))}`;
}

/** Makes a translation known to expressions, which apply it where its target is wanted. */
export function declareTranslation(
  node: ast.TranslationDeclaration,
  owner: ElementId,
  site: BuildSite,
): void {
  const { symbols } = site;
  const source = symbols.find(site, node.source ?? '', sourceKinds);
  const target = symbols.find(site, node.target ?? '', targetKinds);
  // What only sometimes has a meaning cannot stand for what always needs one.
  const id = node.condition ? undefined : translationId(owner, node);
  if (source && target) symbols.setTranslation(source.id, target.id, id);
}

/** What words of one context mean in another's: between enums case by case, otherwise field by field. */
export function buildTranslation(
  node: ast.TranslationDeclaration,
  owner: ElementId,
  site: BuildSite,
): Translation {
  const { file, symbols } = site;
  const name = nameOf(node);
  const source = reference(node.source, originOfProperty(node, 'source', file), sourceKinds, site);
  const target = reference(node.target, originOfProperty(node, 'target', file), targetKinds, site);
  const [from, to] = [source, target].map(({ id, origin }) =>
    id === undefined ? undefined : symbols.enumOf(typeNamed(id, origin)),
  );
  const scope: ExpressionScope = {
    ...emptyScope(site),
    ...(source.id === undefined ? {} : { input: typeNamed(source.id, source.origin) }),
    ambients: ambientsOf(),
  };
  const fields = symbols.fieldsOfId(target.id ?? '');
  const written = linkFieldValues(node.fields?.fields ?? [], fields, scope, target.id ?? '');
  const condition = node.condition && linkExpression(node.condition, scope);
  return {
    kind: 'translation',
    ...named(node, translationId(owner, node), name, file),
    nameOrigin: originOfKeyword(node, 'translation', file),
    source,
    target,
    byHand: node.hand,
    cases: node.cases.map((one) => buildCase(one, from, to, file)),
    values: node.fields ? withEmptyCollections(written, fields, scope, target.origin) : [],
    ...(condition ? { condition } : {}),
  };
}

function buildCase(
  node: ast.TranslationCase,
  from: Enum | undefined,
  to: Enum | undefined,
  file: string,
): TranslationCase {
  const literal = (one: ast.StateName, of: Enum | undefined) => {
    const found = of?.literals.find((candidate) => candidate.name === one?.name);
    return { name: one?.name ?? '', ...(found ? { id: found.id } : {}), origin: originOf(one, file) };
  };
  return {
    sources: node.sources.map((one) => literal(one, from)),
    target: literal(node.result, to),
    origin: originOf(node, file),
  };
}
