import type { Payload, Value } from './model.ts';
import type { ModelIndex } from './model-index.ts';

/** A payload as if it were a value: its fields, and no rule over them. */
export function payloadValue({ id, name, fields, origin, nameOrigin }: Payload): Value {
  return { kind: 'value', id, name, fields, rules: [], origin, nameOrigin };
}

/** The model with a payload as if it were a value, so that whatever makes or judges values takes it. */
export function payloadIndex(index: ModelIndex, payload: Payload): ModelIndex {
  const value = payloadValue(payload);
  return { ...index, get: (id) => (id === payload.id ? value : index.get(id)) };
}
