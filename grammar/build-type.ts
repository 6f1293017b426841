import type { Diagnostic } from '../pim/diagnostic.ts';
import { parsePattern } from '../pim/parse-pattern.ts';
import {
  defaultListMaximum,
  defaultStringMaximum,
  type NumberRange,
  type PrimitiveName,
  primitiveNames,
  type SizeRange,
  type Type,
  type UnresolvedType,
} from '../pim/type.ts';
import type { DeclaredKind } from './declared-names.ts';
import { decodeDuration } from './duration.ts';
import type * as ast from './generated/ast.ts';
import { decodeNumber, decodePatternSource, originOf, originOfKeyword, originOfProperty } from './source.ts';
import type { LookUp, NameSite, Symbols } from './symbols.ts';

export interface TypeSite extends NameSite {
  readonly symbols: Symbols;
  report(diagnostic: Diagnostic): void;
}

/** What can be the type of something. */
export const typeKinds: ReadonlySet<DeclaredKind> = new Set([
  'type',
  'enum',
  'value',
  'union',
  'alternative',
  'aggregate',
  'entity',
  'projection',
]);

/** A written type as the model means it; limits that its base cannot have are reported. */
export function buildType(node: ast.TypeExpression | undefined, site: TypeSite): Type {
  const origin = originOf(node, site.file);
  if (!node?.name) return { kind: 'unresolved', name: '', origin };
  const isMap = !node.reference && node.name === 'Map' && !found(lookUp(node.name, site));
  if (isMap) return mapType(node, site);
  const element = node.reference ? reference(node, node.name, site) : base(node, node.name, site);
  if (!node.list) return element;
  const size = sizeOf(node.size, defaultListMaximum);
  const uniqueBy = node.uniqueBy ? uniqueKey(node, node.uniqueBy, site) : undefined;
  return { kind: 'list', element, size, unique: node.unique, ...(uniqueBy ? { uniqueBy } : {}), origin };
}

/** The key's field is found by `withUniqueKeys`, once every structure has its fields. */
function uniqueKey(node: ast.TypeExpression, name: string, site: TypeSite) {
  return { name, origin: originOfProperty(node, 'uniqueBy', site.file) };
}

/** The same type with the fields that its `unique by` names, now that structures have theirs. */
export function withUniqueKeys(type: Type, symbols: Symbols): Type {
  if (type.kind === 'map') return { ...type, value: withUniqueKeys(type.value, symbols) };
  if (type.kind !== 'list' || !type.uniqueBy) return type;
  const field = symbols.fieldsOf(type.element).get(type.uniqueBy.name);
  return field ? { ...type, uniqueBy: { ...type.uniqueBy, field: field.id } } : type;
}

function lookUp(name: string, site: TypeSite): LookUp {
  return site.symbols.lookUp(site, name, typeKinds);
}

function found(result: LookUp): string | undefined {
  return result && 'found' in result ? result.found.id : undefined;
}

function unresolved(name: string, result: LookUp, origin: UnresolvedType['origin']): UnresolvedType {
  return { kind: 'unresolved', name, ...whyUnresolved(result), origin };
}

/** Why a name leads nowhere, for a check to tell. */
export function whyUnresolved(result: LookUp): Pick<UnresolvedType, 'hiddenIn' | 'ambiguous'> {
  if (result && 'hidden' in result) return { hiddenIn: result.hidden.files[0] ?? '' };
  if (result && 'ambiguous' in result) return { ambiguous: result.ambiguous.map((one) => qualified(one.id)) };
  return {};
}

/** An id without the model's name. */
function qualified(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}

function reference(node: ast.TypeExpression, name: string, site: TypeSite): Type {
  refuseLimits(node, `A reference takes the form of the id it refers to`, site);
  const origin = originOfProperty(node, 'name', site.file);
  const result = lookUp(name, site);
  const aggregate = found(result);
  // Anything but an aggregate is found, and a check says that only aggregates can be referred to.
  return aggregate ? { kind: 'reference', aggregate, origin } : unresolved(name, result, origin);
}

function base(node: ast.TypeExpression, name: string, site: TypeSite): Type {
  const origin = originOfProperty(node, 'name', site.file);
  const result = lookUp(name, site);
  const id = found(result);
  if (id) {
    refuseLimits(
      node,
      `\`${name}\` has its own limits: a type with other limits needs a name of its own`,
      site,
    );
    return { kind: 'named', id, origin };
  }
  const primitive = primitiveNames.find((one) => one === name);
  if (!primitive || primitive === 'Map') return unresolved(name, result, origin);
  return primitiveType(primitive, node, site);
}

function mapType(node: ast.TypeExpression, site: TypeSite): Type {
  const { key, value } = node.arguments ?? {};
  if (node.pattern) misplaced(node, 'pattern', 'Only a String can match a pattern', site);
  if (node.unique) misplaced(node, 'unique', 'The keys of a Map are unique already', site);
  if (!key || !value) {
    misplaced(
      node,
      'name',
      'A Map has a type of keys and a type of values: `Map(String(1..63), Integer)`',
      site,
    );
  }
  const size = sizeOf(node.size, defaultListMaximum);
  return {
    kind: 'map',
    key: buildType(key, site),
    value: buildType(value, site),
    size,
    origin: originOf(node, site.file),
  };
}

type Scalar = Exclude<PrimitiveName, 'Map'>;

/** Which limits a primitive takes. */
const takesRange: ReadonlySet<Scalar> = new Set(['Integer', 'Number', 'Decimal', 'Duration', 'String']);

function primitiveType(name: Scalar, node: ast.TypeExpression, site: TypeSite): Type {
  const { arguments: limits } = node;
  if (name !== 'String' && node.pattern)
    misplaced(node, 'pattern', 'Only a String can match a pattern', site);
  if (name !== 'Ipv4Cidr' && node.network)
    misplaced(node, 'network', 'Only an Ipv4Cidr can be a `network`', site);
  if (limits && (limits.key || !takesRange.has(name)))
    misplaced(node, 'arguments', `\`${name}\` takes no limits`, site);
  if (limits?.scale !== undefined && name !== 'Decimal')
    misplaced(node, 'arguments', 'Only a Decimal has a scale', site);
  const range = limits?.range;
  if (name !== 'Duration') refuseDurations(node, range, site);
  switch (name) {
    case 'Integer':
      return { kind: 'integer', range: rangeOf(range) };
    case 'Number':
      return { kind: 'number', range: rangeOf(range) };
    case 'Decimal':
      return decimalType(node, range, site);
    case 'Duration':
      return { kind: 'duration', range: rangeOf(range) };
    case 'String': {
      const length = sizeOf(range, defaultStringMaximum);
      if (!node.pattern) return { kind: 'string', length };
      return { kind: 'string', length, pattern: parsePattern(decodePatternSource(node.pattern)) };
    }
    case 'Boolean':
      return { kind: 'boolean' };
    case 'Date':
      return { kind: 'date' };
    case 'DateTime':
      return { kind: 'dateTime' };
    case 'Json':
      return { kind: 'json' };
    case 'Secret':
      return { kind: 'secret' };
    case 'Caller':
      return { kind: 'caller' };
    case 'Ipv4Cidr':
      return { kind: 'cidr', network: node.network };
    default:
      return { kind: 'format', format: name };
  }
}

function decimalType(node: ast.TypeExpression, range: ast.Range | undefined, site: TypeSite): Type {
  const written = node.arguments?.scale;
  if (written === undefined) {
    misplaced(node, 'name', 'A Decimal states its fraction digits: `Decimal(0..100, scale 2)`', site);
  }
  const scale = written === undefined ? 0 : decodeNumber(written);
  const inUnits = (limit: string | undefined): string | undefined => {
    if (limit === undefined) return undefined;
    const scaled = scaleDecimal(limit, scale);
    if (scaled === undefined)
      misplaced(node, 'arguments', `\`${limit}\` has more than ${scale} fraction digits`, site);
    return scaled ?? limit.split('.')[0];
  };
  const { min, max } = range ?? {};
  const [low, high] = [inUnits(min), inUnits(max)];
  const scaled = range && {
    ...range,
    ...(low === undefined ? {} : { min: low }),
    ...(high === undefined ? {} : { max: high }),
  };
  return { kind: 'decimal', range: rangeOf(scaled), scale };
}

/** `1.5` at scale 2 → `150`; undefined if the scale has no room for its digits. */
export function scaleDecimal(written: string, scale: number): string | undefined {
  const [whole = '0', fraction = ''] = written.replaceAll(/\s/g, '').split('.');
  if (fraction.length > scale) return undefined;
  return String(Number(`${whole}${fraction.padEnd(scale, '0')}`));
}

function refuseDurations(node: ast.TypeExpression, range: ast.Range | undefined, site: TypeSite): void {
  const bounds = [range?.min, range?.max];
  if (bounds.some((one) => one !== undefined && /[a-z]/.test(one))) {
    misplaced(node, 'arguments', 'Only a Duration is limited by durations', site);
  }
}

function refuseLimits(node: ast.TypeExpression, reason: string, site: TypeSite): void {
  if (node.arguments) misplaced(node, 'arguments', reason, site);
  if (node.pattern) misplaced(node, 'pattern', reason, site);
}

function misplaced(
  node: ast.TypeExpression,
  property: 'arguments' | 'pattern' | 'unique' | 'network' | 'name',
  reason: string,
  site: TypeSite,
): void {
  const origin = originOfProperty(node, property, site.file);
  const keyword = property === 'pattern' ? originOfKeyword(node, 'matching', site.file) : origin;
  site.report({
    code: 'misplaced-limit',
    severity: 'error',
    message: `${reason}.`,
    origin: { ...origin, start: keyword.start },
    related: [],
  });
}

/** Every length and size is bounded: an open end is the language's default, and a check says so. */
function sizeOf(range: ast.Range | undefined, defaultMaximum: number): SizeRange {
  const { min = 0, max } = rangeOf(range);
  return max === undefined
    ? { min, max: Math.max(min, defaultMaximum), stated: false }
    : { min, max, stated: true };
}

function rangeOf(range: Pick<ast.Range, 'min' | 'max' | 'open'> | undefined): NumberRange {
  if (!range) return {};
  const min = range.min === undefined ? undefined : bound(range.min);
  const max = range.max === undefined ? (range.open ? undefined : min) : bound(range.max);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function bound(written: string): number {
  return /[a-z]/.test(written) ? decodeDuration(written) : decodeNumber(written);
}
