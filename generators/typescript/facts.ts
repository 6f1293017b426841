import type { Expression, IsAlternative } from '../../pim/expression.ts';
import type { ElementId } from '../../pim/model.ts';
import { difference, intersection, union } from './sets.ts';

/**
 * What TypeScript knows of the places that a condition talks about, at one point of it. A place is
 * a path of fields from `self`, `old` or a parameter; `undefined` for whatever TypeScript does not narrow.
 */
export interface Facts {
  /** Places that are certainly there. */
  readonly present: ReadonlySet<string>;
  /** Places that are certainly not. */
  readonly absent: ReadonlySet<string>;
  /** Places that can only hold these literals, each as JSON, if they are there. */
  readonly possible: ReadonlyMap<string, ReadonlySet<string>>;
  /** True if no instance gets here: what is known contradicts itself. */
  readonly isImpossible: boolean;
}

export const nothingKnown: Facts = {
  present: new Set(),
  absent: new Set(),
  possible: new Map(),
  isImpossible: false,
};

/** How expressions are written: which of them are places, and which literals a place can hold. */
export interface Places {
  /**
   * The part of an expression that alone is ever taken, where that is known: one side of `??`, one branch;
   * of a test for presence, the test that is written for it.
   */
  taken(expression: Expression, facts: Facts): Expression;
  placeOf(expression: Expression): string | undefined;
  /** The optional places that are there if this one is: it, and those on the way to it. */
  placesOnTheWay(expression: Expression): readonly string[];
  literalOf(expression: Expression): string | undefined;
  /** Where it is told which shape a value of a union has, and all that can stand there. */
  shapePlace(operand: Expression): { readonly place: string; readonly all: readonly string[] } | undefined;
  /** The name of a shape as it stands there, as JSON. */
  shapeName(alternative: ElementId): string;
  /** Every literal of an enum or Boolean; undefined for a type without an end. */
  allLiterals(expression: Expression): readonly string[] | undefined;
}

/** What is known where a condition came out as `outcome`. */
export function assume(expression: Expression, outcome: boolean, facts: Facts, places: Places): Facts {
  const condition = places.taken(expression, facts);
  switch (condition.kind) {
    case 'not':
      return assume(condition.operand, !outcome, facts, places);
    case 'presence':
      return presence(condition.operand, condition.present === outcome, facts, places);
    case 'fieldAccess':
    case 'parameter':
    case 'self':
      return restrict(condition, new Set([String(outcome)]), facts, places);
    case 'isAlternative':
      return shaped(condition, outcome, facts, places);
    case 'literal':
      return condition.value === outcome ? facts : { ...facts, isImpossible: true };
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

function presence(operand: Expression, isPresent: boolean, facts: Facts, places: Places): Facts {
  const place = places.placeOf(operand);
  if (!isPresent) {
    if (place === undefined) return facts;
    const isImpossible = facts.isImpossible || facts.present.has(place);
    return { ...facts, absent: union(facts.absent, [place]), isImpossible };
  }
  const found = places.placesOnTheWay(operand);
  const isImpossible = facts.isImpossible || found.some((one) => facts.absent.has(one));
  return { ...facts, present: union(facts.present, found), isImpossible };
}

/** `change.kind` can then only be one thing, or only the others. */
function shaped(
  { operand, alternative }: IsAlternative,
  isShape: boolean,
  facts: Facts,
  places: Places,
): Facts {
  const shape = places.shapePlace(operand);
  if (!shape) return facts;
  const name = new Set([places.shapeName(alternative)]);
  const known = facts.possible.get(shape.place) ?? new Set(shape.all);
  return restrictPlace(shape.place, isShape ? name : difference(known, name), facts);
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
  if (one.isImpossible) return other;
  if (other.isImpossible) return one;
  const possible = new Map<string, ReadonlySet<string>>();
  for (const place of union(new Set(one.possible.keys()), [...other.possible.keys()])) {
    const literals = unionOf(possibleAt(place, one), possibleAt(place, other));
    if (literals) possible.set(place, literals);
  }
  return {
    present: intersection(one.present, other.present),
    absent: intersection(one.absent, other.absent),
    possible,
    isImpossible: false,
  };
}

/** What is not there holds no literal. */
function possibleAt(place: string, facts: Facts): ReadonlySet<string> | undefined {
  return facts.absent.has(place) ? new Set() : facts.possible.get(place);
}

function compared(
  left: Expression,
  right: Expression,
  isEqual: boolean,
  facts: Facts,
  places: Places,
): Facts {
  const [one, other] = [places.taken(left, facts), places.taken(right, facts)];
  const after = narrowed(one, other, isEqual, facts, facts, places);
  return narrowed(other, one, isEqual, facts, after, places);
}

function narrowed(
  place: Expression,
  value: Expression,
  isEqual: boolean,
  before: Facts,
  facts: Facts,
  places: Places,
): Facts {
  const values = possibleLiterals(value, before, places);
  if (!values || (!isEqual && values.size !== 1)) return facts;
  if (isEqual) {
    // What can never be equal is compared through a cast, from which TypeScript learns nothing.
    return cannotBeEqual(place, value, before, places) ? facts : restrict(place, values, facts, places);
  }
  const all = possibleLiterals(place, before, places) ?? asSet(places.allLiterals(place));
  return all ? restrict(place, difference(all, values), facts, places) : facts;
}

function restrict(
  expression: Expression,
  literals: ReadonlySet<string>,
  facts: Facts,
  places: Places,
): Facts {
  const place = places.placeOf(expression);
  return place === undefined ? facts : restrictPlace(place, literals, facts);
}

function restrictPlace(place: string, literals: ReadonlySet<string>, facts: Facts): Facts {
  const known = facts.possible.get(place);
  const left = known ? intersection(known, literals) : literals;
  const possible = new Map(facts.possible).set(place, left);
  return { ...facts, possible, isImpossible: facts.isImpossible || left.size === 0 };
}

/** The literals that an expression can come out as, if TypeScript knows. */
export function possibleLiterals(
  expression: Expression,
  facts: Facts,
  places: Places,
): ReadonlySet<string> | undefined {
  const taken = places.taken(expression, facts);
  const literal = places.literalOf(taken);
  if (literal !== undefined) return new Set([literal]);
  if (taken.kind === 'conditional') {
    const { condition, whenTrue, whenFalse } = taken;
    return unionOf(
      possibleLiterals(whenTrue, assume(condition, true, facts, places), places),
      possibleLiterals(whenFalse, assume(condition, false, facts, places), places),
    );
  }
  if (taken.kind === 'binary' && taken.operator === '??') {
    return unionOf(possibleLiterals(taken.left, facts, places), possibleLiterals(taken.right, facts, places));
  }
  const place = places.placeOf(taken);
  return place === undefined ? undefined : facts.possible.get(place);
}

function unionOf(
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  return one && other && union(one, other);
}

function asSet(literals: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return literals && new Set(literals);
}

/** True if TypeScript would say that the two can never be equal. */
export function cannotBeEqual(left: Expression, right: Expression, facts: Facts, places: Places): boolean {
  const [one, other] = [possibleLiterals(left, facts, places), possibleLiterals(right, facts, places)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.size > 0 &&
    other.size > 0 &&
    intersection(one, other).size === 0
  );
}
