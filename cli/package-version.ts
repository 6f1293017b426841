import { readFileSync } from 'node:fs';

/** The version of this package, which is one folder up from the source and from the bundle alike. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}
