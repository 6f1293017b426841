import { isSame } from './same.ts';
import { createSchema, type Schema, violation } from './schema.ts';

/** Exactly this text: what tells one shape of a union from the others. */
export function literal<const Value extends string>(value: Value): Schema<Value, Value> {
  return createSchema<Value, Value>({
    read(input, violations) {
      if (input === value) return value;
      violations.push(
        typeof input === 'string' ? violation('enum', `Must be ${value}`) : violation('type', 'Must be text'),
      );
      return undefined;
    },
    equals: isSame,
    primitive: true,
  });
}
