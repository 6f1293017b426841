import { datePattern, dateTimePattern } from '../../pim/date-patterns.ts';
import { formats } from '../../pim/formats.ts';
import { textLiteral } from './piece.ts';
import { postgresqlPattern } from './postgresql-pattern.ts';

/**
 * Functions that read JSON and texts without ever failing: what is of another shape becomes NULL. Their
 * bodies are bound when they are created, so that no search path changes what they mean.
 */
const helpers = {
  as_number: `(given jsonb) RETURNS numeric
  RETURN CASE jsonb_typeof(given) WHEN 'number' THEN given::numeric END`,
  is_integer: `(given jsonb, lowest numeric, highest numeric) RETURNS boolean
  RETURN CASE jsonb_typeof(given) WHEN 'number'
    THEN given::numeric = trunc(given::numeric) AND given::numeric BETWEEN lowest AND highest END`,
  as_decimal: `(given text) RETURNS numeric
  RETURN CASE WHEN given ~ '^-?[0-9]{1,16}([.][0-9]{1,15})?$' THEN given::numeric END`,
  as_object: `(given jsonb) RETURNS jsonb
  RETURN CASE jsonb_typeof(given) WHEN 'object' THEN given END`,
  list_size: `(given jsonb) RETURNS bigint
  RETURN CASE jsonb_typeof(given) WHEN 'array' THEN jsonb_array_length(given) END`,
  as_date: `(given text) RETURNS date
  RETURN CASE WHEN given ~ ${textLiteral(datePattern)}
    THEN make_date(substr(given, 1, 4)::int, substr(given, 6, 2)::int, substr(given, 9, 2)::int) END`,
  as_moment: `(given text) RETURNS timestamptz
  RETURN CASE WHEN given ~ ${textLiteral(dateTimePattern)}
    THEN make_timestamp(
      substr(given, 1, 4)::int, substr(given, 6, 2)::int, substr(given, 9, 2)::int,
      substr(given, 12, 2)::int, substr(given, 15, 2)::int, substr(given, 18, 6)::double precision
    ) AT TIME ZONE 'UTC' END`,
  as_network: `(given text) RETURNS inet
  RETURN CASE WHEN given ~ ${textLiteral(`${postgresqlPattern(formats.Ipv4.pattern).slice(0, -1)}(?:/(?:3[0-2]|[12]?[0-9]))?$`)}
    THEN given::inet END`,
  address_order: `(given text) RETURNS bigint
  RETURN CASE WHEN given ~ ${textLiteral(`${postgresqlPattern(formats.Ipv4.pattern).slice(0, -1)}(?:/(?:3[0-2]|[12]?[0-9]))?$`)}
    THEN (given::inet - inet '0.0.0.0') * 64 + masklen(given::inet) END`,
} as const;

export type HelperName = keyof typeof helpers;

export const helperNames: readonly HelperName[] = Object.keys(helpers) as HelperName[];

/** The parameters, the type and the body of each of the helpers, in a fixed order. */
export function helperDefinitions(
  used: ReadonlySet<HelperName>,
): readonly { name: string; definition: string }[] {
  return Object.entries(helpers)
    .filter(([name]) => used.has(name as HelperName))
    .map(([name, definition]) => ({ name, definition }));
}
