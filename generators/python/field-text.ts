import { defaultOf } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { ElementId, Field } from '../../pim/model.ts';
import { atom, binary, type Code, call, keyword, none, numberCode, truth, tuple, unary } from './code.ts';
import { documentationOf } from './documentation.ts';
import type { ModuleScope } from './module-scope.ts';
import { wireName } from './names.ts';
import { statement, typedHead } from './print-code.ts';
import type { PyText } from './psm.ts';
import { docstring, stringCode } from './quote.ts';
import { translate } from './translate-expression.ts';
import { annotation } from './type-code.ts';
import { valueType } from './value-type.ts';

/** An attribute of a class as it is written. */
export interface Attribute {
  readonly attribute: string;
  readonly wire: string;
  readonly element: ElementId;
  readonly annotation: Code;
  /** What it is without a value. */
  readonly value?: Code;
  /** True if pydantic has to read `value` as it reads JSON. */
  readonly isJson?: boolean;
  readonly documentation?: string;
  readonly isDeprecated?: boolean;
}

const depth = 4;

export function fieldText(field: Field | Attribute, scope: ModuleScope): PyText {
  const attribute = 'kind' in field ? attributeOf(field, scope) : field;
  const { wire, value, isJson = false, isDeprecated = false, documentation = '' } = attribute;
  const isRenamed = wireName(attribute.attribute) !== wire;
  const settings = [
    ...(value && (isRenamed || isJson || isDeprecated) ? [keyword('default', value)] : []),
    ...(isJson ? [keyword('validate_default', truth(true))] : []),
    ...(isRenamed
      ? ['validation_alias', 'serialization_alias'].map((one) => keyword(one, stringCode(wire)))
      : []),
    ...(isDeprecated ? [keyword('json_schema_extra', atom('{"deprecated": True}'))] : []),
  ];
  const assigned = settings.length > 0 ? call(scope.standard('pydantic', 'Field'), ...settings) : value;
  const head = typedHead(attribute.attribute, attribute.annotation, assigned, depth);
  const text = assigned ? statement(`${head} = `, assigned, depth) : `${' '.repeat(depth)}${head}`;
  const lines = documentation === '' ? [] : docstring(documentation);
  const indented = lines.map((one) => (one === '' ? '' : `${' '.repeat(depth)}${one}`));
  return { element: attribute.element, text: [text, ...indented].join('\n') };
}

function attributeOf(field: Field, scope: ModuleScope): Attribute {
  const type = annotation(field.type, scope);
  const value = field.optional ? { value: none } : defaultValue(field, scope);
  return {
    attribute: scope.attribute(field.id),
    wire: field.name,
    element: field.id,
    annotation: field.optional ? binary('|', type, none) : type,
    ...value,
    documentation: documentationOf(field),
    isDeprecated: field.evolution?.deprecated !== undefined,
  };
}

function defaultValue(field: Field, scope: ModuleScope): Pick<Attribute, 'value' | 'isJson'> {
  if (!field.default) return {};
  const { kind } = valueType(field.type, scope.index);
  const isSimple = !['list', 'map', 'json', 'secret'].includes(kind) && field.default.kind !== 'construction';
  if (isSimple) return { value: translate(field.default, scope, undefined, field.type) };
  const value = defaultOf(scope.index, field);
  if (value === undefined) throw new Error(`the default of \`${field.id}\` is nothing`);
  return { value: jsonCode(value), isJson: true };
}

function jsonCode(value: JsonValue): Code {
  if (value === null) return none;
  if (typeof value === 'boolean') return truth(value);
  if (typeof value === 'number') return value < 0 ? unary('-', numberCode(-value)) : numberCode(value);
  if (typeof value === 'string') return stringCode(value);
  if (Array.isArray(value)) return tuple(value.map((item: JsonValue) => jsonCode(item)));
  return {
    kind: 'dict',
    entries: Object.entries(value).map(([key, item]) => [stringCode(key), jsonCode(item)]),
  };
}
