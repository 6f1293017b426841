import type { Expression, IsAlternative } from '../../pim/expression.ts';
import type { ElementId } from '../../pim/model.ts';

/**
 * What a type checker knows of places at one point of a condition. A place is a path of fields from `self`,
 * `old` or a parameter.
 */
export interface Facts {
  /** Places that are certainly there. */
  readonly present: ReadonlySet<string>;
  /** Places that are certainly not. */
  readonly absent: ReadonlySet<string>;
  /** Places that can only hold these: literals of an enum by id, shapes of a union by id, `true`, `false`. */
  readonly possible: ReadonlyMap<string, ReadonlySet<string>>;
}

export const nothingKnown: Facts = { present: new Set(), absent: new Set(), possible: new Map() };

/** How expressions are written: which of them are places, and what a place can hold. */
export interface Places {
  /** The side of `??` that alone is ever taken, where that is known; every other expression itself. */
  taken(expression: Expression, facts: Facts): Expression;
  placeOf(expression: Expression): string | undefined;
  /** The optional places that are there if this one is: it, and those on the way to it. */
  placesOnTheWay(expression: Expression): readonly string[];
  /** Every literal, shape or truth value that the expression can be; undefined for a type without an end. */
  choicesOf(expression: Expression): readonly ElementId[] | undefined;
}

/** What is known where a condition came out as `outcome`. */
export function assume(condition: Expression, outcome: boolean, facts: Facts, places: Places): Facts {
  switch (condition.kind) {
    case 'not':
      return assume(condition.operand, !outcome, facts, places);
    case 'presence':
      return condition.present === outcome
        ? withPresent(facts, places.placesOnTheWay(condition.operand))
        : withAbsent(facts, places.placeOf(condition.operand));
    case 'fieldAccess':
    case 'parameter':
    case 'self':
      return restrict(condition, new Set([String(outcome)]), facts, places);
    case 'isAlternative':
      return shaped(condition, outcome, facts, places);
    case 'membership':
      return outcome && condition.items ? among(condition.operand, condition.items, facts, places) : facts;
    case 'binary':
      break;
    default:
      return facts;
  }
  const { operator, left, right } = condition;
  switch (operator) {
    case 'and':
      return both(left, right, [true, true], outcome, facts, places);
    case 'or':
      return both(left, right, [false, false], !outcome, facts, places);
    case 'implies':
      return both(left, right, [true, false], !outcome, facts, places);
    case '==':
      return compared(left, right, outcome, facts, places);
    case '!=':
      return compared(left, right, !outcome, facts, places);
    default:
      return facts;
  }
}

/** The facts, and that these places are there. */
export function withPresent(facts: Facts, found: readonly string[]): Facts {
  return { ...facts, present: new Set([...facts.present, ...found]) };
}

function withAbsent(facts: Facts, place: string | undefined): Facts {
  return place === undefined ? facts : { ...facts, absent: new Set([...facts.absent, place]) };
}

/** What an expression can come out as, as far as the type checker knows. */
export function possibleOf(whole: Expression, facts: Facts, places: Places): ReadonlySet<string> | undefined {
  const expression = places.taken(whole, facts);
  if (expression.kind === 'enumReference') return new Set([expression.literal]);
  if (expression.kind === 'literal' && typeof expression.value === 'boolean')
    return new Set([String(expression.value)]);
  const place = places.placeOf(expression);
  return place === undefined ? undefined : facts.possible.get(place);
}

function shaped(
  { operand, alternative }: IsAlternative,
  isShape: boolean,
  facts: Facts,
  places: Places,
): Facts {
  const all = possibleOf(operand, facts, places) ?? places.choicesOf(operand) ?? [];
  const left = [...all].filter((one) => (one === alternative) === isShape);
  // What has a shape is there.
  const known = isShape ? withPresent(facts, places.placesOnTheWay(operand)) : facts;
  return restrict(operand, new Set(left), known, places);
}

function among(operand: Expression, items: readonly Expression[], facts: Facts, places: Places): Facts {
  const values = items.map((item) => possibleOf(item, facts, places));
  if (values.some((one) => one === undefined)) return facts;
  return restrict(operand, new Set(values.flatMap((one) => [...(one ?? [])])), facts, places);
}

/** Two operands of which the second is only looked at if the first came out as the first outcome. */
function both(
  left: Expression,
  right: Expression,
  outcomes: readonly [boolean, boolean],
  isBoth: boolean,
  facts: Facts,
  places: Places,
): Facts {
  const afterLeft = assume(left, outcomes[0], facts, places);
  if (isBoth) return assume(right, outcomes[1], afterLeft, places);
  return either(assume(left, !outcomes[0], facts, places), assume(right, !outcomes[1], afterLeft, places));
}

function either(one: Facts, other: Facts): Facts {
  const possible = new Map<string, ReadonlySet<string>>();
  for (const [place, choices] of one.possible) {
    const others = other.possible.get(place);
    if (others) possible.set(place, new Set([...choices, ...others]));
  }
  return {
    present: intersection(one.present, other.present),
    absent: intersection(one.absent, other.absent),
    possible,
  };
}

function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((place) => other.has(place)));
}

function compared(
  left: Expression,
  right: Expression,
  isEqual: boolean,
  facts: Facts,
  places: Places,
): Facts {
  const after = narrowed(left, right, isEqual, facts, facts, places);
  return narrowed(right, left, isEqual, facts, after, places);
}

function narrowed(
  place: Expression,
  value: Expression,
  isEqual: boolean,
  before: Facts,
  facts: Facts,
  places: Places,
): Facts {
  const values = possibleOf(value, before, places);
  if (!values || (!isEqual && values.size !== 1)) return facts;
  if (isEqual) return restrict(place, values, facts, places);
  const all = possibleOf(place, before, places) ?? places.choicesOf(place);
  return all ? restrict(place, new Set([...all].filter((one) => !values.has(one))), facts, places) : facts;
}

function restrict(expression: Expression, choices: ReadonlySet<string>, facts: Facts, places: Places): Facts {
  const place = places.placeOf(places.taken(expression, facts));
  if (place === undefined) return facts;
  const known = facts.possible.get(place);
  const left = known ? new Set([...choices].filter((one) => known.has(one))) : choices;
  return { ...facts, possible: new Map(facts.possible).set(place, left) };
}
