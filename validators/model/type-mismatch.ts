import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression, FieldValue } from '../../pim/expression.ts';
import { childExpressions, mapChildren } from '../../pim/expression-tools.ts';
import type { Model } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import {
  describeFamily,
  describeType,
  describeWhole,
  type FieldTypeSource,
  familyOf,
  isWrittenAsText,
  misspeltText,
  operandProblem,
  resolveType,
  textFamilies,
} from '../../pim/typing.ts';
import { type EffectSite, effectSites } from '../effect-sites.ts';
import { allNodes } from '../expression-nodes.ts';
import { type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { neededType } from '../fitting-limits.ts';
import { fitsType } from '../fitting-type.ts';
import { mismatchHint } from '../mismatch-hints.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, typeSites } from '../model-walk.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * Two things are put together that do not fit: a text is compared with a number, a condition is
 * added up, a field is given a default of another type.
 *
 * Nothing is ever converted silently, because every platform would convert in its own way. Integers
 * can be compared with Numbers, and an Integer can be given to a Number; calculations take Integers
 * only. A date is written as a text, `"2026-01-31"`. Whole structures, lists and Json cannot be
 * compared; compare what is in them. The values that a field, a parameter or a result is given have its
 * type; only a `translation` may put a word of one context for another's, where there is one between the
 * two types.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     label: String(1..20)
 *     weight: Integer(1..30)
 *     rule Labelled: weight > 10 implies label > 3
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     label: String(1..20)
 *     weight: Integer(1..30)
 *     rule Labelled: weight > 10 implies label.size > 3
 *   }
 * }
 * ```
 */
export const typeMismatch: ModelCheck = {
  code: 'type-mismatch',
  severity: 'error',
  check: (model, index) => {
    const source = typeSourceOf(index);
    return [
      ...expressionSites(index).flatMap((site) => [
        ...inExpression(source, site, index),
        ...inPlace(source, site, index),
        ...ofPath(source, site),
        ...ofList(source, site),
        ...inGiven(source, site, index),
      ]),
      ...effectSites(model).flatMap((site) => withTarget(source, site)),
      ...listsAndMaps(source, model, index),
    ];
  },
};

function inExpression(
  source: FieldTypeSource,
  { expression }: ExpressionSite,
  index: ModelIndex,
): readonly Diagnostic[] {
  return allNodes(expression).flatMap((node): readonly Diagnostic[] => {
    const problem = operandProblem(source, node) ?? lookupProblem(source, node);
    if (problem === undefined) return [];
    const place = misspeltPart(node, problem) ?? culpritOf(source, node, problem) ?? node;
    return [finding(typeMismatch, `${problem}${mismatchHint(node, index)}.`, place.origin)];
  });
}

/** Only what has a key is found by one. */
function lookupProblem(source: FieldTypeSource, node: Expression): string | undefined {
  if (node.kind !== 'lookup' || node.by !== undefined) return undefined;
  const family = familyOf(source, node.collection.type);
  if (family === 'map' || family === 'unresolved') return undefined;
  return family === 'list'
    ? 'An item is found by its id, or by what the list is `unique by`, and these items have neither'
    : `\`[…]\` looks into a list or a Map, and this is ${describeFamily(source, family)}`;
}

/** The text that is spelt wrong, if that is the problem. */
function misspeltPart(node: Expression, problem: string): Expression | undefined {
  return childExpressions(node).find((child) =>
    textFamilies.some((family) => misspeltText(child, family) === problem),
  );
}

/** The operand that would be wrong whatever the others were, if it is one alone. */
function culpritOf(source: FieldTypeSource, node: Expression, problem: string): Expression | undefined {
  return childExpressions(node).find((child) => {
    const alone = mapChildren(node, (other) => (other === child ? other : withoutType(other)));
    return operandProblem(source, alone) === problem;
  });
}

function withoutType(expression: Expression): Expression {
  return { ...expression, type: { kind: 'unresolved', name: '', origin: expression.origin } };
}

function inPlace(source: FieldTypeSource, site: ExpressionSite, index: ModelIndex): readonly Diagnostic[] {
  const { expression, role, element, expected } = site;
  // That a condition is one, another check sees to.
  if (!expected || role === 'rule' || role === 'where' || role === 'actor' || role === 'condition') return [];
  if (fitsType(source, expected.type, expression)) {
    // A default is judged against its type as a whole, and so is an example.
    const misspelt =
      role === 'default' || role === 'example' ? [] : misspeltIn(source, expected.type, expression);
    return misspelt.length > 0 ? misspelt : ofLimits(site, expected.type, index);
  }
  const given = describeWhole(source, expression.type);
  const wanted = describeWhole(source, expected.type);
  const message =
    element.kind === 'field'
      ? `\`${element.name}\` is ${wanted}, and ${whatIsGiven(role)} is ${given}.`
      : `\`${element.name}\` gives back ${wanted}, and this is ${given}.`;
  return [finding(typeMismatch, message, expression.origin)];
}

/** A text that is written out where a date or an address is wanted. */
function misspeltIn(source: FieldTypeSource, wanted: Type, value: Expression): readonly Diagnostic[] {
  const problem = misspeltText(value, familyOf(source, wanted));
  return problem === undefined ? [] : [finding(typeMismatch, `${problem}.`, value.origin)];
}

/** What is computed keeps the lengths and sizes that its type states: nothing judges it again. */
function ofLimits(
  { expression, role, element }: ExpressionSite,
  wanted: Type,
  index: ModelIndex,
): readonly Diagnostic[] {
  if (role !== 'derivation' && element.kind !== 'calculation') return [];
  const needed = neededType(wanted, expression, index);
  if (needed === undefined) return [];
  const message = `\`${element.name}\` does not hold all that ${role === 'derivation' ? 'it is derived from' : 'this'} may be: make it \`${needed}\`.`;
  return [finding(typeMismatch, message, expression.origin)];
}

function whatIsGiven(role: ExpressionSite['role']): string {
  if (role === 'default') return 'its default';
  return role === 'derivation' ? 'what it is derived from' : 'what it is given';
}

/** The values inside a construction or a call. */
function inGiven(
  source: FieldTypeSource,
  { expression }: ExpressionSite,
  index: ModelIndex,
): readonly Diagnostic[] {
  return allNodes(expression).flatMap((node) =>
    node.kind === 'construction' || node.kind === 'call'
      ? node.values.flatMap((one) => withFieldOf(source, one, index))
      : [],
  );
}

function withFieldOf(
  source: FieldTypeSource,
  { field: id, value }: FieldValue,
  index: ModelIndex,
): readonly Diagnostic[] {
  const field = index.get(id);
  if (field?.kind !== 'field') return [];
  if (fitsType(source, field.type, value)) return misspeltIn(source, field.type, value);
  const message = `\`${field.name}\` is ${describeWhole(source, field.type)}, and what it is given is ${describeWhole(source, value.type)}.`;
  return [finding(typeMismatch, message, value.origin)];
}

/** What a loop goes over. */
function ofList(source: FieldTypeSource, { expression, role }: ExpressionSite): readonly Diagnostic[] {
  if (role !== 'list' || /^(?:list|unresolved)$/.test(familyOf(source, expression.type))) return [];
  const message = `\`for each\` goes over a list, an enum or all aggregates of a kind, and this is ${describeWhole(source, expression.type)}.`;
  return [finding(typeMismatch, message, expression.origin)];
}

/** What identifies, finds and orders can be compared. */
function ofPath(
  source: FieldTypeSource,
  { expression, role, element }: ExpressionSite,
): readonly Diagnostic[] {
  if (role !== 'path' || isSingleValue(source, expression.type)) return [];
  const what =
    element.kind === 'key'
      ? 'A `key` is made of single values'
      : 'What is found or ordered by is a single value';
  return [
    finding(
      typeMismatch,
      `${what}, and this is ${describeWhole(source, expression.type)}.`,
      expression.origin,
    ),
  ];
}

function isSingleValue(source: FieldTypeSource, type: Type): boolean {
  return !/^(?:json|secret|list|map|structure .*|union .*)$/.test(familyOf(source, type));
}

/** What is added to a list is an item or a list of them, and what is taken from one an item's id or value. */
function withTarget(source: FieldTypeSource, { effect }: EffectSite): readonly Diagnostic[] {
  if (effect.kind !== 'adds' && effect.kind !== 'removes') return [];
  const { target, value } = effect;
  // What nothing can be added to is reported as such.
  if (!/^(?:list|map|integer|duration|decimal .*)$/.test(familyOf(source, target.type))) return [];
  const wanted = wantedTypes(source, resolveType(source, target.type), effect.kind);
  if (wanted.some((one) => fitsType(source, one, value))) return [];
  const [first = target.type] = wanted;
  const verb = effect.kind === 'adds' ? 'takes' : 'is searched by';
  const name = target.kind === 'fieldAccess' ? `\`${target.name}\`` : 'This';
  const message = `${name} ${verb} ${describeWhole(source, first)}, and this is ${describeWhole(source, value.type)}.`;
  return [finding(typeMismatch, message, value.origin)];
}

function wantedTypes(source: FieldTypeSource, target: Type, kind: 'adds' | 'removes'): readonly Type[] {
  if (target.kind === 'map' && kind === 'removes') return [target.key];
  if (target.kind !== 'list') return [target];
  const { element, uniqueBy } = target;
  if (kind === 'adds') return [element, target];
  const resolved = resolveType(source, element);
  if (resolved.kind !== 'named') return [element];
  const key = uniqueBy
    ? source.typeOfField(`${resolved.id}.${uniqueBy.name}`)
    : source.idOf(resolved.id)?.type;
  return [key ?? element];
}

/** Only single values can be told apart: structures have no equality in the rule language. */
function listsAndMaps(source: FieldTypeSource, model: Model, index: ModelIndex): readonly Diagnostic[] {
  return typeSites(model).flatMap(({ type }) =>
    partsOfType(type).flatMap((part): readonly Diagnostic[] => {
      if (part.kind === 'map') return ofKeys(source, part);
      if (part.kind !== 'list') return [];
      if (part.unique && !part.uniqueBy && !isSingleValue(source, part.element)) {
        const message = `\`unique\` compares single values, and this is a list of ${describeType(source, part.element)}. Say what they differ in, \`unique by name\`.`;
        return [finding(typeMismatch, message, part.origin)];
      }
      return ofUniqueKey(source, part, index);
    }),
  );
}

function ofUniqueKey(
  source: FieldTypeSource,
  { uniqueBy }: Extract<Type, { kind: 'list' }>,
  index: ModelIndex,
): readonly Diagnostic[] {
  const field = uniqueBy?.field === undefined ? undefined : index.get(uniqueBy.field);
  if (!uniqueBy || field?.kind !== 'field') return [];
  if (isSingleValue(source, field.type)) return [];
  const message = `\`unique by\` compares single values, and \`${field.name}\` is ${describeWhole(source, field.type)}.`;
  return [finding(typeMismatch, message, uniqueBy.origin)];
}

/** They are the members of a JSON object. */
function ofKeys(
  source: FieldTypeSource,
  { key, origin }: Extract<Type, { kind: 'map' }>,
): readonly Diagnostic[] {
  const family = familyOf(source, key);
  if (isWrittenAsText(family) || /^(?:string|enum .*|unresolved)$/.test(family)) return [];
  const message = `The keys of a Map are texts, and this is ${describeType(source, key)}.`;
  return [finding(typeMismatch, message, origin)];
}
