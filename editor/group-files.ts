import { resolveImport } from '../grammar/imports.ts';
import type { ParsedFile } from '../grammar/parse.ts';
import { decodeText } from '../grammar/source.ts';

/**
 * Which files are one model, by each of them, sorted: those below one root that name the same model. A file
 * below no root goes with those in its folder, and with what it imports.
 */
export function groupFiles(
  files: readonly ParsedFile[],
  rootOf: (file: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const named = files.filter(({ ast }) => ast?.name);
  const groups = new Map<string, Set<string>>();
  const groupOf = new Map<string, Set<string>>();
  for (const { file, ast } of named) {
    const key = `${rootOf(file) ?? folderOf(file)}\n${ast?.name}`;
    const group = groups.get(key) ?? new Set();
    groups.set(key, group.add(file));
    groupOf.set(file, group);
  }
  const nameOf = new Map(named.map(({ file, ast }) => [file, ast?.name]));
  for (const { file, ast } of named) {
    for (const { path } of ast?.imports ?? []) {
      const imported = path ? resolveImport(file, decodeText(path)) : '';
      const here = groupOf.get(file);
      const there = groupOf.get(imported);
      if (!here || !there || here === there || nameOf.get(file) !== nameOf.get(imported)) continue;
      for (const one of there) groupOf.set(one, here.add(one));
    }
  }
  const sorted = new Map([...new Set(groupOf.values())].map((group) => [group, [...group].toSorted()]));
  return new Map([...groupOf].map(([file, group]) => [file, sorted.get(group) ?? []]));
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}
