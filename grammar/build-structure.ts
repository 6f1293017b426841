import type { AstNode } from 'langium';
import { someNode } from '../pim/expression-tools.ts';
import type {
  Alternative,
  ConstrainedType,
  ElementId,
  Entity,
  Enum,
  EnumLiteral,
  Rule,
  Union,
  Value,
} from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { linkFields } from './build-fields.ts';
import { type BuildSite, emptyScope, named, typeNamed } from './build-site.ts';
import { buildType } from './build-type.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkExpression } from './link-expression.ts';
import { decodeNumber, decodeText, originOf } from './source.ts';

export function buildEnum(node: ast.EnumDeclaration, id: ElementId, file: string): Enum {
  const literals = node.literals
    .filter((literal) => literal.name)
    .map(
      (literal, rank): EnumLiteral => ({
        kind: 'literal',
        ...named(literal, `${id}.${literal.name}`, literal.name, file),
        wire: literal.wire === undefined ? literal.name : decodeText(literal.wire),
        rank,
      }),
    );
  return { kind: 'enum', ...named(node, id, node.name, file), literals };
}

/** The type that a `type` limits. Whether a value may be absent is for the field to say that has it. */
export function buildBase(node: ast.TypeExpression | undefined, site: BuildSite): Type {
  if (node?.optional) {
    site.report({
      code: 'misplaced-limit',
      severity: 'error',
      message: 'A type is not optional: the field that has it can be.',
      origin: originOf(node, site.file),
      related: [],
    });
  }
  return buildType(node, site);
}

export function buildConstrainedType(
  node: ast.TypeDeclaration,
  id: ElementId,
  base: Type,
  site: BuildSite,
): ConstrainedType {
  const declaration = named(node, id, node.name, site.file);
  if (!node.condition) return { kind: 'type', ...declaration, base };
  const condition = linkExpression(node.condition, { ...emptyScope(site), self: base });
  const constraint: Rule = {
    kind: 'rule',
    id: `${id}.where`,
    name: 'where',
    ...(declaration.doc === undefined ? {} : { doc: declaration.doc }),
    origin: condition.origin,
    nameOrigin: declaration.nameOrigin,
    condition,
    message: node.message ? decodeText(node.message) : `Must be a valid ${node.name}`,
    transition: false,
  };
  return { kind: 'type', ...declaration, base, constraint };
}

/** The fields and rules of anything that has them. `old` stands for its earlier state where it has one. */
export function buildStructure(
  node: AstNode & { readonly name: string },
  members: readonly AstNode[],
  id: ElementId,
  site: BuildSite,
  allowsOld = false,
): Omit<Value, 'kind'> {
  const declaration = named(node, id, node.name, site.file);
  const scope = { ...emptyScope(site), self: typeNamed(id, declaration.nameOrigin), allowsOld };
  return {
    ...declaration,
    fields: linkFields(members, id, scope, site),
    rules: members.filter(isRule).map((rule) => buildRule(rule, id, scope)),
  };
}

function isRule(node: AstNode): node is ast.RuleDeclaration {
  return node.$type === 'RuleDeclaration' && (node as ast.RuleDeclaration).name !== undefined;
}

export function buildRule(node: ast.RuleDeclaration, owner: ElementId, scope: ExpressionScope): Rule {
  const condition = linkExpression(node.condition, scope);
  return {
    kind: 'rule',
    ...named(node, `${owner}.${node.name}`, node.name, scope.site.file),
    condition,
    message: node.message ? decodeText(node.message) : `The rule ${node.name} is broken`,
    transition: someNode(condition, (one) => one.kind === 'old'),
  };
}

export function buildValue(node: ast.ValueDeclaration, id: ElementId, site: BuildSite): Value | Union {
  if (!node.union) {
    const depth = node.depth === undefined ? {} : { depth: decodeNumber(node.depth) };
    return { kind: 'value', ...buildStructure(node, node.members, id, site), ...depth };
  }
  const alternatives = node.alternatives
    .filter((one) => one.name)
    .map(
      (one): Alternative => ({
        kind: 'alternative',
        ...buildStructure(one, one.members, `${id}.${one.name}`, site),
        wire: one.wire === undefined ? one.name : decodeText(one.wire),
      }),
    );
  const discriminator = node.discriminator ?? 'kind';
  return { kind: 'union', ...named(node, id, node.name, site.file), discriminator, alternatives };
}

export function buildEntity(node: ast.EntityDeclaration, owner: ElementId, site: BuildSite): Entity {
  return { kind: 'entity', ...buildStructure(node, node.members, `${owner}.${node.name}`, site) };
}
