/** Preloaded into a process: from the first call of `USE_UP_AT` on, no file handle is left. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const name = process.env.USE_UP_AT ?? '';
const calls = fs as unknown as Record<string, (...values: unknown[]) => unknown>;
const original = calls[name];
if (!original) throw new Error(`there is no fs.${name}`);
calls[name] = (...values) => {
  useUp();
  return original(...values);
};
syncBuiltinESMExports();

function useUp(): void {
  for (;;) {
    try {
      fs.openSync('/dev/null', 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EMFILE') return;
      throw error;
    }
  }
}
