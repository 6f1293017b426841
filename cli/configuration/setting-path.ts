import { posix } from 'node:path';

/** What a path of the configuration is for. */
export interface PathUse {
  /** The name of its setting. */
  readonly setting: string;
  /** Whether files are made there: then it must not leave the folder of the configuration. */
  readonly isWritten: boolean;
}

/**
 * Why a path cannot stand in a configuration, or undefined if it can. A good path means the same
 * place for everyone who has the project, and nothing is ever written outside of it.
 */
export function pathObjection(path: string, { setting, isWritten }: PathUse): string | undefined {
  const subject = `The setting \`${setting}\``;
  if (/[\u0000-\u001f\u007f]/.test(path) || !path.isWellFormed())
    return `${subject} holds a character that no path has.`;
  if (path.includes('\\'))
    return `${subject} separates folders by \`\\\`: write \`/\`, which every system takes.`;
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.startsWith('~'))
    return `${subject} must be relative to the folder of the configuration.`;
  if (!isWritten) return undefined;
  const normal = posix.normalize(path);
  if (normal === '..' || normal.startsWith('../'))
    return `${subject} leaves the folder of the configuration, and files are written there.`;
  if (normal === '.' || normal === './')
    return `${subject} must be a folder of its own below that of the configuration.`;
  return undefined;
}

/** Whether a path is a folder itself or lies below it; both relative to one place. */
export function isBelow(folder: string, path: string): boolean {
  const way = posix.relative(posix.join('/', folder), posix.join('/', path));
  return way !== '..' && !way.startsWith('../');
}
