import { isDate, isDateTime } from '../../pim/calendar.ts';
import { decimalText } from '../../pim/decimal.ts';
import {
  type Computed,
  computed,
  type Dialect,
  type Form,
  fitsInt64,
  type JsonPlace,
  NotExpressible,
} from './dialect.ts';
import { quoted } from './identifiers.ts';
import type { Scalar } from './layout.ts';
import { at, compared, levels, type Piece, piece, postgresqlText, textLiteral } from './piece.ts';
import type { HelperName } from './postgresql-helpers.ts';
import { postgresqlPattern } from './postgresql-pattern.ts';

/** PostgreSQL's blanks for `btrim`, as U+0009 to U+000D and space. */
const blankText = String.raw`E'\t\n\x0b\f\r '`;

const columnForms: Readonly<Record<Exclude<Scalar, 'json'>, Form>> = {
  boolean: 'boolean',
  integer: 'bigint',
  number: 'double',
  decimal: 'numeric',
  text: 'text',
  uuid: 'text',
  date: 'date',
  dateTime: 'moment',
};

/**
 * PostgreSQL 14 or newer, with a database in UTF-8. `helper` is told which functions of ours a text calls,
 * `query` that a text holds a query, which a CHECK may not.
 */
export function postgresql(schema: string, helper: (name: HelperName) => void, query: () => void): Dialect {
  const call = (name: HelperName, ...operands: readonly string[]): Piece => {
    helper(name);
    return piece(`${quoted(schema)}.${name}(${operands.join(', ')})`);
  };
  const numeric = (operand: Computed): string =>
    operand.form === 'numeric' ? operand.text : `${at(levels.primary, operand)}::numeric`;
  return {
    id: 'postgresql',
    column: (reference, scalar) => {
      if (scalar === 'json') throw new Error('JSON is no scalar; please report this');
      if (scalar !== 'uuid') return computed(piece(reference), columnForms[scalar]);
      return { ...computed(piece(`${reference}::text`), 'text'), native: reference };
    },
    json: (place, scalar) => {
      const text = textOf(place);
      switch (scalar) {
        case 'boolean':
          return computed(piece(`(${text}) = 'true'`, levels.compare), 'boolean');
        case 'integer':
          return computed(call('as_number', chain(place)), 'numeric');
        case 'number':
          return computed(piece(`${call('as_number', chain(place)).text}::double precision`), 'double');
        case 'decimal':
          return computed(call('as_decimal', text), 'numeric');
        case 'date':
          return computed(call('as_date', text), 'date');
        case 'dateTime':
          return computed(call('as_moment', text), 'moment');
        default:
          return computed(piece(text, levels.compare), 'text');
      }
    },
    jsonValue: (place) => (place.path.length === 0 ? place.base : `(${chain(place)})`),
    isPresent: (place) =>
      piece(`${isWholeColumn(place) ? place.base : textOf(place)} IS NOT NULL`, levels.compare),
    isNotNull: (place) => piece(`jsonb_typeof(${chain(place)}) <> 'null'`, levels.compare),
    isKind: (place, kind) => piece(`jsonb_typeof(${chain(place)}) = '${kind}'`, levels.compare),
    isInteger: (place, min, max) => call('is_integer', chain(place), String(min), String(max)),
    items: (place, alias) => ({
      from: `jsonb_path_query(${chain(place)}, '$[*]') AS ${alias}`,
      key: piece('NULL'),
      item: { base: alias, path: [], kind: 'value' },
    }),
    members: (place, alias) => ({
      from: `jsonb_each(${call('as_object', chain(place)).text}) AS ${alias}`,
      key: piece(`${alias}.key`),
      item: { base: `${alias}.value`, path: [], kind: 'value' },
    }),
    member: (place, key) => ({
      place: { base: `(${chain(place)} -> ${nameOf(key)})`, path: [], kind: 'value' },
    }),
    key: (name, scalar) => {
      if (scalar === 'date') return computed(call('as_date', name.text), 'date');
      return scalar === 'dateTime'
        ? computed(call('as_moment', name.text), 'moment')
        : computed(name, 'text');
    },
    size: (place, kind) => {
      if (kind === 'array') return computed(call('list_size', chain(place)), 'bigint');
      query();
      const keys = `jsonb_object_keys(${call('as_object', chain(place)).text})`;
      return computed(piece(`(SELECT count(*) FROM ${keys})`), 'bigint');
    },
    same: (left, right, isSame) =>
      compared(left, isSame ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM', right),
    literal,
    asMillis: (value) => {
      if (value.form !== 'moment') return value;
      const moment = at(levels.primary, value);
      return computed(piece(`(extract(epoch FROM ${moment} AT TIME ZONE 'UTC') * 1000)::bigint`), 'millis');
    },
    epochDay: (value) => computed(piece(`(${at(levels.sum, value)} - DATE '1970-01-01')::bigint`), 'bigint'),
    ordered: (text) => piece(`${at(levels.primary, text)} COLLATE "C"`, levels.primary),
    addressOrder: (text) => call('address_order', text.text),
    network: (operation, operand, argument) => {
      const network = call('as_network', operand.text).text;
      const other = argument && call('as_network', argument.text).text;
      switch (operation) {
        case 'contains':
          return computed(piece(`${network} >>= ${other}`, levels.compare), 'boolean');
        case 'overlaps':
          return computed(piece(`${network} && ${other}`, levels.compare), 'boolean');
        case 'prefixLength':
          return computed(piece(`masklen(${network})::bigint`), 'bigint');
        case 'network':
          return computed(piece(`host(network(${network}))`), 'text');
      }
    },
    length: (text) => computed(piece(`char_length(${text.text})::bigint`), 'bigint'),
    stringTest: (test, text, argument) => {
      switch (test) {
        case 'startsWith':
          return piece(`starts_with(${text.text}, ${argument?.text})`);
        case 'endsWith':
          return piece(
            `right(${text.text}, char_length(${argument?.text})) = ${argument && at(levels.sum, argument)}`,
            levels.compare,
          );
        case 'contains':
          return piece(`strpos(${text.text}, ${argument?.text}) > 0`, levels.compare);
        case 'isBlank':
          return piece(`btrim(${text.text}, ${blankText}) = ''`, levels.compare);
        case 'isTrimmed':
          return piece(`btrim(${text.text}, ${blankText}) = ${at(levels.sum, text)}`, levels.compare);
      }
    },
    changeCase: (text, to) => piece(`${to}(${at(levels.primary, text)} COLLATE "C")`),
    matches: (text, pattern) =>
      piece(`${at(levels.primary, text)} ~ ${postgresqlText(postgresqlPattern(pattern))}`, levels.compare),
    isDecimal: (text, scale) => {
      const fraction = scale === 0 ? '' : `[.][0-9]{${scale}}`;
      const form = `^-?(0|[1-9][0-9]{0,14})${fraction}$`;
      const zero = `^-0${scale === 0 ? '' : `[.]0{${scale}}`}$`;
      const shown = at(levels.primary, text);
      return piece(`${shown} ~ ${textLiteral(form)} AND ${shown} !~ ${textLiteral(zero)}`, levels.and);
    },
    isDate: (text) => piece(`${call('as_date', text.text).text} IS NOT NULL`, levels.compare),
    isMoment: (text) => piece(`${call('as_moment', text.text).text} IS NOT NULL`, levels.compare),
    isCidr: (text, isNetwork) => {
      const network = call('as_network', text.text).text;
      const form = `strpos(${text.text}, '/') > 0 AND ${network} IS NOT NULL`;
      return piece(isNetwork ? `${form} AND network(${network}) = ${network}` : form, levels.and);
    },
    document: (_, test) => test,
    isText: () => undefined,
    arithmetic: (operator, left, right, { range, scale, divisorMayBeZero }) => {
      const divisor = divisorMayBeZero ? piece(`NULLIF(${right.text}, 0)`) : right;
      const isWhole = left.form !== 'numeric' && right.form !== 'numeric';
      const form = isWhole && fitsInt64(range) ? 'bigint' : 'numeric';
      const one = form === 'numeric' || isConstant(left) ? castFirst(left, form) : left;
      if (operator === '/' && form === 'numeric') {
        const top = scale === 0 ? numeric(left) : `${at(levels.product, left)} * ${unitsIn(scale)}`;
        return scaledDown(`div(${top}, ${numeric(computed(divisor, right.form))})`, scale);
      }
      if (operator === '%' && scale > 0) {
        return scaledDown(`mod(${at(levels.product, left)} * ${unitsIn(scale)}, ${divisor.text})`, scale);
      }
      const level = operator === '+' || operator === '-' ? levels.sum : levels.product;
      const next = level === levels.sum ? levels.product : levels.unary;
      const other = operator === '/' || operator === '%' ? divisor : right;
      return computed(piece(`${at(level, one)} ${operator} ${at(next, other)}`, level), form);
    },
    ratio: (dividend, divisor, { result, divisorMayBeZero }) => {
      const below = numeric(divisor);
      const top = `${at(levels.product, { ...dividend, text: numeric(dividend) })} * ${unitsIn(result)}`;
      return scaledDown(`div(${top}, ${divisorMayBeZero ? `NULLIF(${below}, 0)` : below})`, result);
    },
    sum: (body) => computed(piece(`COALESCE(sum(${body.text}), 0)`), 'numeric'),
  };
}

function literal(value: boolean | number | string, scalar: Scalar, scale: number): Computed {
  if (typeof value === 'boolean') return computed(piece(value ? 'TRUE' : 'FALSE'), 'boolean');
  if (typeof value === 'number') {
    const level = value < 0 ? levels.unary : levels.primary;
    if (scalar === 'decimal') return computed(piece(decimalText(value, scale), level), 'numeric');
    return scalar === 'number' || !Number.isInteger(value)
      ? computed(piece(`${value}::double precision`), 'double')
      : computed(piece(String(value), level), 'bigint');
  }
  if (scalar === 'date') {
    if (!isDate(value)) throw new NotExpressible('compares a date with a text that is none');
    return computed(piece(`DATE ${textLiteral(value)}`), 'date');
  }
  if (scalar === 'dateTime') {
    if (!isDateTime(value)) throw new NotExpressible('compares a moment with a text that is none');
    return computed(piece(`TIMESTAMPTZ ${textLiteral(value)}`), 'moment');
  }
  return computed(piece(postgresqlText(value)), 'text');
}

/** Members on the way, as JSON. */
function chain({ base, path }: JsonPlace): string {
  return [base, ...path.map(textLiteral)].join(' -> ');
}

/** The same as text; NULL for what is not there and for JSON's null. */
function textOf({ base, path }: JsonPlace): string {
  const last = path.at(-1);
  if (last === undefined) return `${base} #>> '{}'`;
  return `${chain({ base, path: path.slice(0, -1), kind: 'value' })} ->> ${textLiteral(last)}`;
}

/** What a member of JSON is called. */
function nameOf(key: Computed): string {
  const value = at(levels.primary, key);
  if (key.form === 'date') return `to_char(${key.text}, 'YYYY-MM-DD')`;
  if (key.form !== 'moment') return value;
  return `to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** JSON's null is in no column: the shape of each refuses it. */
function isWholeColumn({ kind, path }: JsonPlace): boolean {
  return kind === 'column' && path.length === 0;
}

function isConstant({ text }: Piece): boolean {
  return /^-?[0-9]+$/.test(text);
}

function castFirst(operand: Computed, form: Form): Piece {
  return operand.form === form && !isConstant(operand)
    ? operand
    : piece(`${at(levels.primary, operand)}::${form}`);
}

/** How many units one is: `100` at scale 2. */
function unitsIn(scale: number): string {
  return `1${'0'.repeat(scale)}`;
}

/** Units as a decimal number, which a multiplication does exactly. */
function scaledDown(units: string, scale: number): Computed {
  if (scale === 0) return computed(piece(units), 'numeric');
  return computed(piece(`${units} * ${decimalText(1, scale)}`, levels.product), 'numeric');
}
