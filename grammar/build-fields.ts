import type { AstNode } from 'langium';
import type { Result } from '../pim/behaviour.ts';
import type { ElementId, Field, FieldRole, Named } from '../pim/model.ts';
import { type BuildSite, named } from './build-site.ts';
import { buildType, withUniqueKeys } from './build-type.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkExpression } from './link-expression.ts';
import { originOf, originOfProperty } from './source.ts';

/** What a payload's bare names take their types from. */
export interface BareSource {
  readonly fields: ReadonlyMap<string, Field>;
  /** True where what comes in may be left out if the field it is named after has a default. */
  readonly takesDefaults: boolean;
  /** True in a projection, whose row may be known by the aggregate's id and compute its derived fields. */
  readonly keepsRoles: boolean;
}

export const noSource: BareSource = { fields: new Map(), takesDefaults: false, keepsRoles: false };

/** Declares the fields of a structure, without their defaults and derivations. */
export function declareFields(members: readonly AstNode[], owner: ElementId, site: BuildSite): void {
  site.symbols.setFields(owner, bareFields(members, owner, site));
}

/** The fields among some members of a structure, which may stand in several files. */
export function bareFields(members: readonly AstNode[], owner: ElementId, site: BuildSite): readonly Field[] {
  return members.filter(isFieldDeclaration).map((node) => {
    const field = declareField(node, owner, site);
    site.fields.set(node, owner, field);
    if (node.value && field.role === 'data') site.symbols.setDefault(field.id, node.value);
    return field;
  });
}

export function isFieldDeclaration(node: AstNode): node is ast.FieldDeclaration {
  return node.$type === 'FieldDeclaration';
}

/** Without a name, `id` is the name. */
function declareField(
  node: ast.FieldDeclaration | ast.PayloadField,
  owner: ElementId,
  site: BuildSite,
): Field {
  const name = node.name ?? 'id';
  const role: FieldRole = node.identity ? 'id' : node.derived ? 'derived' : 'data';
  const identity = named(node, `${owner}.${name}`, name, site.file);
  return {
    kind: 'field',
    ...identity,
    nameOrigin: node.name ? identity.nameOrigin : originOfProperty(node, 'identity', site.file),
    role,
    type: buildType(node.type, site),
    optional: node.type?.optional ?? false,
    generated: node.generated,
  };
}

/** Declares a payload's fields; a bare name is the field of that name in `source`, or has no type. */
export function declarePayload(
  payload: ast.Payload | undefined,
  owner: ElementId,
  source: BareSource,
  site: BuildSite,
): readonly Field[] {
  const fields = (payload?.fields ?? []).map((node) => {
    const field = node.type ? declareField(node, owner, site) : bareField(node, owner, source, site);
    site.fields.set(node, owner, field);
    return field;
  });
  site.symbols.setFields(owner, fields);
  return fields;
}

function bareField(
  node: ast.PayloadField,
  owner: ElementId,
  { fields, takesDefaults, keepsRoles }: BareSource,
  site: BuildSite,
): Field {
  const name = node.name ?? 'id';
  const identity = named(node, `${owner}.${name}`, name, site.file);
  const meant = fields.get(name);
  const value = takesDefaults && meant && !node.optional ? site.symbols.defaultOf(meant.id) : undefined;
  if (value) site.symbols.setDefault(identity.id, value);
  return {
    kind: 'field',
    ...identity,
    ...(identity.doc === undefined && meant?.doc !== undefined ? { doc: meant.doc } : {}),
    ...evolvedLike(identity, meant),
    role: keepsRoles && meant ? meant.role : 'data',
    type: meant?.type ?? { kind: 'unresolved', name, origin: identity.nameOrigin },
    optional: node.optional || (meant?.optional ?? false),
    generated: meant?.generated ?? false,
  };
}

/** What is called as a field is was called as the field was, too, and goes when the field goes. */
function evolvedLike({ evolution }: Named, meant: Field | undefined): Pick<Named, 'evolution'> {
  const { formerNames = [], deprecated } = meant?.evolution ?? {};
  if (evolution || (formerNames.length === 0 && deprecated === undefined)) return {};
  return { evolution: { formerNames, ...(deprecated === undefined ? {} : { deprecated }) } };
}

/** The declared fields with their defaults and derivations linked. */
export function linkFields(
  members: readonly AstNode[],
  owner: ElementId,
  scope: ExpressionScope,
  site: BuildSite,
): readonly Field[] {
  return members
    .filter((node) => isFieldDeclaration(node) || node.$type === 'PayloadField')
    .map((node) => linkField(node as ast.FieldDeclaration | ast.PayloadField, owner, scope, site));
}

function linkField(
  node: ast.FieldDeclaration | ast.PayloadField,
  owner: ElementId,
  scope: ExpressionScope,
  site: BuildSite,
): Field {
  const bare = site.fields.get(node, owner);
  const field = { ...bare, type: withUniqueKeys(bare.type, site.symbols) };
  const value = node.value ?? (node.type ? undefined : site.symbols.defaultOf(field.id));
  if (!value) return field;
  const expression = linkExpression(value, { ...scope, allowsOld: false }, field.type);
  return field.role === 'derived' ? { ...field, derivation: expression } : { ...field, default: expression };
}

/** A written result; undefined if nothing is given back. */
export function buildResult(node: ast.TypeExpression | undefined, site: BuildSite): Result | undefined {
  if (!node) return undefined;
  const type = withUniqueKeys(buildType(node, site), site.symbols);
  return { type, optional: node.optional, origin: originOf(node, site.file) };
}
