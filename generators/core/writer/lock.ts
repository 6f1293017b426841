import { type FileSystem, stateFolder } from './file-system.ts';

/** This run among all that may write to one output folder. */
export interface RunIdentity {
  readonly process: number;
  readonly host: string;
  /** Whether a process of this host still runs. */
  isAlive(process: number): boolean;
}

export type LockResult =
  | { readonly kind: 'taken' }
  /** By a process of `host`, which is empty if the lock does not tell. */
  | { readonly kind: 'held'; readonly process: number; readonly host: string };

export const lockFile = `${stateFolder}/lock`;

/**
 * Takes the output folder for this run, or tells who has it. A lock whose process has died is
 * taken over, but only on the host that it names: elsewhere nobody can tell.
 */
export function takeLock(fileSystem: FileSystem, run: RunIdentity): LockResult {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (fileSystem.create(lockFile, `${run.process} ${run.host}\n`)) {
      try {
        removeAside(fileSystem, run);
      } catch (error) {
        releaseLock(fileSystem);
        throw error;
      }
      return { kind: 'taken' };
    }
    const text = readIfThere(fileSystem, lockFile);
    if (text === undefined) continue;
    const holder = /^(?<process>\d+) (?<host>.*)\n$/.exec(text)?.groups;
    if (!holder) return { kind: 'held', process: 0, host: '' };
    const process = Number(holder.process);
    const host = holder.host ?? '';
    // Our own number: in a container every run may have the same one, so a dead run had it before us.
    const alive = process !== run.process && run.isAlive(process);
    if (host !== run.host || alive) return { kind: 'held', process, host };
    removeDeadLock(fileSystem, run, text);
  }
  return { kind: 'held', process: 0, host: '' };
}

export function releaseLock(fileSystem: FileSystem): void {
  fileSystem.remove(lockFile);
}

/** Moves it aside first: of two runs that find it, one gets it, and sees if it is still the dead one. */
function removeDeadLock(fileSystem: FileSystem, run: RunIdentity, dead: string): void {
  const aside = `${lockFile}-${run.process}`;
  try {
    fileSystem.rename(lockFile, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  if (readIfThere(fileSystem, aside) === dead) fileSystem.remove(aside);
  else fileSystem.rename(aside, lockFile);
}

/** Runs that died while they took the lock left files beside it. */
function removeAside(fileSystem: FileSystem, run: RunIdentity): void {
  for (const name of fileSystem.list(stateFolder)) {
    const process = Number(/^lock-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(process) || (process !== run.process && run.isAlive(process))) continue;
    fileSystem.remove(`${stateFolder}/${name}`);
  }
}

function readIfThere(fileSystem: FileSystem, path: string): string | undefined {
  try {
    return Buffer.from(fileSystem.read(path)).toString('utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
