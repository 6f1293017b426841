import { assertNever, type ModelIndex, type NumberRange, type SizeRange, type Type } from 'pimento/target';

/** What a type is called, by those who read the model. */
export function typeName(type: Type, index: ModelIndex): string {
  switch (type.kind) {
    case 'named':
      return index.get(type.id)?.name ?? type.id;
    case 'reference':
      return `reference to ${index.get(type.aggregate)?.name ?? type.aggregate}`;
    case 'list':
      return `list of ${typeName(type.element, index)}`;
    case 'map':
      return `map of ${typeName(type.value, index)} by ${typeName(type.key, index)}`;
    case 'format':
      return type.format;
    case 'unresolved':
      return type.name;
    case 'cidr':
      return type.network ? 'IPv4 network' : 'IPv4 address with prefix';
    case 'decimal':
      return `decimal with ${type.scale} digits`;
    case 'dateTime':
      return 'date and time';
    default:
      return type.kind;
  }
}

/** What a type allows, in the notation of the language; empty if it has no limits of its own. */
export function limitsOf(type: Type): string {
  switch (type.kind) {
    case 'string':
      return type.pattern
        ? `${sizeText(type.length)} matching /${type.pattern.source}/`
        : sizeText(type.length);
    case 'integer':
    case 'number':
    case 'decimal':
    case 'duration':
      return rangeText(type.range);
    case 'list':
    case 'map':
      return sizeText(type.size);
    case 'boolean':
    case 'format':
    case 'date':
    case 'dateTime':
    case 'cidr':
    case 'caller':
    case 'json':
    case 'secret':
    case 'named':
    case 'reference':
    case 'unresolved':
      return '';
    default:
      return assertNever(type);
  }
}

function sizeText({ min, max }: SizeRange): string {
  return min === max ? String(min) : `${min}..${max}`;
}

function rangeText({ min, max }: NumberRange): string {
  return min === undefined && max === undefined ? '' : `${min ?? ''}..${max ?? ''}`;
}
