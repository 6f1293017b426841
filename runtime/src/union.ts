import { isObject, ownMember, stateOf } from './members.ts';
import { createSchema, moveUnder, requiredViolation, type Schema, violation } from './schema.ts';
import type { StructureSchema } from './structure.ts';
import type { Violation } from './violation.ts';

export interface UnionDefinition {
  /** The field that tells which shape a value has. */
  readonly by: string;
  /** The shapes by what that field holds. */
  readonly alternatives: Readonly<Record<string, AnyStructure>>;
}

// What the alternatives are made of is known by the union's own type.
type AnyStructure = Pick<StructureSchema<never, never>, '~checks'>;

/** Exactly one of several shapes; it has no field of the others. */
export function union<Output extends object, Input>(definition: UnionDefinition): Schema<Output, Input> {
  const { by } = definition;
  const shapes = new Map(Object.entries(definition.alternatives));
  const names = new Set([...shapes.values()].flatMap((shape) => shape['~checks'].names));
  const shapeOf = (value: object): StructureSchema<Output, Input> | undefined => {
    const tag = ownMember(value, by);
    // A shape's own field says which it is, so its values are the union's.
    return typeof tag === 'string'
      ? (shapes.get(tag) as StructureSchema<Output, Input> | undefined)
      : undefined;
  };
  return createSchema<Output, Input>({
    read(input, violations) {
      const source = stateOf(input);
      if (!isObject(source)) {
        violations.push(violation('type', 'Must be an object'));
        return undefined;
      }
      const shape = shapeOf(source)?.['~checks'];
      if (!shape) {
        refuseTag(ownMember(source, by), by, [...shapes.keys()], violations);
        return undefined;
      }
      const value = shape.read(source, violations);
      for (const name of names) {
        const other = shape.names.includes(name) ? undefined : ownMember(source, name);
        if (other === undefined || other === null) continue;
        const from = violations.length;
        violations.push(violation('forbidden', `Is no part of ${String(ownMember(source, by))}`));
        moveUnder(name, violations, from);
      }
      return value;
    },
    judge(value, violations) {
      shapeOf(value)?.['~checks'].judge?.(value, violations);
    },
    equals: (left, right) => {
      const shape = shapeOf(left);
      return shape !== undefined && shape === shapeOf(right) && shape['~checks'].equals(left, right);
    },
    primitive: false,
  });
}

function refuseTag(tag: unknown, by: string, tags: readonly string[], violations: Violation[]): void {
  const from = violations.length;
  if (tag === undefined || tag === null) violations.push(requiredViolation);
  else if (typeof tag !== 'string') violations.push(violation('type', 'Must be text'));
  else violations.push(violation('enum', `Must be one of ${tags.join(', ')}`));
  moveUnder(by, violations, from);
}
