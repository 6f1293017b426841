import type { FieldValue } from '../../../pim/expression.ts';
import type { ElementId, Field } from '../../../pim/model.ts';
import { fieldOf } from '../../../pim/model-index.ts';
import { assigned } from '../assign.ts';
import { atom, type Code, objectCode } from '../code.ts';
import { valueOfNothing, withDefaultValues } from '../default-values.ts';
import type { ModuleScope } from '../transform.ts';
import type { TranslationOptions } from '../translate-expression.ts';
import type { FunctionBuilder } from './function-builder.ts';

/** `{ field: value }` of a payload that whoever takes it checks. */
export function valuesCode(
  values: readonly FieldValue[],
  builder: FunctionBuilder,
  element: ElementId,
  scope: ModuleScope,
  { inClosure = false }: TranslationOptions = {},
): Code {
  return objectCode(
    values.map(({ field, name, value }) => {
      const { optional, default: fallback } = fieldOf(scope.index, field);
      const isRequired = !optional && fallback === undefined;
      return [name, builder.code(value, element, { inClosure, isRequired })];
    }),
  );
}

/** As `valuesCode`, of what nobody checks: whole, and taken as checked. */
export function wholeValuesCode(
  values: readonly FieldValue[],
  fields: readonly Field[],
  builder: FunctionBuilder,
  element: ElementId,
  scope: ModuleScope,
  { inClosure = false }: TranslationOptions = {},
): Code {
  return objectCode(
    withDefaultValues(values, fields, scope.index).map(({ field, name, value }) => {
      const { type, optional } = fieldOf(scope.index, field);
      const code = builder.code(value, element, { inClosure, isRequired: !optional });
      return [name, assigned(code, value, type, scope)];
    }),
  );
}

/** What a field begins with where nothing is said of it. */
export function initialCode(
  field: Field,
  builder: FunctionBuilder,
  element: ElementId,
  scope: ModuleScope,
): Code | undefined {
  const value = valueOfNothing(field, scope.index);
  if (value) return assigned(builder.code(value, element), value, field.type, scope);
  // What every object inherits under this name would be taken for it.
  return field.optional && field.name in Object.prototype ? atom('undefined') : undefined;
}
