import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pydantic, pythonProgram } from '../../engines/python-program.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import type { JsonValue } from '../../pim/json.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const judgeScript = join(root, 'engines/python/judge.py');

/** What generated code is held to. Pinned: another version may format, or object, otherwise. */
const packages = [pydantic, 'mypy==2.4.1', 'ruff==0.17.6'];

/** An instance for a generated class, or the change of one. */
export interface PythonCase {
  readonly module: string;
  readonly name: string;
  readonly instance: string;
  readonly old?: string;
}

export interface PythonViolation {
  readonly loc: readonly (string | number)[];
  readonly type: string;
  readonly message: string;
  readonly rule: string | null;
}

export type PythonAnswer =
  | { readonly violations: readonly PythonViolation[]; readonly kept?: JsonValue }
  | { readonly impossible: readonly PythonViolation[] }
  | { readonly fault: string };

/** A folder of generated packages outside of this one, and Python's tools for it. */
export interface PythonProject {
  /** Writes the files of a model below a package of their own, and gives the name that it is imported by. */
  add(files: readonly Pick<OutputFile, 'path' | 'content'>[]): string;
  /** What a tool, or a script, says: empty if it is content. */
  run(tool: 'ruff' | 'mypy' | 'script', ...args: readonly string[]): string;
  judge(cases: readonly PythonCase[]): readonly PythonAnswer[];
  remove(): void;
}

/**
 * Throws where there is no Python that can make an environment, and says so: what was not judged did not pass.
 */
export async function createPythonProject(): Promise<PythonProject> {
  const found = await pythonProgram(packages, join(root, 'node_modules/.cache/pimento'));
  if ('missing' in found) throw new Error(`Generated Python was not judged: ${found.missing}`);
  const python = found.path;
  const folder = mkdtempSync(join(tmpdir(), 'pimento-python-'));
  let models = 0;
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const spawn = (args: readonly string[], input?: string): ReturnType<typeof spawnSync> =>
    spawnSync(python, [...args], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      ...(input === undefined ? {} : { input }),
    });
  return {
    add(files) {
      const name = `m${models}`;
      models += 1;
      write(`${name}/__init__.py`, '');
      for (const { path, content } of files) write(path.replace(/^python\//, `${name}/`), content);
      return name;
    },
    run(tool, ...args) {
      const { status, stdout, stderr } = spawn([...(tool === 'script' ? [] : ['-m', tool]), ...args]);
      return status === 0 ? '' : `${String(stdout)}${String(stderr)}`;
    },
    judge(cases) {
      const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
      const { status, stdout, stderr } = spawn([judgeScript], input);
      if (status !== 0) throw new Error(`Python could not judge: ${String(stderr)}`);
      const lines = String(stdout).trimEnd().split('\n');
      if (lines.length !== cases.length)
        throw new Error(`${lines.length} answers for ${cases.length} cases: ${String(stderr)}`);
      return lines.map((line) => JSON.parse(line) as PythonAnswer);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
