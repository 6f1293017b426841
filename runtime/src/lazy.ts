import { createSchema, type Schema } from './schema.ts';

/** A schema that is there once it is needed: of a value that holds itself, or of one that is declared later. */
export function lazy<Output, Input>(schema: () => Schema<Output, Input>): Schema<Output, Input> {
  return createSchema<Output, Input>({
    read: (input, violations) => schema()['~checks'].read(input, violations),
    // Whether there are rules to judge is not known before it is needed.
    judge: (value, violations) => schema()['~checks'].judge?.(value, violations),
    seal: (value) => schema()['~checks'].seal?.(value),
    equals: (left, right) => schema()['~checks'].equals(left, right),
    primitive: false,
  });
}
