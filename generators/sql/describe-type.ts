import { decimalText } from '../../pim/decimal.ts';
import { formatOf } from '../../pim/formats.ts';
import {
  enumOfType,
  type ModelIndex,
  storedType,
  structureOfType,
  unionOfType,
} from '../../pim/model-index.ts';
import type { NumberRange, SizeRange, Type } from '../../pim/type.ts';

/** What is wrong with a value that its type refuses, as a sentence without a full stop. */
export function describeType(type: Type, index: ModelIndex): string {
  const stored = storedType(index, type);
  switch (stored.kind) {
    case 'boolean':
      return 'Must be true or false';
    case 'integer':
      return `Must be a whole number${between(stored.range, String)}`;
    case 'number':
      return `Must be a number${between(stored.range, String)}`;
    case 'decimal':
      return `Must be a decimal number${between(stored.range, (units) => decimalText(units, stored.scale))}`;
    case 'duration':
      return `Must be whole milliseconds${between(stored.range, String)}`;
    case 'string': {
      const form = stored.pattern ? `, matching ${stored.pattern.source}` : '';
      return `Must be a text of ${counted(stored.length, 'character')}${form}`;
    }
    case 'format':
    case 'cidr':
      return `Must be ${formatOf(stored)?.description ?? 'a text'}`;
    case 'date':
      return 'Must be a day from 0001 to 9999';
    case 'dateTime':
      return 'Must be a moment from 0001 to 9999, in whole milliseconds';
    case 'caller':
      return 'Must name a caller';
    case 'json':
      return 'Must be JSON, and not null';
    case 'secret':
      return 'Must be a reference to a secret';
    case 'list':
      return `Must be a list of ${counted(stored.size, 'item')}`;
    case 'map':
      return `Must be a map of ${counted(stored.size, 'entry', 'entries')}`;
    case 'named': {
      const declaration = enumOfType(index, stored);
      if (declaration) return `Must be one of ${declaration.literals.map(({ wire }) => wire).join(', ')}`;
      const name = structureOfType(index, stored)?.name ?? unionOfType(index, stored)?.name ?? 'value';
      return `Must be a whole ${name}`;
    }
    case 'reference':
    case 'unresolved':
      return 'Must be what its type says';
  }
}

function between({ min, max }: NumberRange, show: (value: number) => string): string {
  if (min === undefined && max === undefined) return '';
  if (min === undefined) return ` up to ${show(max ?? 0)}`;
  return max === undefined ? ` from ${show(min)}` : ` from ${show(min)} to ${show(max)}`;
}

function counted({ min, max }: SizeRange, one: string, many = `${one}s`): string {
  const word = max === 1 ? one : many;
  if (min === max) return `${max} ${word}`;
  return min === 0 ? `at most ${max} ${word}` : `${min} to ${max} ${word}`;
}
