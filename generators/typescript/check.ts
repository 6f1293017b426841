import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { TsIndex, TsModule, TypeScriptPsm } from './psm.ts';

/** `typescript-file-clash`: two declarations, or two contexts, would be written to one file. */
export function check(psm: TypeScriptPsm): readonly Diagnostic[] {
  const contexts = clashes(psm.indexes);
  const folders = new Set(contexts.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  // Contexts that share a folder are told once, not file by file.
  const modules = psm.modules.filter(({ path }) => !folders.has(path.slice(0, path.lastIndexOf('/'))));
  return [...contexts, ...clashes(modules)].map(({ diagnostic }) => diagnostic);
}

interface Clash {
  readonly path: string;
  readonly diagnostic: Diagnostic;
}

function clashes(files: readonly (TsModule | TsIndex)[]): readonly Clash[] {
  const first = new Map<string, TsModule | TsIndex>();
  return files.flatMap((file) => {
    const other = first.get(file.path);
    if (!other) {
      first.set(file.path, file);
      return [];
    }
    const diagnostic: Diagnostic = {
      code: 'typescript-file-clash',
      severity: 'error',
      message: `\`${file.name}\` and \`${other.name}\` would both be written to \`${file.path}\`.`,
      origin: file.nameOrigin,
      related: [{ message: `\`${other.name}\` is declared here`, origin: other.nameOrigin }],
    };
    return [{ path: file.path, diagnostic }];
  });
}
