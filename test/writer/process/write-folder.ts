/** Writes what the file named first says into the folder named second, as a run of the writer would. */
import { readFileSync } from 'node:fs';
import { nodeFileSystem, thisRun } from '../../../cli/node-file-system.ts';
import { write } from '../scenario.ts';

const [input = '', out = ''] = process.argv.slice(2);
const { contents, policy } = JSON.parse(readFileSync(input, 'utf8'));
const wait = Number(process.env.START_AT ?? 0) - Date.now();
if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
const outcome = write(nodeFileSystem(out), contents, { policy, run: thisRun });
process.stdout.write(`${outcome.kind}\n`);
process.exitCode = outcome.kind === 'written' ? 0 : 1;
