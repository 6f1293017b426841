import { withEmptyCollections } from '../pim/evolve.ts';
import type { Expression } from '../pim/expression.ts';
import { jsonOf } from '../pim/interpreter.ts';
import { isJsonObject, type JsonValue } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { fieldOf, underlyingType } from '../pim/model-index.ts';

/** The instance that a checked example stands for. Ids that the system makes are made up; the same every time. */
export function exampleValue(expression: Expression, index: ModelIndex): JsonValue | undefined {
  let made = 0;
  const generate = (field: ElementId): JsonValue => {
    made += 1;
    const { kind } = underlyingType(index, fieldOf(index, field).type);
    return kind === 'integer' ? made : `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  };
  const value = jsonOf(expression, { self: null, index, outside: { generate } });
  const structure = expression.kind === 'construction' ? index.get(expression.structure) : undefined;
  return structure?.kind === 'aggregate' && isJsonObject(value)
    ? withEmptyCollections(structure, value, index)
    : value;
}
