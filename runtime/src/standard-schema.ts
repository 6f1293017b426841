/** Standard Schema, version 1 (https://standardschema.dev): how other libraries use a schema of ours. */
export interface StandardProperties<Input, Output> {
  readonly version: 1;
  readonly vendor: string;
  validate(value: unknown): StandardResult<Output>;
  /** Never set: it carries the types alone. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path: readonly (string | number)[];
}
