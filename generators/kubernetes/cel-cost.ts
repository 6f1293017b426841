/**
 * What the API server allows while it judges an object (apiserver/pkg/apis/cel/config.go). It also
 * refuses a definition whose estimate for one rule at all its places is above `perRule`, or for all of them above
 * `perDefinition` (apiextensions/validation/validation.go).
 */
export const budget = {
  perCall: 1_000_000,
  perObject: 10_000_000,
  perRule: 10_000_000,
  perDefinition: 100_000_000,
} as const;

/** A cost, or a length that costs follow from, in CEL's units. */
export interface Measure {
  /** While an object is judged: never less than what the API server charges (cel-go/interpreter/runtimecost.go). */
  readonly run: number;
  /** When the definition is taken: never less than the API server's estimate (cel-go/checker/cost.go). */
  readonly estimate: number;
}

export function measure(run: number, estimate = run): Measure {
  return { run, estimate };
}

export const nothing = measure(0);
export const one = measure(1);

export function sum(...measures: readonly Measure[]): Measure {
  return measures.reduce((total, { run, estimate }) => measure(total.run + run, total.estimate + estimate));
}

export function product(left: Measure, right: Measure): Measure {
  return measure(left.run * right.run, left.estimate * right.estimate);
}

/** What is spent so many times. */
export function times({ run, estimate }: Measure, count: number): Measure {
  return measure(run * count, estimate * count);
}

export function larger(left: Measure, right: Measure): Measure {
  return measure(Math.max(left.run, right.run), Math.max(left.estimate, right.estimate));
}

export function smaller(left: Measure, right: Measure): Measure {
  return measure(Math.min(left.run, right.run), Math.min(left.estimate, right.estimate));
}

const perCharacter = 0.1;

/** What reading a text of this length costs, at least a unit. */
export function traversal({ run, estimate }: Measure): Measure {
  const ofLength = (length: number): number => Math.max(1, Math.ceil(length * perCharacter));
  return measure(ofLength(run), ofLength(estimate));
}

/** Per node. */
export const charge = { name: measure(1), call: measure(1), list: measure(10), map: measure(30) } as const;

/** A macro over a list or a map: once, and per turn besides the body. */
export const macros = {
  all: { once: measure(4), turn: measure(4) },
  exists: { once: measure(4), turn: measure(4) },
  exists_one: { once: measure(4), turn: measure(2) },
  filter: { once: measure(12), turn: measure(14) },
  map: { once: measure(12), turn: measure(13) },
} as const;
