import { isDate, isDateTime } from '../../pim/calendar.ts';
import { cidrFormat } from '../../pim/formats.ts';
import type { Pattern } from '../../pim/pattern.ts';
import {
  blanks,
  type Computed,
  computed,
  type Dialect,
  type Form,
  fitsInt64,
  type JsonKind,
  type JsonPlace,
  NotExpressible,
} from './dialect.ts';
import type { Scalar } from './layout.ts';
import {
  all,
  any,
  at,
  compared,
  levels,
  onLines,
  type Piece,
  piece,
  sqliteText,
  textLiteral,
} from './piece.ts';
import { globTests } from './sqlite-glob.ts';

const forms: Readonly<Record<Exclude<Scalar, 'json'>, Form>> = {
  boolean: 'boolean',
  integer: 'bigint',
  number: 'double',
  decimal: 'bigint',
  text: 'text',
  uuid: 'text',
  date: 'text',
  dateTime: 'moment',
};

const jsonTypes: Readonly<Record<JsonKind, readonly string[]>> = {
  object: ['object'],
  array: ['array'],
  string: ['text'],
  number: ['integer', 'real'],
  boolean: ['true', 'false'],
};

const blankText = `char(${blanks.join(', ')})`;
const tooLarge = 'computes what does not fit into the 64 bits of SQLite';

/** Where the steps of a pattern lie in the table `pattern_step`, and the state in which it has matched. */
export type StepsOf = (pattern: Pattern) => { readonly number: number; readonly last: number };

/**
 * SQLite 3.45 or newer: STRICT tables, JSON as text. `query` is told that a text holds a query, which a CHECK
 * may not.
 */
export function sqlite(stepsOf: StepsOf, query: () => void): Dialect {
  return {
    id: 'sqlite',
    column: (reference, scalar) => read(piece(reference), scalar),
    json: (place, scalar) => read(valueOf(place), scalar),
    jsonValue: (place) => {
      const { text } = valueOf(place);
      // What is no object or list is a bare text, which the functions of JSON would fail on.
      return place.kind === 'item' && place.path.length === 0
        ? `CASE WHEN ${place.base}.type IN ('object', 'array') THEN ${text} END`
        : text;
    },
    isPresent: (place) => piece(`${valueOf(place).text} IS NOT NULL`, levels.compare),
    isNotNull: (place) => piece(`${typeOf(place)} <> 'null'`, levels.compare),
    isKind: (place, kind) => {
      const types = jsonTypes[kind];
      const [only] = types;
      return types.length === 1
        ? piece(`${typeOf(place)} = '${only}'`, levels.compare)
        : piece(`${typeOf(place)} IN (${types.map((type) => `'${type}'`).join(', ')})`, levels.compare);
    },
    isInteger: (place, min, max) =>
      all([
        piece(`${typeOf(place)} = 'integer'`, levels.compare),
        piece(`${valueOf(place).text} BETWEEN ${min} AND ${max}`, levels.compare),
      ]),
    items: (place, alias) => ({
      from: `json_each(${argumentsOf(place)}) AS ${alias}`,
      key: piece('NULL'),
      item: { base: alias, path: [], kind: 'item' },
    }),
    members: (place, alias) => ({
      from: `json_each(${argumentsOf(place)}) AS ${alias}`,
      key: piece(`${alias}.key`),
      item: { base: alias, path: [], kind: 'item' },
    }),
    member: (place, key, alias) => ({
      place: { base: alias, path: [], kind: 'item' },
      from: `json_each(${argumentsOf(place)}) AS ${alias}`,
      where: compared(piece(`${alias}.key`), '=', key),
    }),
    key: (name, scalar) => computed(name, scalar === 'dateTime' ? 'moment' : 'text'),
    size: (place, kind) => {
      if (kind === 'array') return computed(piece(`json_array_length(${argumentsOf(place)})`), 'bigint');
      query();
      return computed(piece(`(SELECT count(*) FROM json_each(${argumentsOf(place)}))`), 'bigint');
    },
    same: (left, right, isSame) => compared(left, isSame ? 'IS' : 'IS NOT', right),
    literal,
    asMillis: (value) => {
      if (value.form !== 'moment') return value;
      const { text } = value;
      const seconds = `unixepoch(substr(${text}, 1, 19)) * 1000`;
      return computed(piece(`${seconds} + CAST(substr(${text}, 21, 3) AS INTEGER)`, levels.sum), 'millis');
    },
    epochDay: ({ text }) => computed(piece(`unixepoch(${text}) / 86400`, levels.product), 'bigint'),
    ordered: (text) => text,
    addressOrder: (text) => addressOrder(text),
    network,
    length: ({ text }) => computed(piece(`length(${text})`), 'bigint'),
    stringTest: (test, text, argument) => {
      const given = argument ?? piece(`''`);
      switch (test) {
        case 'startsWith':
          return compared(piece(`substr(${text.text}, 1, length(${given.text}))`), '=', given);
        case 'endsWith':
          return any([
            piece(`length(${given.text}) = 0`, levels.compare),
            compared(piece(`substr(${text.text}, -length(${given.text}))`), '=', given),
          ]);
        case 'contains':
          return piece(`instr(${text.text}, ${given.text}) > 0`, levels.compare);
        case 'isBlank':
          return piece(`trim(${text.text}, ${blankText}) = ''`, levels.compare);
        case 'isTrimmed':
          return compared(piece(`trim(${text.text}, ${blankText})`), '=', text);
      }
    },
    changeCase: ({ text }, to) => piece(`${to}(${text})`),
    matches: (text, pattern) => {
      const globs = globTests(pattern);
      if (globs) return all(globs.map((glob) => globbed(text, glob)));
      query();
      const { number, last } = stepsOf(pattern);
      return walk(text, number, last);
    },
    isDecimal,
    isDate: (text) =>
      all([
        globbed(text, { isWanted: true, glob: `${digits(4)}-${digits(2)}-${digits(2)}` }),
        compared(text, '>=', piece(`'0001-01-01'`)),
        compared(piece(`date(${text.text})`), 'IS', text),
      ]),
    isMoment: (text) => {
      const glob = `${digits(4)}-${digits(2)}-${digits(2)}T${digits(2)}:${digits(2)}:${digits(2)}.${digits(3)}Z`;
      return all([
        globbed(text, { isWanted: true, glob }),
        // Newer versions take the end of a day for a time of it.
        globbed(text, { isWanted: false, glob: '*T24*' }),
        compared(text, '>=', piece(`'0001-01-01'`)),
        compared(piece(`strftime('%Y-%m-%dT%H:%M:%fZ', ${text.text})`), 'IS', text),
      ]);
    },
    isCidr: (text, isNetwork) => {
      query();
      const { number, last } = stepsOf(cidrFormat.pattern);
      const form = walk(text, number, last);
      if (!isNetwork) return form;
      const first = piece(`${networkOf(text, lengthOf(text))} << (32 - ${lengthOf(text)})`, levels.compare);
      return piece(
        `CASE WHEN ${form.text} THEN ${compared(first, '=', piece(addressOf(text))).text} ELSE FALSE END`,
      );
    },
    document,
    isText: (text) => piece(`instr(${text.text}, char(0)) = 0`, levels.compare),
    arithmetic: (operator, left, right, { range }) => {
      if (!fitsInt64(range)) throw new NotExpressible(tooLarge);
      const level = operator === '+' || operator === '-' ? levels.sum : levels.product;
      const next = level === levels.sum ? levels.product : levels.unary;
      return computed(piece(`${at(level, left)} ${operator} ${at(next, right)}`, level), 'bigint');
    },
    ratio: (dividend, divisor, scales) => {
      const { dividend: above, divisor: below, result, dividendRange, divisorRange, range } = scales;
      if (![dividendRange, divisorRange, range].every(fitsInt64)) throw new NotExpressible(tooLarge);
      const top = scaledUp(dividend, result + below);
      return computed(
        piece(`${at(levels.product, top)} / ${at(levels.unary, scaledUp(divisor, above))}`, levels.product),
        'bigint',
      );
    },
    sum: ({ text }, range) => {
      if (!fitsInt64(range)) throw new NotExpressible(tooLarge);
      return computed(piece(`COALESCE(sum(${text}), 0)`), 'bigint');
    },
  };
}

/** What stands there, as a scalar of SQLite; decimals in units. */
function read(value: Piece, scalar: Scalar): Computed {
  if (scalar === 'json') throw new Error('JSON is no scalar; please report this');
  if (scalar !== 'decimal') return computed(value, forms[scalar]);
  return computed(piece(`CAST(replace(${value.text}, '.', '') AS INTEGER)`), 'bigint');
}

function valueOf(place: JsonPlace): Piece {
  if (place.path.length > 0) return piece(`json_extract(${argumentsOf(place)})`);
  return piece(place.kind === 'item' ? `${place.base}.value` : place.base);
}

function typeOf(place: JsonPlace): string {
  return place.kind === 'item' && place.path.length === 0
    ? `${place.base}.type`
    : `json_type(${argumentsOf(place)})`;
}

/** The JSON and the path in it, as the functions of SQLite take both. */
function argumentsOf({ base, path, kind }: JsonPlace): string {
  const json =
    kind === 'item' ? `CASE WHEN ${base}.type IN ('object', 'array') THEN ${base}.value END` : base;
  if (path.length === 0) return json;
  return `${json}, ${textLiteral(`$${path.map((name) => `.${name}`).join('')}`)}`;
}

function literal(value: boolean | number | string, scalar: Scalar): Computed {
  if (typeof value === 'boolean') return computed(piece(value ? 'TRUE' : 'FALSE'), 'boolean');
  if (typeof value === 'number') {
    return computed(
      piece(String(value), value < 0 ? levels.unary : levels.primary),
      scalar === 'number' ? 'double' : 'bigint',
    );
  }
  if (scalar === 'date' && !isDate(value))
    throw new NotExpressible('compares a date with a text that is none');
  if (scalar === 'dateTime' && !isDateTime(value))
    throw new NotExpressible('compares a moment with a text that is none');
  return computed(sqliteText(value), scalar === 'dateTime' ? 'moment' : 'text');
}

/** `10.0.0.1/24` as the JSON list of its numbers. */
function numbersOf({ text }: Piece): string {
  return `'[' || replace(replace(${text}, '.', ','), '/', ',') || ']'`;
}

function addressOf(text: Piece): string {
  const part = (place: number): string => `json_extract(${numbersOf(text)}, '$[${place}]')`;
  return `(${part(0)} * 16777216 + ${part(1)} * 65536 + ${part(2)} * 256 + ${part(3)})`;
}

function lengthOf(text: Piece): string {
  return `COALESCE(json_extract(${numbersOf(text)}, '$[4]'), 32)`;
}

function addressOrder(text: Piece): Piece {
  return piece(`${addressOf(text)} * 64 + ${lengthOf(text)}`, levels.sum);
}

/** The address without the bits behind the shorter prefix. */
function networkOf(text: Piece, bits: string): string {
  return `(${addressOf(text)} >> (32 - ${bits}))`;
}

const network: Dialect['network'] = (operation, operand, argument) => {
  const own = lengthOf(operand);
  switch (operation) {
    case 'contains': {
      if (!argument) throw new Error('nothing is asked for; please report this');
      const inside = `${networkOf(argument, own)} = ${networkOf(operand, own)}`;
      return computed(piece(`${lengthOf(argument)} >= ${own} AND ${inside}`, levels.and), 'boolean');
    }
    case 'overlaps': {
      if (!argument) throw new Error('nothing is asked for; please report this');
      const shorter = `min(${own}, ${lengthOf(argument)})`;
      return computed(
        piece(`${networkOf(operand, shorter)} = ${networkOf(argument, shorter)}`, levels.compare),
        'boolean',
      );
    }
    case 'prefixLength':
      return computed(piece(own), 'bigint');
    case 'network': {
      const first = `(${networkOf(operand, own)} << (32 - ${own}))`;
      const octet = (bits: number): string => `(${first} >> ${bits} & 255)`;
      return computed(piece(`(${[24, 16, 8, 0].map(octet).join(` || '.' || `)})`), 'text');
    }
  }
};

/**
 * Texts hold neither U+0000 nor lone surrogates, which only escapes could smuggle in: characters beyond
 * U+FFFF are to be written as they are.
 */
function document(reference: string, test: Piece): Piece {
  const escapes = `replace(${reference}, '\\\\', '')`;
  return piece(
    `CASE WHEN json_valid(${reference}) AND ${escapes} NOT GLOB '*\\u[dD][89a-fA-F]*' ` +
      `AND ${escapes} NOT GLOB '*\\u0000*' THEN ${test.text} ELSE FALSE END`,
  );
}

/** A round trip: the units that are read, written as the language writes them. */
function isDecimal(text: Piece, scale: number): Piece {
  const units = `CAST(replace(${text.text}, '.', '') AS INTEGER)`;
  if (scale === 0) return compared(piece(`CAST(${units} AS TEXT)`), '=', text);
  const power = `1${'0'.repeat(scale)}`;
  const sign = `CASE WHEN ${units} < 0 THEN '-' ELSE '' END`;
  const parts = `${sign}, abs(${units}) / ${power}, abs(${units}) % ${power}`;
  return compared(piece(`printf('%s%d.%0${scale}d', ${parts})`), '=', text);
}

function digits(count: number): string {
  return '[0-9]'.repeat(count);
}

function scaledUp(value: Computed, power: number): Piece {
  return power === 0 ? value : piece(`${at(levels.product, value)} * 1${'0'.repeat(power)}`, levels.product);
}

function globbed(text: Piece, { isWanted, glob }: { isWanted: boolean; glob: string }): Piece {
  return piece(
    `${at(levels.sum, text)} ${isWanted ? '' : 'NOT '}GLOB ${sqliteText(glob).text}`,
    levels.compare,
  );
}

/**
 * Follows all ways through a pattern at once, character by character. CROSS JOIN keeps SQLite from going through
 * all steps of the pattern for each state.
 */
function walk({ text }: Piece, number: number, last: number): Piece {
  const lines = [
    'EXISTS (',
    '  WITH RECURSIVE walk(place, state) AS (',
    '    VALUES (1, 0)',
    '    UNION',
    '    SELECT walk.place + (step.low IS NOT NULL), step.next',
    `    FROM walk CROSS JOIN pattern_step AS step ON step.pattern = ${number} AND step.state = walk.state`,
    `    WHERE step.low IS NULL OR unicode(substr(${text}, walk.place, 1)) BETWEEN step.low AND step.high`,
    '  )',
    `  SELECT 1 FROM walk WHERE walk.state = ${last} AND walk.place = length(${text}) + 1)`,
  ];
  return piece(onLines(lines.map((line, position) => (position === 0 ? line : `    ${line}`))));
}
