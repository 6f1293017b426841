import type { StateSchema } from './aggregate-state.ts';
import { failure, type Result, success } from './result.ts';
import { createSchema, type Schema } from './schema.ts';

/** What every aggregate's class has. */
export interface AggregateRoot<State> {
  toJSON(): State;
  equals(other: unknown): boolean;
}

export interface AggregateSchema<Root, Input> extends Schema<Root, Input> {
  /** As the state's `change`. */
  change(root: Root, changes: unknown): Result<Root>;
}

/** The schema of a class on top of an aggregate's state; `make` gives an instance of it. */
export function aggregate<Root extends AggregateRoot<State>, State extends object, Input>(
  state: StateSchema<State, Input>,
  make: (state: State) => Root,
): AggregateSchema<Root, Input> {
  const checks = state['~checks'];
  const rootOf = (value: State): Root => {
    const root = make(value);
    Object.freeze(root);
    return root;
  };
  const schema = createSchema<Root, Input>({
    read(input, violations) {
      const value = checks.read(input, violations);
      return value === undefined || violations.length > 0 ? undefined : rootOf(value);
    },
    judge: (root, violations) => checks.judge?.(root.toJSON(), violations),
    ...(checks.seal ? { seal: (root: Root) => checks.seal?.(root.toJSON()) } : {}),
    equals: (left, right) => left.equals(right),
    primitive: false,
  });
  return {
    ...schema,
    change(root, changes) {
      const result = state.change(root.toJSON(), changes);
      return result.ok ? success(rootOf(result.value)) : failure(result.error);
    },
  };
}
