import { constrainedTypesOf } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { oneLine } from '../core/invisible.ts';
import { greatest, type Sizing } from './bounds.ts';
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
import { type Demand, limitsAround, noteUnjudged, placeDemands } from './demands.ts';
import { hiddenReason, isHidden } from './hidden-type.ts';
import { referencedIdType } from './placement.ts';
import type { SchemaNode, ValidationRule } from './psm.ts';
import { ruleText } from './rule-text.ts';
import { anyText, placeRules, type SchemaBuild, type SchemaPlace, typeSchema } from './structural-schema.ts';

const formOfKeys = ['type', 'minLength', 'maxLength', 'pattern', 'format', 'enum'] as const;

type MapType = Extract<Type, { kind: 'map' }>;

/** A schema says nothing of a map's keys: what their type demands of them is said by rules. */
export function keyRules(build: SchemaBuild, map: MapType, place: SchemaPlace): readonly ValidationRule[] {
  const { index, minimumServer } = build;
  const type = referencedIdType(index, map.key) ?? map.key;
  const constraints = constrainedTypesOf(index, type).flatMap(({ constraint }) => constraint ?? []);
  if (isHidden(map, index)) {
    const limits = limitsAround(build, place, formOfKeys);
    noteUnjudged(build, place, `the form of its keys is not judged: ${hiddenReason}`, limits);
    for (const { id } of constraints) noteUnjudged(build, place, `of keys: ${hiddenReason}`, [], id);
    return [];
  }
  const form = placeDemands(build, place, [formDemand(build, map, place)]);
  const around = (rule: Piece, sizing: Sizing): Piece => ofAllKeys(sizing, map, rule);
  const { candidates } = build;
  const site = { index, minimumServer, self: 'key', within: place.within, candidates, around };
  const texts = constraints.map((constraint) => ({ id: constraint.id, text: ruleText(constraint, site) }));
  return [...form, ...placeRules(build, place.at, texts, form.length)];
}

function ofAllKeys(sizing: Sizing, map: MapType, rule: Piece): Piece {
  const self = variable('self', measure(greatest(map.size, sizing.bounds)));
  return loop(self, 'all', variable('key', keyLength(sizing, map)), rule);
}

/** Lengths first: a key that is too long is not looked at any further, which could cost too much. */
function formDemand(build: SchemaBuild, map: MapType, place: SchemaPlace): Demand {
  const scratch: SchemaBuild = {
    ...build,
    rules: [],
    costings: [],
    problems: [],
    trace: new Map(build.trace),
  };
  const node = typeSchema(scratch, map.key, { ...place, within: [] });
  const tests = (sizing: Sizing): readonly Piece[] => testsOf(node, variable('key', keyLength(sizing, map)));
  return {
    what: 'the form of its keys',
    holds: (sizing) => ofAllKeys(sizing, map, conjunction(tests(sizing))),
    message: messageOf(node),
    culprit: (sizing) => {
      const self = variable('self', measure(greatest(map.size, sizing.bounds)));
      const key = variable('key', keyLength(sizing, map));
      return loop(self, 'filter', key, negation(conjunction(tests(sizing))));
    },
    reason: 'FieldValueInvalid',
    limits: () => limitsAround(build, place, formOfKeys),
  };
}

function testsOf(
  { enum: words, minLength = 0, maxLength, pattern }: SchemaNode,
  key: Piece,
): readonly Piece[] {
  if (words) return [isIn(key, listOf(words.map((word) => textLiteral(word))), nothing)];
  const size = method(key, 'size', []);
  const sizes =
    minLength === maxLength
      ? [relation('==', size, whole(minLength))]
      : [
          ...(minLength > 0 ? [relation('>=', size, whole(minLength))] : []),
          ...(maxLength === undefined ? [] : [relation('<=', size, whole(maxLength))]),
        ];
  return [
    ...sizes,
    pattern === undefined || pattern === anyText
      ? negation(contains(key, textLiteral('\u0000')))
      : matched(key, pattern),
  ];
}

function messageOf({ enum: words, minLength = 0, maxLength, pattern }: SchemaNode): string {
  if (words) return oneLine(`Keys must be among ${words.join(', ')}`);
  const range = minLength === maxLength ? minLength : `${minLength} to ${maxLength ?? 'any number of'}`;
  const lengths = `Keys must have ${range} ${range === 1 ? 'character' : 'characters'}`;
  return pattern === undefined || pattern === anyText ? lengths : oneLine(`${lengths} and match ${pattern}`);
}
