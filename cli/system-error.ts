/** An error of the operating system about a file, told in the user's words. */
export interface SystemProblem {
  /** As the program used it: what the user gave, and what lies below. */
  readonly path: string | undefined;
  /** Goes on after the path: `may not be read or written`. */
  readonly reason: string;
}

/** What the system said, or undefined if the error is not the system's. */
export function systemProblem(error: unknown): SystemProblem | undefined {
  if (
    !(error instanceof Error) ||
    !('syscall' in error) ||
    !('code' in error) ||
    typeof error.code !== 'string'
  ) {
    return undefined;
  }
  // Of a file that is moved, where it goes says more than where it comes from.
  const path = ['dest', 'path']
    .map((part) => Reflect.get(error, part))
    .find((one) => typeof one === 'string');
  return { path, reason: reasons[error.code] ?? `cannot be used (${error.code})` };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be read or written: permission denied',
  EPERM: 'may not be read or written: permission denied',
  EROFS: 'may not be written: the file system is read-only',
  ENOENT: 'does not exist',
  ENOTDIR: 'runs through a file where a folder must be',
  EISDIR: 'is a folder where a file must be',
  EEXIST: 'is a file where a folder must be',
  ELOOP: 'runs through too many links',
  ENAMETOOLONG: 'is too long a path for this system',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the disk quota is used up',
  EMFILE: 'cannot be opened: too many files are open',
  EXDEV: 'lies on another disk than the rest of its folder',
  EBUSY: 'is in use by another program',
  EIO: 'cannot be read or written: the disk reports an error',
};
