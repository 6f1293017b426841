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
} from '../pim/type.ts';
import type * as ast from './generated/ast.ts';
import { decodeNumber, decodePatternSource, originOf, originOfKeyword, originOfProperty } from './source.ts';
import type { Symbols } from './symbols.ts';

export interface TypeSite {
  readonly symbols: Symbols;
  /** The name of the context that the type is written in. */
  readonly context: string;
  readonly file: string;
  report(diagnostic: Diagnostic): void;
}

/** A written type as the model means it; limits that its base cannot have are reported. */
export function buildType(node: ast.TypeExpression | undefined, site: TypeSite): Type {
  const origin = originOf(node, site.file);
  if (!node?.name) return { kind: 'unresolved', name: '', origin };
  const element = node.reference ? reference(node, node.name, site) : base(node, node.name, site);
  if (!node.list) return element;
  const size = sizeOf(node.size, defaultListMaximum);
  return { kind: 'list', element, size, unique: node.unique, origin };
}

function reference(node: ast.TypeExpression, name: string, site: TypeSite): Type {
  refuseLimits(node, `A reference takes the form of the id it refers to`, site);
  const origin = originOfProperty(node, 'name', site.file);
  const found = site.symbols.lookUp(site.context, name);
  // Anything but an aggregate is found, and a check says that only aggregates can be referred to.
  return found ? { kind: 'reference', aggregate: found.id, origin } : { kind: 'unresolved', name, origin };
}

function base(node: ast.TypeExpression, name: string, site: TypeSite): Type {
  const origin = originOfProperty(node, 'name', site.file);
  const found = site.symbols.lookUp(site.context, name);
  if (found) {
    refuseLimits(
      node,
      `\`${name}\` has its own limits: a type with other limits needs a name of its own`,
      site,
    );
    return { kind: 'named', id: found.id, origin };
  }
  const primitive = primitiveNames.find((one) => one === name);
  if (!primitive) return { kind: 'unresolved', name, origin };
  return primitiveType(primitive, node, site);
}

function primitiveType(name: PrimitiveName, node: ast.TypeExpression, site: TypeSite): Type {
  if (name !== 'String' && node.pattern)
    misplaced(node, 'pattern', `Only a String can match a pattern`, site);
  switch (name) {
    case 'Integer':
      return { kind: 'integer', range: rangeOf(node.range) };
    case 'Number':
      return { kind: 'number', range: rangeOf(node.range) };
    case 'String': {
      const length = sizeOf(node.range, defaultStringMaximum);
      if (!node.pattern) return { kind: 'string', length };
      return { kind: 'string', length, pattern: parsePattern(decodePatternSource(node.pattern)) };
    }
    default:
      break;
  }
  if (node.range) misplaced(node, 'range', `\`${name}\` takes no limits`, site);
  switch (name) {
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
    default:
      return { kind: 'format', format: name };
  }
}

function refuseLimits(node: ast.TypeExpression, reason: string, site: TypeSite): void {
  if (node.range) misplaced(node, 'range', reason, site);
  if (node.pattern) misplaced(node, 'pattern', reason, site);
}

function misplaced(
  node: ast.TypeExpression,
  property: 'range' | 'pattern',
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

function rangeOf(range: ast.Range | undefined): NumberRange {
  if (!range) return {};
  const min = range.min === undefined ? undefined : decodeNumber(range.min);
  const max = range.max === undefined ? (range.open ? undefined : min) : decodeNumber(range.max);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
