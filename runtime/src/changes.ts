/**
 * The fields that a change may set: all but the identity. A field left out, or undefined, stays;
 * null clears an optional field and brings back a default.
 */
export type Changes<Input, Identity extends keyof Input> = {
  readonly [Name in Exclude<keyof Input, Identity>]?: Input[Name] | undefined;
};
