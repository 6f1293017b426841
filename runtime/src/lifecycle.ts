/** Event → the state before → the state after: the only moves of a field. */
export type Moves<State extends string, Type extends string> = {
  readonly [Event in Type]?: { readonly [From in State]?: State };
};

export interface Lifecycle<State extends string, Type extends string> {
  readonly moves: Moves<State, Type>;
  /** Where the field stands after an event; where it stood, if that moves nothing from there. */
  next(from: State, event: Type): State;
  /** Where an event leads to; undefined for one that moves nothing, or not from there. */
  to(from: State, event: Type): State | undefined;
  /** The states from which an event moves; empty for one that moves nothing. */
  from(event: Type): readonly State[];
}

export function lifecycle<State extends string, Type extends string>(
  moves: Moves<State, Type>,
): Lifecycle<State, Type> {
  const movesOf = (event: Type): { readonly [From in State]?: State } =>
    (Object.hasOwn(moves, event) ? moves[event] : undefined) ?? {};
  const to = (from: State, event: Type): State | undefined => {
    const targets = movesOf(event);
    return Object.hasOwn(targets, from) ? targets[from] : undefined;
  };
  return {
    moves,
    next: (from, event) => to(from, event) ?? from,
    to,
    from: (event) => Object.keys(movesOf(event)) as State[],
  };
}
