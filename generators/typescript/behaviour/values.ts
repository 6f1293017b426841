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
  { cast, scope }: { readonly cast: boolean; readonly scope: ModuleScope },
): Code {
  return objectCode(
    values.map(({ field, name, value }) => {
      const { type } = fieldOf(scope.index, field);
      const code = builder.code(value, element);
      return [name, cast ? assigned(code, value, type, scope) : code];
    }),
  );
}
