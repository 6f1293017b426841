import { assertNever } from '../../pim/assert-never.ts';
import type { Expression } from '../../pim/expression.ts';
import {
  constrainedTypesOf,
  idFieldOf,
  isStructure,
  type ModelIndex,
  underlyingType,
} from '../../pim/model-index.ts';
import { type Pattern, type PatternNode, positiveRanges } from '../../pim/pattern.ts';
import type { Type } from '../../pim/type.ts';

/** The brands that a value of a type carries in TypeScript: ids of types, names of formats. */
export type Brands = ReadonlySet<string>;

/** A reference is the other aggregate's id. */
export function withoutReference(index: ModelIndex, type: Type): Type {
  if (type.kind !== 'reference') return type;
  const aggregate = index.get(type.aggregate);
  const id = isStructure(aggregate) ? idFieldOf(aggregate) : undefined;
  return id ? withoutReference(index, id.type) : type;
}

export function brandsOfType(index: ModelIndex, type: Type): Brands {
  const own = withoutReference(index, type);
  const brands = new Set<string>(constrainedTypesOf(index, own).map((one) => one.id));
  const resolved = underlyingType(index, own);
  if (resolved.kind === 'format') brands.add(resolved.format);
  if (resolved.kind === 'cidr') brands.add('Ipv4Cidr');
  if (resolved.kind === 'cidr' && resolved.network) brands.add('Ipv4Network');
  if (resolved.kind === 'caller') brands.add('Caller');
  if (resolved.kind === 'date' || resolved.kind === 'dateTime') brands.add(resolved.kind);
  return brands;
}

/** The brands of each type that an expression's value can have; a literal and a computed value have none. */
export function brandsOf(index: ModelIndex, expression: Expression): readonly Brands[] {
  switch (expression.kind) {
    case 'self':
    case 'parameter':
    case 'fieldAccess':
    case 'lookup':
    case 'listEnd':
    case 'ambient':
    case 'call':
      return [brandsOfType(index, expression.type)];
    case 'conditional':
      return [...brandsOf(index, expression.whenTrue), ...brandsOf(index, expression.whenFalse)];
    case 'binary':
      return expression.operator === '??'
        ? [...brandsOf(index, expression.left), ...brandsOf(index, expression.right)]
        : [new Set()];
    default:
      return [new Set()];
  }
}

/** The greatest code point that a text can hold, as far as its type tells. */
export function greatestCodePoint(index: ModelIndex, expression: Expression): number {
  switch (expression.kind) {
    case 'literal':
      return Math.max(0, ...[...String(expression.value)].map((character) => character.codePointAt(0) ?? 0));
    case 'stringTransform':
      return greatestCodePoint(index, expression.operand);
    case 'conditional':
      return Math.max(
        greatestCodePoint(index, expression.whenTrue),
        greatestCodePoint(index, expression.whenFalse),
      );
    case 'binary':
      return Math.max(greatestCodePoint(index, expression.left), greatestCodePoint(index, expression.right));
    default:
      return greatestOfType(index, expression.type);
  }
}

const anyCodePoint = 0x10ffff;

function greatestOfType(index: ModelIndex, type: Type): number {
  const own = underlyingType(index, withoutReference(index, type));
  switch (own.kind) {
    case 'date':
    case 'dateTime':
    case 'cidr':
      return 0x7f;
    case 'format':
      return own.format === 'Url' ? anyCodePoint : 0x7f;
    case 'string':
      return own.pattern ? greatestOfPattern(own.pattern) : anyCodePoint;
    default:
      return anyCodePoint;
  }
}

function greatestOfPattern(pattern: Pattern): number {
  return pattern.node ? greatestOfNode(pattern.node) : anyCodePoint;
}

function greatestOfNode(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
    case 'alternatives':
      return Math.max(0, ...node.items.map(greatestOfNode));
    case 'repeat':
      return greatestOfNode(node.item);
    case 'class':
      return Math.max(0, ...positiveRanges(node).map(({ to }) => to));
    default:
      return assertNever(node);
  }
}
