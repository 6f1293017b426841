import * as fc from 'fast-check';
import { callerLength } from '../../pim/conformance.ts';
import { decimalLimit, decimalText, parseDecimal } from '../../pim/decimal.ts';
import type { Expression } from '../../pim/expression.ts';
import { childExpressions } from '../../pim/expression-tools.ts';
import { cidrFormat, formats, networkFormat } from '../../pim/formats.ts';
import { isJsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import type { ElementId, Field, Union } from '../../pim/model.ts';
import {
  declarationOf,
  idFieldOf,
  isStructure,
  type ModelIndex,
  rulesOf,
  structureOfType,
  unionOf,
} from '../../pim/model-index.ts';
import { matchesPattern } from '../../pim/pattern.ts';
import { codePointLength, isText } from '../../pim/text.ts';
import type { Type } from '../../pim/type.ts';

const absent = Symbol('absent');

/**
 * Instances of a declaration near the edges: mostly of the right shape, with values at and beside
 * every bound of the types and every constant of the rules, and with something wrong about once in
 * `oneWrongIn` values.
 */
export function nearInstances(
  index: ModelIndex,
  subject: ElementId,
  oneWrongIn: number,
): fc.Arbitrary<JsonValue> {
  const constants = constantsOf(index);
  const numbers = constants.filter((value) => typeof value === 'number');
  const texts = [...constants.filter((value) => typeof value === 'string'), ...oddTexts];
  const wrong = fc.constantFrom<JsonValue>(
    null,
    true,
    1.5,
    -1,
    1e300,
    '',
    '\u0000',
    '\ud800',
    [],
    {},
    [null],
    2 ** 53,
  );
  const mostly = (right: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
    fc.oneof({ arbitrary: right, weight: oneWrongIn }, { arbitrary: wrong, weight: 1 });
  const ofStructure = (id: ElementId, depth: number): fc.Arbitrary<JsonValue> => {
    const structure = declarationOf(index, id);
    if (!isStructure(structure)) return ofType({ kind: 'named', id, origin: structure.nameOrigin }, depth);
    // What holds itself comes to an end.
    if (depth > deepest) return wrong;
    const fields = structure.fields.map((field) =>
      ofField(field, depth).map((value) => [field.name, value] as const),
    );
    const tags =
      structure.kind === 'alternative'
        ? [[unionOf(index, structure).discriminator, structure.wire] as const]
        : [];
    return mostly(
      fc
        .tuple(...fields)
        .map((entries) =>
          jsonObject([
            ['unknown member', 'x'],
            ...tags,
            ...entries.flatMap(([name, value]) => (value === absent ? [] : [[name, value] as const])),
          ]),
        ),
    );
  };
  /** One of the alternatives, now and then with a member of another or with a name that none has. */
  const ofUnion = (union: Union, depth: number): fc.Arbitrary<JsonValue> => {
    if (depth > deepest) return wrong;
    const [one, another] = [0, 1].map(() =>
      fc.oneof(...union.alternatives.map(({ id }) => ofStructure(id, depth))),
    );
    if (!one || !another) return wrong;
    const mixed = fc
      .tuple(one, another)
      .map(([left, right]) =>
        isJsonObject(left) && isJsonObject(right)
          ? jsonObject([...Object.entries(left), ...Object.entries(right)])
          : left,
      );
    const renamed = fc
      .tuple(one, fc.constantFrom<JsonValue>(null, 5, '', 'toString', '__proto__', 'Nobody'))
      .map(([value, tag]) =>
        isJsonObject(value) ? jsonObject([...Object.entries(value), [union.discriminator, tag]]) : value,
      );
    return fc.oneof(
      { arbitrary: one, weight: 4 * oneWrongIn },
      { arbitrary: mixed, weight: 3 },
      { arbitrary: renamed, weight: 1 },
    );
  };
  const ofField = (field: Field, depth: number): fc.Arbitrary<JsonValue | typeof absent> => {
    const right = depth >= deepest && field.optional ? wrong : ofType(field.type, depth);
    // A derived field is no part of an instance: whatever is sent for it is ignored.
    if (field.role === 'derived') return fc.constantFrom<JsonValue | typeof absent>(absent, 'junk');
    const weight = field.optional || field.default ? Math.ceil(oneWrongIn / 4) : 1;
    return fc.oneof(
      { arbitrary: right, weight: oneWrongIn },
      { arbitrary: fc.constantFrom<JsonValue | typeof absent>(absent, null), weight },
    );
  };
  const keyNames = (list: Extract<Type, { kind: 'list' }>): readonly string[] => {
    const structure = structureOfType(index, list.element);
    const id = structure?.kind === 'entity' ? idFieldOf(structure) : undefined;
    return [...(id ? [id.name] : []), ...(list.uniqueBy ? [list.uniqueBy.name] : [])];
  };
  const ofType = (type: Type, depth: number): fc.Arbitrary<JsonValue> => {
    switch (type.kind) {
      case 'boolean':
        return mostly(fc.boolean());
      case 'integer':
      case 'number': {
        const edges = [type.range.min, type.range.max, 0, ...numbers].filter((value) => value !== undefined);
        const near = edges.flatMap((edge) => [edge - 1, edge, edge + 1, edge + 2, edge + 0.5]);
        const fits = (value: number): boolean =>
          value >= (type.range.min ?? value) &&
          value <= (type.range.max ?? value) &&
          (type.kind === 'number' || Number.isSafeInteger(value));
        return split(near, fits);
      }
      case 'decimal':
        return decimals(type);
      case 'duration':
        return ofType({ kind: 'integer', range: type.range }, depth);
      case 'caller':
        return ofType({ kind: 'string', length: callerLength }, depth);
      case 'cidr':
        return split(cidrs, (text) =>
          matchesPattern((type.network ? networkFormat : cidrFormat).pattern, text),
        );
      case 'map': {
        const entry = fc.tuple(ofType(type.key, depth + 1), ofType(type.value, depth + 1));
        const { min, max } = type.size;
        const [least, most] = depth >= deepest ? [min, min] : [Math.min(min, 5), Math.min(max, 5)];
        const entries = fc.oneof(
          { arbitrary: fc.array(entry, { minLength: least, maxLength: most }), weight: oneWrongIn },
          {
            arbitrary: fc.array(entry, { minLength: Math.max(0, least - 1), maxLength: most + 1 }),
            weight: 2,
          },
        );
        return mostly(
          entries.map((all) =>
            jsonObject(
              all.flatMap(([key, value]) => (typeof key === 'string' ? [[key, value] as const] : [])),
            ),
          ),
        );
      }
      case 'string': {
        const lengths = [type.length.min - 1, type.length.min, type.length.max, type.length.max + 1];
        const filled = lengths.flatMap((length) =>
          ['a', '7', '😀', ' '].map((one) => one.repeat(Math.max(length, 0))),
        );
        return split([...filled, ...texts], (text) => {
          const length = codePointLength(text);
          const inRange = length >= type.length.min && length <= type.length.max && isText(text);
          return inRange && (!type.pattern || matchesPattern(type.pattern, text));
        });
      }
      case 'format':
        return split(
          [
            ...Object.values(formats).map((format) => format.example),
            'https://a\u0000',
            'http://x',
            'a.b',
            '1.2.3.04',
            '10.1.2.3',
            '10.0.0.0',
            '9.255.255.255',
            '192.0.2.200',
            'a\n',
          ],
          (text) => matchesPattern(formats[type.format].pattern, text) && isText(text),
        );
      case 'date':
        return split(dates, (text) => !text.includes('02-30') && text.length === 10);
      case 'dateTime':
        return split(
          [
            ...dates.map((day) => `${day}T23:59:59.999Z`),
            '2024-01-01T24:00:00.000Z',
            '2024-01-01T00:00:60.000Z',
            '2024-01-01T00:00:00Z',
          ],
          (text) => !text.includes('02-30') && text.length === 24,
        );
      case 'json':
        return mostly(fc.constantFrom<JsonValue>(0, '', [null], { a: null }, false));
      case 'secret':
        return mostly(
          fc.constantFrom<JsonValue>(
            { name: 'a', key: 'b' },
            { name: 'a'.repeat(253), key: 'b' },
            { name: 'a'.repeat(254), key: 'b' },
            { name: '', key: 'b' },
            { key: 'b' },
            { name: null, key: 'b' },
          ),
        );
      case 'reference': {
        const aggregate = index.get(type.aggregate);
        const id = aggregate?.kind === 'aggregate' ? idFieldOf(aggregate) : undefined;
        return id ? ofType(id.type, depth) : wrong;
      }
      case 'list': {
        const { min, max } = type.size;
        const isEnd = depth >= deepest;
        const element = isEnd ? wrong : ofType(type.element, depth + 1);
        const [least, most] = isEnd ? [min, min] : [Math.min(min, 5), Math.min(max, 5)];
        const right = { minLength: least, maxLength: most };
        const off = { minLength: Math.max(0, least - 1), maxLength: most + 1 };
        const names = keyNames(type);
        const same = (one: JsonValue, other: JsonValue): boolean =>
          names.length === 0 || !isJsonObject(one) || !isJsonObject(other)
            ? JSON.stringify(one) === JSON.stringify(other)
            : names.some((name) => member(one, name) === member(other, name));
        const distinct = fc.uniqueArray(element, { ...right, comparator: same });
        const isSet = type.unique || names.length > 0;
        return fc.oneof(
          { arbitrary: isSet ? distinct : fc.array(element, right), weight: oneWrongIn },
          { arbitrary: fc.array(element, off), weight: 2 },
          { arbitrary: wrong, weight: 1 },
        );
      }
      case 'named': {
        const declaration = declarationOf(index, type.id);
        if (declaration.kind === 'type') return ofType(declaration.base, depth);
        if (declaration.kind === 'union') return ofUnion(declaration, depth + 1);
        if (declaration.kind === 'enum')
          return split(texts, (text) => declaration.literals.some((literal) => literal.wire === text));
        return ofStructure(type.id, depth + 1);
      }
      default:
        return wrong;
    }
  };
  const decimals = ({ range, scale }: Extract<Type, { kind: 'decimal' }>): fc.Arbitrary<JsonValue> => {
    const { min = -decimalLimit, max = decimalLimit } = range;
    const wanted = numbers.flatMap((value) => [value, value * 10 ** scale]);
    const near = [min, max, 0, ...wanted]
      .flatMap((edge) => [edge - 1, edge, edge + 1])
      .filter(Number.isSafeInteger);
    const written = near.map((units) => decimalText(units, scale));
    const odd = written
      .slice(0, 6)
      .flatMap((one) => [`${one}0`, one.slice(0, -1), `0${one}`, `+${one}`, ` ${one}`]);
    return split(
      [...written, ...odd, '-0', decimalText(0, scale).replace('0', '-0'), '1e3', '.5', 'NaN'],
      (one) => {
        const units = parseDecimal(one, scale);
        return units !== undefined && units >= min && units <= max;
      },
    );
  };
  const split = <Item extends JsonValue>(
    candidates: readonly Item[],
    fits: (item: Item) => boolean,
  ): fc.Arbitrary<JsonValue> => {
    const right = candidates.filter(fits);
    const off = candidates.filter((item) => !fits(item));
    return fc.oneof(
      ...(right.length === 0
        ? []
        : [{ arbitrary: fc.constantFrom<JsonValue>(...right), weight: oneWrongIn }]),
      ...(off.length === 0 ? [] : [{ arbitrary: fc.constantFrom<JsonValue>(...off), weight: 1 }]),
      { arbitrary: wrong, weight: 1 },
    );
  };
  return ofStructure(subject, 0);
}

/** Structures inside one another are not made deeper than this. */
const deepest = 5;

const cidrs = [
  '10.0.0.0/8',
  '10.0.0.1/8',
  '10.1.0.0/16',
  '10.1.2.0/23',
  '10.1.3.0/23',
  '10.1.2.128/25',
  '192.0.2.7/32',
  '0.0.0.0/0',
  '0.0.0.1/0',
  '255.255.255.255/32',
  '128.0.0.0/1',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0/8',
  '10.0.0.0',
  '010.0.0.0/8',
];

const oddTexts = [
  '',
  ' ',
  '\t',
  '\n',
  ' a',
  'a ',
  'a\n',
  'a',
  'A',
  'é',
  '😀',
  '\u0000',
  '\ud800',
  'constructor',
  '__proto__',
  'abc',
  '$ref',
  'a/b~c',
  'ab',
  'ab1',
];

const dates = [
  '2024-02-29',
  '2023-02-29',
  '1900-02-29',
  '2000-02-29',
  '2024-04-31',
  '2024-12-31',
  '0001-01-01',
  '0000-01-01',
  '9999-12-31',
  '2024-02-30',
  '2024-13-01',
  'today',
];

/** Every literal that the model names, wire values and texts around them included. */
function constantsOf(index: ModelIndex): readonly (number | string)[] {
  const found = new Set<number | string>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'literal' && typeof expression.value !== 'boolean') {
      found.add(expression.value);
      if (typeof expression.value === 'string') found.add(`${expression.value}x`).add(`x${expression.value}`);
    }
    for (const child of childExpressions(expression)) visit(child);
  };
  for (const rule of rulesOf(index.model)) visit(rule.condition);
  for (const { declarations } of index.model.contexts) {
    for (const declaration of declarations) {
      if (declaration.kind === 'enum') for (const literal of declaration.literals) found.add(literal.wire);
    }
  }
  return [...found];
}
