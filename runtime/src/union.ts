import { isObject, ownMember, stateOf } from './members.ts';
import { type Checks, createSchema, moveUnder, requiredViolation, type Schema, violation } from './schema.ts';
import type { Violation } from './violation.ts';

export interface UnionDefinition<Output> {
  /** The field that tells which shape a value has. */
  readonly by: string;
  /** The shapes by what that field holds: the schemas of structures that have it. */
  readonly alternatives: { readonly [tag: string]: Shape<Output> };
}

interface Shape<Output> {
  readonly '~checks': Checks<Output> & { readonly names: readonly string[] };
}

/** Exactly one of several shapes; it has no field of the others. */
export function union<Output extends object, Input>(
  definition: UnionDefinition<Output>,
): Schema<Output, Input> {
  const { by } = definition;
  const shapes = new Map(Object.entries(definition.alternatives));
  const names = new Set([...shapes.values()].flatMap((shape) => shape['~checks'].names));
  const shapeOf = (value: object): Shape<Output> | undefined => {
    const tag = ownMember(value, by);
    return typeof tag === 'string' ? shapes.get(tag) : undefined;
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
    seal(value) {
      shapeOf(value)?.['~checks'].seal?.(value);
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
