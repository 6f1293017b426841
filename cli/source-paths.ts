import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * The sources of a model as the manifest records them: relative to the output folder, with `/`,
 * sorted. None, if the two places have but the root of the file system in common: such paths
 * would tell where they lie on this machine.
 */
export function recordedSources(out: string, paths: readonly string[]): readonly string[] {
  const from = resolve(out);
  if (!paths.every((path) => shareFolder(from, resolve(path)))) return [];
  return paths.map((path) => wayBetween(from, path)).toSorted();
}

/** Where a recorded source lies, absolute. */
export function sourcePath(out: string, source: string): string {
  return resolve(out, source);
}

/** The way from one folder to another, with `/` between its parts. */
export function wayBetween(from: string, to: string): string {
  return relative(resolve(from), resolve(to)).split(sep).join('/');
}

/** Whether a path is `folder` itself or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function shareFolder(left: string, right: string): boolean {
  const [leftRoot, leftFirst] = left.split(sep);
  const [rightRoot, rightFirst] = right.split(sep);
  return leftRoot === rightRoot && leftFirst === rightFirst;
}
