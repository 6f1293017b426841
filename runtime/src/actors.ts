/** Each actor with those that it is, too: whoever is it may do what they may. */
export type Actors = { readonly [actor: string]: readonly string[] };

/** True if somebody who is known as these actors may do what is allowed to those. */
export function isAllowed(allowed: readonly string[], known: readonly string[], actors: Actors): boolean {
  const seen = new Set<string>();
  const isOne = (actor: string): boolean => {
    if (seen.has(actor)) return false;
    seen.add(actor);
    return allowed.includes(actor) || (Object.hasOwn(actors, actor) && (actors[actor] ?? []).some(isOne));
  };
  return known.some(isOne);
}

/** Who somebody is to an aggregate: the actors whose condition holds. Nobody to one that is not there. */
export function actorsTo<State, Context>(
  state: State | undefined,
  context: Context,
  conditions: { readonly [actor: string]: (state: State, context: Context) => boolean },
): readonly string[] {
  if (state === undefined) return [];
  return Object.entries(conditions).flatMap(([actor, holds]) => (holds(state, context) ? [actor] : []));
}
