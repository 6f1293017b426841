import type { Diagnostic } from '../../pim/diagnostic.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { wordsOf } from '../camel-case.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { elementOrSelf, fieldSites } from '../model-walk.ts';

/**
 * A field is called what secrets are called, and is plain text.
 *
 * A text goes into events, logs, answers and files as it is. A `Secret` never does: it is a reference that a
 * `SecretStore` resolves where the secret is used. Something that only sounds like a secret gets a name that
 * says what it is, `passwordHash`, `secretName`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Account { id: Uuid, password: String(8..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Account { id: Uuid, password: Secret }
 * }
 * ```
 */
export const plainSecret: ModelCheck = {
  code: 'plain-secret',
  severity: 'warning',
  check: (model, index) =>
    fieldSites(model).flatMap(({ field }): readonly Diagnostic[] => {
      if (!soundsSecret(field.name) || !isPlain(field.type, index)) return [];
      const message = `\`${field.name}\` sounds like a secret, and is plain text: make it a \`Secret\`, or call it what it is.`;
      return [finding(plainSecret, message, field.nameOrigin)];
    }),
};

const secretWords: ReadonlySet<string> = new Set([
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'secret',
  'secrets',
  'api key',
  'private key',
  'secret key',
  'access token',
  'auth token',
  'bearer token',
  'refresh token',
]);

/** What it is stands at the end of a name: a `secretName` is a name. */
function soundsSecret(name: string): boolean {
  const words = wordsOf(name);
  return secretWords.has(words.at(-1) ?? '') || secretWords.has(words.slice(-2).join(' '));
}

function isPlain(type: Type, index: ModelIndex): boolean {
  return underlyingType(index, elementOrSelf(underlyingType(index, type))).kind === 'string';
}
