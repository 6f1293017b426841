import { callerLength } from '../../pim/conformance.ts';
import { decimalDigits } from '../../pim/decimal.ts';
import { formatOf } from '../../pim/formats.ts';
import { enumOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { greatest, type Sizing } from './bounds.ts';
import { type Measure, measure, one } from './cel-cost.ts';
import { referencedIdType } from './placement.ts';

/** The most bytes that a code point can have: the estimate counts every one as so many. */
const bytesPerCodePoint = 4;

/** A Decimal's digits, its point and its sign. */
export const decimalLength = decimalDigits + 2;

/** How long a value of the type can be: the characters of a text, the items of a list or map; otherwise 1. */
export function lengthOf(sizing: Sizing, type: Type): Measure {
  const underlying = underlyingType(sizing.index, type);
  if (underlying.kind === 'list' || underlying.kind === 'map')
    return measure(greatest(underlying.size, sizing.bounds));
  const characters = charactersOf(sizing, underlying);
  return characters === undefined ? one : measure(characters, bytesPerCodePoint * characters);
}

/** As `lengthOf`, for the keys of a map: the estimate takes them for empty texts, no schema having a place for them. */
export function keyLength(sizing: Sizing, map: Type): Measure {
  const underlying = underlyingType(sizing.index, map);
  return underlying.kind === 'map' ? lengthOf(sizing, underlying.key) : one;
}

/** What the API server takes for the length of a text that no schema limits. */
const longest = 3_145_728;

/** The length of a text of which nothing is known. */
export const unlimited = measure(longest);

/** As `lengthOf`, for the name of an object, whose limits the estimate does not know. */
export function nameLength({ run }: Measure): Measure {
  return measure(run, longest);
}

function charactersOf(sizing: Sizing, type: Type): number | undefined {
  const { index, bounds } = sizing;
  switch (type.kind) {
    case 'string':
      return greatest(type.length, bounds);
    case 'format':
    case 'cidr':
      return formatOf(type)?.maxLength;
    case 'decimal':
      return decimalLength;
    case 'caller':
      return callerLength.max;
    case 'date':
      return 10;
    case 'dateTime':
      return 24;
    case 'named': {
      const literals = enumOfType(index, type)?.literals;
      return literals && Math.max(0, ...literals.map(({ wire }) => wire.length));
    }
    case 'reference': {
      const id = referencedIdType(index, type);
      return id ? charactersOf(sizing, underlyingType(index, id)) : 253;
    }
    default:
      return undefined;
  }
}
