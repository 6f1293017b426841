import { decimalText } from '../pim/decimal.ts';
import type { NumberRange, SizeRange, Type } from '../pim/type.ts';

/**
 * A type in its shortest spelling, as somebody who states no default would write it. Undefined for
 * a type that has no spelling, because its name leads nowhere.
 */
export function printType(type: Type): string | undefined {
  switch (type.kind) {
    case 'boolean':
      return 'Boolean';
    case 'integer':
      return `Integer${printRange(type.range)}`;
    case 'number':
      return `Number${printRange(type.range)}`;
    case 'string': {
      const pattern = type.pattern ? ` matching /${type.pattern.source.replaceAll('/', '\\/')}/` : '';
      const size = printSize(type.length);
      return `String${size === '' ? '' : `(${size})`}${pattern}`;
    }
    case 'decimal':
      return printDecimal(type);
    case 'duration':
      return `Duration${printRange(type.range, printDuration)}`;
    case 'cidr':
      return type.network ? 'Ipv4Cidr network' : 'Ipv4Cidr';
    case 'caller':
      return 'Caller';
    case 'format':
      return type.format;
    case 'date':
      return 'Date';
    case 'dateTime':
      return 'DateTime';
    case 'json':
      return 'Json';
    case 'secret':
      return 'Secret';
    case 'named':
      return written(type.id, type.origin);
    case 'reference':
      return `ref ${written(type.aggregate, type.origin)}`;
    case 'list': {
      const element = printType(type.element);
      if (element === undefined) return undefined;
      const unique = type.uniqueBy ? ` unique by ${type.uniqueBy.name}` : type.unique ? ' unique' : '';
      return `${element}[${printSize(type.size)}]${unique}`;
    }
    case 'map': {
      const [key, value] = [printType(type.key), printType(type.value)];
      if (key === undefined || value === undefined) return undefined;
      return `Map(${key}, ${value})[${printSize(type.size)}]`;
    }
    case 'unresolved':
      return undefined;
  }
}

/** A name as it was written, `Fabric` or `FabricManagement.Fabric`: the end of the id, of that length. */
function written(id: string, { start, end }: Extract<Type, { kind: 'named' }>['origin']): string {
  return id.slice(start.offset - end.offset);
}

function printRange({ min, max }: NumberRange, print: (bound: number) => string = String): string {
  if (min === undefined && max === undefined) return '';
  const end = (bound: number | undefined): string => (bound === undefined ? '' : print(bound));
  return min === max ? `(${end(min)})` : `(${end(min)}..${end(max)})`;
}

function printDecimal({ range, scale }: Extract<Type, { kind: 'decimal' }>): string {
  const limits = printRange(range, (bound) => decimalText(bound, scale));
  return limits === '' ? `Decimal(scale ${scale})` : `Decimal${limits.slice(0, -1)}, scale ${scale})`;
}

const durationUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** In the greatest unit that goes into it: `90s`, `1h`. */
export function printDuration(millis: number): string {
  const unit = durationUnits.find(([, size]) => millis !== 0 && millis % size === 0);
  return unit ? `${millis / unit[1]}${unit[0]}` : `${millis}ms`;
}

function printSize({ min, max, stated }: SizeRange): string {
  if (!stated) return min === 0 ? '' : `${min}..`;
  return min === max ? `${min}` : `${min}..${max}`;
}
