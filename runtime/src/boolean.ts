import { isSame } from './same.ts';
import { createSchema, type Schema, violation } from './schema.ts';

export function boolean<Output extends boolean = boolean>(): Schema<Output, boolean> {
  return createSchema<Output, boolean>({
    read(input, violations) {
      if (typeof input === 'boolean') return input as Output;
      violations.push(violation('type', 'Must be true or false'));
      return undefined;
    },
    equals: isSame,
    primitive: true,
  });
}
