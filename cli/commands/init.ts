import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { hasCode } from '../node-file-system.ts';
import { printable } from '../printable.ts';
import { starterFiles } from '../starter-files.ts';
import { systemProblem } from '../system-error.ts';
import type { Terminal } from '../terminal.ts';

/** Begins a project: a small model to learn from, and a configuration. Overwrites nothing. */
export const init: RunCommand = async (given, terminal) => {
  const [folder = '.', ...rest] = given.operands;
  if (folder === '') return { usage: 'A folder is empty.' };
  if (rest.length > 0) return { usage: 'One folder at a time.' };
  const files = starterFiles().map(({ path, text }) => ({ path: join(folder, path), text }));
  const undo: (() => void)[] = [];
  for (const { path, text } of files) {
    try {
      const made = mkdirSync(dirname(path), { recursive: true });
      if (made !== undefined) undo.push(() => removeFolders(dirname(path), made));
      writeFileSync(path, text, { flag: 'wx' });
      undo.push(() => rmSync(path));
    } catch (error) {
      // All of it, or nothing.
      for (const step of undo.toReversed()) step();
      return failed(error, path, terminal);
    }
  }
  const paths = files.map(({ path }) => path);
  if (!given.switches.has('quiet')) terminal.answer(nextSteps(folder, paths));
  return exitCodes.fine;
};

/** Removes a folder and those around it, up to the one that was made first. */
function removeFolders(folder: string, first: string): void {
  rmdirSync(folder);
  if (folder.length > first.length) removeFolders(dirname(folder), first);
}

function failed(error: unknown, path: string, terminal: Terminal): ExitCode {
  const problem = systemProblem(error);
  if (!problem) throw error;
  const isThere = hasCode(error, 'EEXIST') && problem.path === path;
  const reason = isThere ? 'is already there, and is not overwritten' : problem.reason;
  terminal.problem(`error: \`${printable(problem.path ?? path)}\` ${reason}. Nothing was written.\n`);
  return isThere ? exitCodes.conflict : exitCodes.problems;
}

function nextSteps(folder: string, paths: readonly string[]): string {
  const [model = ''] = paths;
  const enter = folder === '.' ? '' : `  cd ${printable(folder)}\n`;
  return `${paths.map((path) => `written: ${printable(path)}\n`).join('')}
Next:
${enter}  npx pimento generate           writes what the model becomes on each platform, into generated/
  npx pimento check              tells what is wrong with the model after you changed it
  npm install @pimento/runtime   brings what the generated TypeScript imports; its tests run with vitest
Read ${printable(model)}: it explains itself.
`;
}
