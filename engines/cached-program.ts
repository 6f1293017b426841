import { homedir } from 'node:os';
import { join } from 'node:path';

/** A program that can be run, or why there is none. */
export type Program = { readonly path: string } | { readonly missing: string };

export const windows = process.platform === 'win32';

/** How the name of a program ends. */
export const programEnd = windows ? '.exe' : '';

/** Where a user's programs keep what can be made again; nobody else can put a program there. */
export function userCacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  const folder = xdg || (windows && local) || join(homedir(), '.cache');
  return join(folder, 'pimento');
}

/** Throws what is no word of the system's; of such a word, why nothing can be kept. */
export function noPlace(error: unknown): Program {
  if (!(error instanceof Error && 'code' in error)) throw error;
  return { missing: `there is no place to keep what is built: ${error.message}` };
}
