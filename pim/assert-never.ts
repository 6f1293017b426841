/** Ends a `switch` over every kind: a new kind then fails to compile in each place that must know it. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
