import type { Field } from '../../pim/model.ts';
import { idFieldOf, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { pointer } from '../core/document.ts';
import { measure, one } from './cel-cost.ts';
import { lengthOf } from './cel-length.ts';
import { conjunction, disjunction, has, loop, negation, property, relation, variable } from './cel-piece.ts';
import { propertyName } from './cel-text.ts';
import { keyRules } from './map-keys.ts';
import type { SchemaNode, ValidationRule } from './psm.ts';
import { tooExpensive } from './rule-text.ts';
import {
  isTooDeep,
  noteDemand,
  type SchemaBuild,
  type SchemaPlace,
  typeSchema,
} from './structural-schema.ts';

/** A list: of entities, or of values that differ in a field, by their key. */
export function listSchema(
  build: SchemaBuild,
  type: Extract<Type, { kind: 'list' }>,
  place: SchemaPlace,
): SchemaNode {
  const size = { ...(type.size.min > 0 ? { minItems: type.size.min } : {}), maxItems: type.size.max };
  if (isTooDeep(build, type.element, place)) {
    const items: SchemaNode = { type: 'object' };
    return { type: 'array', ...size, maxItems: 0, 'x-kubernetes-list-type': 'atomic', items };
  }
  const structure = structureOfType(build.index, underlyingType(build.index, type.element));
  const id = structure?.kind === 'entity' ? idFieldOf(structure) : undefined;
  const unique = type.uniqueBy && structure?.fields.find(({ name }) => name === type.uniqueBy?.name);
  // A list has one key. Of what is not always there, it has none.
  const key = id ?? (unique && !unique.optional ? unique : undefined);
  const byRule = unique && unique !== key ? uniqueRule(build, type, unique, place) : undefined;
  const items = typeSchema(build, type.element, {
    ...place,
    at: place.at + pointer('items'),
    multiplicity: place.multiplicity * Math.max(1, type.size.max),
  });
  const listType = key ? 'map' : type.unique ? 'set' : 'atomic';
  return {
    type: 'array',
    ...(byRule ? { 'x-kubernetes-validations': [byRule] } : {}),
    ...size,
    'x-kubernetes-list-type': listType,
    ...(key ? { 'x-kubernetes-list-map-keys': [key.name] } : {}),
    items:
      listType === 'set' && items.type === 'object' ? { ...items, 'x-kubernetes-map-type': 'atomic' } : items,
  };
}

/** A map: its keys are judged by rules. */
export function mapSchema(
  build: SchemaBuild,
  type: Extract<Type, { kind: 'map' }>,
  place: SchemaPlace,
): SchemaNode {
  const { min, max } = type.size;
  if (isTooDeep(build, type.value, place))
    return {
      type: 'object',
      ...(min > 0 ? { minProperties: min } : {}),
      maxProperties: 0,
      additionalProperties: { type: 'object' },
    };
  const keys = keyRules(build, type, place);
  return {
    type: 'object',
    ...(keys.length === 0 ? {} : { 'x-kubernetes-validations': keys }),
    ...(min > 0 ? { minProperties: min } : {}),
    maxProperties: max,
    additionalProperties: typeSchema(build, type.value, {
      ...place,
      at: place.at + pointer('additionalProperties'),
      multiplicity: place.multiplicity * Math.max(1, max),
    }),
  };
}

/** That no two items have the same in a field, where the API server cannot see to it by itself. */
function uniqueRule(
  build: SchemaBuild,
  list: Extract<Type, { kind: 'list' }>,
  field: Field,
  place: SchemaPlace,
): ValidationRule | undefined {
  const self = variable('self', measure(list.size.max));
  const [item, other] = ['item', 'other'].map((name) => variable(name, one));
  if (!item || !other) return undefined;
  const keyOf = (owner: typeof item): typeof item =>
    property(owner, propertyName(field.name), lengthOf(build.index, field.type));
  const same = relation('==', keyOf(other), keyOf(item));
  const isOther = field.optional ? conjunction([has(keyOf(other)), same]) : same;
  const alone = loop(self, 'exists_one', other, isOther);
  const holds = field.optional ? disjunction([negation(has(keyOf(item))), alone]) : alone;
  const { text: rule, cost } = loop(self, 'all', item, holds);
  const reason = tooExpensive(cost, place.multiplicity, undefined);
  if (reason !== undefined) {
    noteDemand(build, place, { reason: `that items differ in \`${field.name}\` is not judged: ${reason}` });
    return undefined;
  }
  noteDemand(build, place, { cost });
  return { rule, message: `Items must differ in ${field.name}`, reason: 'FieldValueInvalid' };
}
