import type { Header, Parameter, Reference } from './psm.ts';

/** The version of an aggregate, in answers and in what is decided on it (RFC 9110, section 13.1.1). */
export const versionHeader: { readonly [name: string]: Header } = {
  ETag: { description: 'Which version this is, for `If-Match`.', schema: { type: 'string' } },
};

export const versionParameter: { readonly [name: string]: Parameter } = {
  ifMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The `ETag` of the version that was looked at: nothing happens if there is a newer one. Without it the newest is meant.',
    schema: { type: 'string', minLength: 1, maxLength: 1024 },
  },
};

export const eTag: Reference = { $ref: '#/components/headers/ETag' };
export const ifMatch: Reference = { $ref: '#/components/parameters/ifMatch' };
