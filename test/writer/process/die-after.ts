/**
 * Preloaded into a process: kills it, as the system would, right after the n-th call that changes a
 * file, or with `DIE_IN=middle` when it has written half of the n-th content. Nothing of the writer
 * knows.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Call = (path: string, content: string, ...rest: unknown[]) => unknown;

const writes = ['writeFileSync', 'appendFileSync'];
const changes = ['renameSync', 'linkSync', 'unlinkSync', 'rmSync', 'rmdirSync', 'mkdirSync', 'copyFileSync'];
const inMiddle = process.env.DIE_IN === 'middle';
let left = Number(process.env.DIE_AFTER);

for (const name of inMiddle ? writes : [...writes, ...changes]) {
  const original = (fs as unknown as Readonly<Record<string, Call>>)[name];
  if (!original) throw new Error(`there is no fs.${name}`);
  const deadly: Call = (path, content, ...rest) => {
    left -= 1;
    const isLast = left === 0;
    const half = isLast && inMiddle ? content.slice(0, content.length / 2) : content;
    const result = original(path, half, ...rest);
    if (isLast) die();
    return result;
  };
  Object.assign(fs, { [name]: deadly });
}
syncBuiltinESMExports();

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('still alive');
}
