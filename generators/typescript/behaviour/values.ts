import type { FieldValue } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { fieldOf } from '../../../pim/model-index.ts';
import { assigned } from '../assign.ts';
import { type Code, objectCode } from '../code.ts';
import type { ModuleScope } from '../transform.ts';
import type { FunctionBuilder } from './function-builder.ts';

/**
 * `{ field: value }` of a payload. With `cast` the values are taken as checked ones; without, whoever
 * takes the object checks them.
 */
export function valuesCode(
  values: readonly FieldValue[],
  builder: FunctionBuilder,
  element: ElementId,
  {
    cast,
    scope,
    inClosure = false,
  }: { readonly cast: boolean; readonly scope: ModuleScope; readonly inClosure?: boolean },
): Code {
  return objectCode(
    values.map(({ field, name, value }) => {
      const { type, optional, default: fallback } = fieldOf(scope.index, field);
      const isRequired = !optional && fallback === undefined;
      const code = builder.code(value, element, { inClosure, isRequired });
      return [name, cast ? assigned(code, value, type, scope) : code];
    }),
  );
}
