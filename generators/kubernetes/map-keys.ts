import { constrainedTypesOf } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { measure, nothing } from './cel-cost.ts';
import { keyLength } from './cel-length.ts';
import {
  conjunction,
  isIn,
  listOf,
  loop,
  method,
  negation,
  type Piece,
  relation,
  textLiteral,
  variable,
  whole,
} from './cel-piece.ts';
import { contains, matched } from './cel-string.ts';
import { referencedIdType } from './placement.ts';
import type { SchemaNode, ValidationRule } from './psm.ts';
import { oneLine, ruleText, tooExpensive } from './rule-text.ts';
import {
  anyText,
  noteDemand,
  placeRules,
  type SchemaBuild,
  type SchemaPlace,
  typeSchema,
} from './structural-schema.ts';

/** A schema says nothing of a map's keys: what their type demands of them is said by rules. */
export function keyRules(
  build: SchemaBuild,
  map: Extract<Type, { kind: 'map' }>,
  place: SchemaPlace,
): readonly ValidationRule[] {
  const form = formRule(build, map, place);
  const type = referencedIdType(build.index, map.key) ?? map.key;
  const texts = constrainedTypesOf(build.index, type).flatMap(({ constraint }) => {
    if (!constraint) return [];
    const { index, minimumServer } = build;
    const around = (rule: Piece): Piece => ofAllKeys(build, map, rule);
    const site = { index, minimumServer, self: 'key', multiplicity: place.multiplicity, around };
    return [{ id: constraint.id, text: ruleText(constraint, site) }];
  });
  return [...form, ...placeRules(build, place.at, texts, form.length)];
}

function ofAllKeys({ index }: SchemaBuild, map: Extract<Type, { kind: 'map' }>, rule: Piece): Piece {
  return loop(variable('self', measure(map.size.max)), 'all', variable('key', keyLength(index, map)), rule);
}

/** Lengths first: a key that is too long is not looked at any further, which could cost too much. */
function formRule(
  build: SchemaBuild,
  map: Extract<Type, { kind: 'map' }>,
  place: SchemaPlace,
): readonly ValidationRule[] {
  const scratch: SchemaBuild = { ...build, rules: [], problems: [], trace: new Map() };
  const node = typeSchema(scratch, map.key, { ...place, multiplicity: 1 });
  const tests = testsOf(node, variable('key', keyLength(build.index, map)));
  const { text: rule, cost } = ofAllKeys(build, map, conjunction(tests));
  const reason = tooExpensive(cost, place.multiplicity, undefined);
  if (reason !== undefined) {
    noteDemand(build, place, { reason: `the form of its keys is not judged: ${reason}` });
    return [];
  }
  noteDemand(build, place, { cost });
  return [{ rule, message: messageOf(node), reason: 'FieldValueInvalid' }];
}

function testsOf(
  { enum: words, minLength = 0, maxLength, pattern }: SchemaNode,
  key: Piece,
): readonly Piece[] {
  if (words) return [isIn(key, listOf(words.map((word) => textLiteral(word))), nothing)];
  const size = method(key, 'size', []);
  return [
    ...(minLength > 0 ? [relation('>=', size, whole(minLength))] : []),
    ...(maxLength === undefined ? [] : [relation('<=', size, whole(maxLength))]),
    pattern === undefined || pattern === anyText
      ? negation(contains(key, textLiteral('\u0000')))
      : matched(key, pattern),
  ];
}

function messageOf({ enum: words, minLength = 0, maxLength, pattern }: SchemaNode): string {
  if (words) return oneLine(`Keys must be among ${words.join(', ')}`);
  const lengths = `Keys must have ${minLength} to ${maxLength ?? 'any number of'} characters`;
  return pattern === undefined || pattern === anyText ? lengths : oneLine(`${lengths} and match ${pattern}`);
}
