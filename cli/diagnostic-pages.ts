import type { Diagnostic } from '../pim/diagnostic.ts';

/**
 * A path that was given, or a file below it, could not be read as a model.
 *
 * The message names it and says why: it does not exist, may not be read, is a folder without a
 * `*.domain` file, is larger than 8 MiB, or is not UTF-8 (with the offset of the first byte that
 * cannot stand there). A UTF-8 byte order mark is accepted; UTF-16 is not.
 *
 * Give the path of a `.domain` file, or of a folder that holds some, and save files as UTF-8.
 */
export const unreadableInput = { code: 'unreadable-input', severity: 'error' } as const satisfies Pick<
  Diagnostic,
  'code' | 'severity'
>;
