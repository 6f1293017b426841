import type { Field } from '../../pim/model.ts';
import { identityOfItems, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { pointer } from '../core/document.ts';
import { greatest, type Sizing } from './bounds.ts';
import { measure, one } from './cel-cost.ts';
import { lengthOf } from './cel-length.ts';
import {
  conjunction,
  disjunction,
  has,
  indexed,
  loop,
  negation,
  type Piece,
  property,
  relation,
  variable,
  whole,
} from './cel-piece.ts';
import { propertyName } from './cel-text.ts';
import { type Demand, limitsAround, placeDemands } from './demands.ts';
import { keyRules } from './map-keys.ts';
import type { SchemaNode } from './psm.ts';
import { isTooDeep, type SchemaBuild, type SchemaPlace, typeSchema } from './structural-schema.ts';

type ListType = Extract<Type, { kind: 'list' }>;

/** A list: of entities, or of values that differ in a field, by their key. */
export function listSchema(build: SchemaBuild, type: ListType, place: SchemaPlace): SchemaNode {
  const size = { ...(type.size.min > 0 ? { minItems: type.size.min } : {}), maxItems: type.size.max };
  if (isTooDeep(build, type.element, place)) {
    const items: SchemaNode = { type: 'object' };
    return { type: 'array', ...size, maxItems: 0, 'x-kubernetes-list-type': 'atomic', items };
  }
  const structure = structureOfType(build.index, underlyingType(build.index, type.element));
  const id = identityOfItems(build.index, type.element);
  const unique = type.uniqueBy && structure?.fields.find(({ name }) => name === type.uniqueBy?.name);
  // A list has one key. Of what is not always there, it has none.
  const key = id ?? (unique && !unique.optional ? unique : undefined);
  const byRule = placeDemands(
    build,
    place,
    unique && unique !== key ? [uniqueDemand(build, type, unique, place)] : [],
  );
  const items = typeSchema(build, type.element, {
    ...place,
    at: place.at + pointer('items'),
    within: [...place.within, type.size],
  });
  const listType = key ? 'map' : type.unique && !type.uniqueBy ? 'set' : 'atomic';
  return {
    type: 'array',
    ...(byRule.length === 0 ? {} : { 'x-kubernetes-validations': byRule }),
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
      within: [...place.within, type.size],
    }),
  };
}

/** That no two items have the same in a field, where the API server cannot see to it by itself. */
function uniqueDemand(build: SchemaBuild, { size }: ListType, field: Field, place: SchemaPlace): Demand {
  const [item, other] = [variable('item', one), variable('other', one)];
  const keyOf = (owner: Piece, sizing: Sizing): Piece =>
    property(owner, propertyName(field.name), lengthOf(sizing, field.type));
  const over = (macro: 'all' | 'filter', body: Piece, { bounds }: Sizing): Piece =>
    loop(variable('self', measure(greatest(size, bounds))), macro, item, body);
  const isAlone = (sizing: Sizing): Piece => {
    const same = relation('==', keyOf(other, sizing), keyOf(item, sizing));
    const isOther = field.optional ? conjunction([has(keyOf(other, sizing)), same]) : same;
    const self = variable('self', measure(greatest(size, sizing.bounds)));
    const alone = loop(self, 'exists_one', other, isOther);
    return field.optional ? disjunction([negation(has(keyOf(item, sizing))), alone]) : alone;
  };
  return {
    what: `that items differ in \`${field.name}\``,
    holds: (sizing) => over('all', isAlone(sizing), sizing),
    message: `Items must differ in ${field.name}`,
    culprit: (sizing) => {
      const repeated = indexed(over('filter', negation(isAlone(sizing)), sizing), whole(0));
      return keyOf(repeated, sizing);
    },
    reason: 'FieldValueInvalid',
    limits: () => limitsAround(build, place, ['unique']),
  };
}
