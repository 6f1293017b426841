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
      return element && `${element}[${printSize(type.size)}]${type.unique ? ' unique' : ''}`;
    }
    case 'unresolved':
      return undefined;
  }
}

/** A name as it was written, `Fabric` or `FabricManagement.Fabric`: the end of the id, of that length. */
function written(id: string, { start, end }: Extract<Type, { kind: 'named' }>['origin']): string {
  return id.slice(start.offset - end.offset);
}

function printRange({ min, max }: NumberRange): string {
  if (min === undefined && max === undefined) return '';
  return min === max ? `(${min})` : `(${min ?? ''}..${max ?? ''})`;
}

function printSize({ min, max, stated }: SizeRange): string {
  if (!stated) return min === 0 ? '' : `${min}..`;
  return min === max ? `${min}` : `${min}..${max}`;
}
