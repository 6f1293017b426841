import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest file of this name in a folder or above it, absolute; undefined if there is none. */
export function findUp(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path) && statSync(path).isFile()) return path;
  const above = dirname(folder);
  return above === folder ? undefined : findUp(above, name);
}
