/** From any of these states to that one when one of these events happens. */
export interface Move<State extends string, Type extends string> {
  readonly from: readonly State[];
  readonly to: State;
  readonly on: readonly Type[];
}

/** The only moves of a field. */
export interface Lifecycle<State extends string = string, Type extends string = string> {
  readonly moves: readonly Move<State, Type>[];
  /** Where the field stands after an event; where it stood, if that moves nothing from there. */
  next(from: State, event: Type): State;
  /** Where an event leads to; undefined for one that moves nothing, or not from there. */
  to(from: State, event: Type): State | undefined;
  /** The states from which an event moves; empty for one that moves nothing. */
  from(event: Type): readonly State[];
}

export function lifecycle<State extends string, Type extends string>(
  moves: readonly Move<State, Type>[],
): Lifecycle<State, Type> {
  const to = (from: State, event: Type): State | undefined =>
    moves.find((move) => move.on.includes(event) && move.from.includes(from))?.to;
  return {
    moves,
    next: (from, event) => to(from, event) ?? from,
    to,
    from: (event) => [...new Set(moves.flatMap(({ on, from }) => (on.includes(event) ? from : [])))],
  };
}
