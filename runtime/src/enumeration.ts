import { isSame } from './same.ts';
import { createSchema, type Schema, violation } from './schema.ts';

/** A literal's name → what stands in JSON. */
export interface Literals {
  readonly [name: string]: string;
}

export interface EnumSchema<Literal extends string> extends Schema<Literal> {
  /** In the order of the declaration. */
  readonly values: readonly Literal[];
  /** The place in the order of the declaration, from 0. */
  rank(literal: Literal): number;
}

/**
 * The literals by their names, and the schema, in one object. A literal named like a member of the
 * schema is to be given another name here; the value it stands for is free.
 */
export function enumeration<const Members extends Literals>(
  members: Members,
): Members & EnumSchema<Members[keyof Members]> {
  type Literal = Members[keyof Members];
  const values = Object.values(members) as Literal[];
  const ranks = new Map<unknown, number>(values.map((value, rank) => [value, rank]));
  const schema = createSchema<Literal, Literal>({
    read(input, violations) {
      if (ranks.has(input)) return input as Literal;
      violations.push(
        typeof input === 'string'
          ? violation('enum', `Must be one of ${values.join(', ')}`)
          : violation('type', 'Must be text'),
      );
      return undefined;
    },
    equals: isSame,
    primitive: true,
  });
  return { ...members, ...schema, values, rank: (literal) => ranks.get(literal) ?? -1 };
}

/** The literal after this one in the order of the declaration, if there is one. */
export function literalAfter<Literal extends string>(
  { values, rank }: Pick<EnumSchema<Literal>, 'values' | 'rank'>,
  literal: Literal,
): Literal | undefined {
  return values[rank(literal) + 1];
}

/** The literal before this one in the order of the declaration, if there is one. */
export function literalBefore<Literal extends string>(
  { values, rank }: Pick<EnumSchema<Literal>, 'values' | 'rank'>,
  literal: Literal,
): Literal | undefined {
  return values[rank(literal) - 1];
}
