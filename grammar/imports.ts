import type { Diagnostic } from '../pim/diagnostic.ts';
import { relativeImport } from '../pim/import-path.ts';
import { didYouMean } from '../pim/near-miss.ts';
import { unknownImport } from './diagnostic-pages.ts';
import type { ParsedFile } from './parse.ts';
import { domainLexer } from './parser.ts';
import { decodeText, originOfProperty } from './source.ts';

/** Which files of a model see which. */
export interface VisibleFiles {
  /** True if names declared in `to` can be used in `from`. */
  sees(from: string, to: string): boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A file sees itself and what it imports, and what that imports. A model none of whose files imports
 * anything is small enough that all of them see each other.
 */
export function visibleFiles(files: readonly ParsedFile[]): VisibleFiles {
  const names = new Set(files.map((one) => one.file));
  const diagnostics: Diagnostic[] = [];
  const direct = new Map<string, readonly string[]>();
  for (const { ast, file } of files) {
    const imported: string[] = [];
    for (const node of ast?.imports ?? []) {
      const written = node.path ? decodeText(node.path) : '';
      const path = resolveImport(file, written);
      if (names.has(path) && path !== file) imported.push(path);
      else {
        const known = [...names].filter((one) => one !== file).map((one) => relativeImport(file, one));
        const why =
          path === file
            ? 'A file does not import itself.'
            : `No file of this model is \`${written}\`.${didYouMean(written, known)}`;
        const origin = originOfProperty(node, 'path', file);
        diagnostics.push({ ...unknownImport, message: why, origin, related: [] });
      }
    }
    direct.set(file, imported);
  }
  if ([...direct.values()].every((one) => one.length === 0)) return { sees: () => true, diagnostics };
  const reached = new Map(files.map(({ file }) => [file, reachable(file, direct)]));
  return { sees: (from, to) => reached.get(from)?.has(to) ?? true, diagnostics };
}

/**
 * The files that a text imports, as paths from where `from` is counted; only `*.domain` files count. For
 * whoever reads files: nothing is parsed, and a text that is none of the language imports nothing.
 */
export function importedFiles(text: string, from: string): readonly string[] {
  if (!text.includes('import')) return [];
  const { tokens } = domainLexer().lookAhead(text);
  const paths: string[] = [];
  // `model Name version 1`, then imports until something else comes.
  for (let at = 4; tokens[at]?.image === 'import'; at += 2) {
    const written = tokens[at + 1]?.image ?? '';
    if (written.startsWith('"')) paths.push(resolveImport(from, decodeText(written)));
  }
  return paths.filter((path) => path.endsWith('.domain'));
}

function reachable(start: string, direct: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([start]);
  // A set is walked in the order of insertion, new members included.
  for (const file of found) for (const next of direct.get(file) ?? []) found.add(next);
  return found;
}

/** `./naming.domain` as written in `billing/prices.domain` → `billing/naming.domain`. */
export function resolveImport(from: string, written: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of written.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
