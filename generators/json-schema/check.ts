import type { Diagnostic } from '../../pim/diagnostic.ts';
import { fileClash } from './diagnostic-pages.ts';
import type { JsonSchemaFile, JsonSchemaPsm } from './psm.ts';

/** What only this target can object to: two declarations that would be written to one file. */
export function check(psm: JsonSchemaPsm): readonly Diagnostic[] {
  const first = new Map<string, JsonSchemaFile>();
  return psm.files.flatMap((file) => {
    const other = first.get(file.path);
    if (!other) {
      first.set(file.path, file);
      return [];
    }
    return [
      {
        ...fileClash,
        message: `\`${file.element}\` and \`${other.element}\` would both be written to \`${file.path}\`.`,
        origin: file.nameOrigin,
        related: [{ message: `\`${other.name}\` is declared here`, origin: other.nameOrigin }],
      },
    ];
  });
}
