import type { Diagnostic } from 'pimento/target';
import type { DictionaryFile, DictionaryPsm } from './psm.ts';

/** What only this target can object to: two contexts that would be written to one file. */
export function check(psm: DictionaryPsm): readonly Diagnostic[] {
  const first = new Map<string, DictionaryFile>();
  return psm.files.flatMap((file): readonly Diagnostic[] => {
    const other = first.get(file.path);
    first.set(file.path, other ?? file);
    if (!other) return [];
    return [
      {
        code: 'data-dictionary-file-clash',
        severity: 'error',
        message: `\`${file.name}\` and \`${other.name}\` would both be written to \`${file.path}\`.`,
        origin: file.nameOrigin,
        related: [{ message: `\`${other.name}\` is declared here`, origin: other.nameOrigin }],
      },
    ];
  });
}
