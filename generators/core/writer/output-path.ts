import { parentFolders, stateFolder } from './file-system.ts';

/** The longest name that common file systems take, in bytes. */
const maximumNameLength = 255;
// Device names are reserved with any extension, and in any folder.
const windowsDevice = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i;
const forbiddenCharacter = /[\u0000-\u001f\u007f<>:"|?*\\]/;

export interface PathProblem {
  readonly path: string;
  /** Goes on after the path: `leaves the output folder`. */
  readonly reason: string;
}

/**
 * Why a path cannot be written on some system, or undefined if it can everywhere. A good path is
 * relative, stays inside the output folder and means the same file on Linux, macOS and Windows.
 */
export function pathProblem(path: string): PathProblem | undefined {
  const reason = pathReason(path);
  return reason === undefined ? undefined : { path, reason };
}

/** What is wrong with each path, and with paths that cannot stand side by side. */
export function pathProblems(paths: readonly string[]): readonly PathProblem[] {
  const problems = paths.map(pathProblem).filter((problem) => problem !== undefined);
  const files = new Map<string, string>();
  for (const path of paths) {
    const twin = files.get(foldCase(path));
    if (twin === path) problems.push({ path, reason: 'is planned twice' });
    else if (twin !== undefined)
      problems.push({ path, reason: `differs from \`${twin}\` in letter case only` });
    else files.set(foldCase(path), path);
  }
  const folders = new Map<string, string>();
  for (const path of paths) {
    for (const folder of parentFolders(path)) {
      const twin = folders.get(foldCase(folder));
      if (twin === undefined) folders.set(foldCase(folder), folder);
      else if (twin !== folder)
        problems.push({ path, reason: `needs a folder that differs from \`${twin}\` in letter case only` });
      const file = files.get(foldCase(folder));
      if (file !== undefined)
        problems.push({ path, reason: `needs a folder where the file \`${file}\` is planned` });
    }
  }
  return problems;
}

/** One text for all paths that a file system without letter case takes for the same. */
export function foldCase(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function pathReason(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (!path.isWellFormed()) return 'is not a Unicode text';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is not relative to the output folder';
  if (forbiddenCharacter.test(path)) return 'holds a character that not every file system takes';
  const names = path.split('/');
  if (names.includes('..')) return 'leaves the output folder';
  if (names.includes('') || names.includes('.')) return 'has an empty part';
  if (foldCase(names[0] ?? '') === stateFolder)
    return `lies in \`${stateFolder}\`, which the writer keeps for itself`;
  for (const name of names) {
    if (/[. ]$/.test(name)) return `has the part \`${name}\`, whose end Windows drops`;
    if (windowsDevice.test(name)) return `has the part \`${name}\`, which Windows keeps for a device`;
    if (Buffer.byteLength(name) > maximumNameLength)
      return `has a part longer than ${maximumNameLength} bytes`;
  }
  return undefined;
}
