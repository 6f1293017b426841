import { string } from './string.ts';
import { type StructureSchema, structure } from './structure.ts';

/** Where a secret is kept; the secret itself is never in a model's data. */
export interface SecretReference {
  readonly name: string;
  readonly key: string;
}

export const SecretReference: StructureSchema<SecretReference, SecretReference> = structure<
  SecretReference,
  SecretReference
>({
  fields: { name: string({ min: 1, max: 253 }), key: string({ min: 1, max: 253 }) },
});
