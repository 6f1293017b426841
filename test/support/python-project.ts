import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputFile } from '../../generators/core/output.ts';
import type { JsonValue } from '../../pim/json.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const judgeScript = join(root, 'test/oracles/judge.py');

/** What generated code is held to. Pinned: another version may format, or object, otherwise. */
const packages = ['pydantic==2.14.4', 'mypy==2.4.1', 'ruff==0.17.6'];

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
  | { readonly fault: string };

/** A folder of generated packages outside of this one, and Python's tools for it. */
export interface PythonProject {
  /** Writes the files of a model below a package of their own, and gives the name that it is imported by. */
  add(files: readonly Pick<OutputFile, 'path' | 'content'>[]): string;
  /** What a tool says: empty if it is content. */
  run(tool: 'ruff' | 'mypy' | 'python', ...args: readonly string[]): string;
  judge(cases: readonly PythonCase[]): readonly PythonAnswer[];
  remove(): void;
}

/**
 * Throws where there is no Python that can make an environment, and says so: what was not judged did not pass.
 */
export function createPythonProject(): PythonProject {
  const tools = toolsFolder();
  const folder = mkdtempSync(join(tmpdir(), 'pimento-python-'));
  let models = 0;
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const spawn = (tool: string, args: readonly string[], input?: string): ReturnType<typeof spawnSync> =>
    spawnSync(join(tools, tool), [...args], {
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
      const { status, stdout, stderr } = spawn(tool, args);
      return status === 0 ? '' : `${String(stdout)}${String(stderr)}`;
    },
    judge(cases) {
      const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
      const { status, stdout, stderr } = spawn('python', [judgeScript], input);
      if (status !== 0) throw new Error(`Python could not judge: ${String(stderr)}`);
      const lines = String(stdout).trimEnd().split('\n');
      if (lines.length !== cases.length)
        throw new Error(`${lines.length} answers for ${cases.length} cases: ${String(stderr)}`);
      return lines.map((line) => JSON.parse(line) as PythonAnswer);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An environment with the pinned tools, made once and kept with what is installed. */
function toolsFolder(): string {
  const version = packages.join('-').replace(/[^a-z0-9.]+/g, '-');
  const folder = join(root, 'node_modules/.cache', `pimento-${version}`);
  const bin = join(folder, 'bin');
  if (existsSync(join(folder, 'complete'))) return bin;
  must(
    'python3',
    '-c',
    'import sys; sys.exit("Python is older than 3.11") if sys.version_info < (3, 11) else 0',
  );
  must('python3', '-m', 'venv', '--clear', folder);
  must(join(bin, 'pip'), 'install', '--quiet', '--disable-pip-version-check', ...packages);
  writeFileSync(join(folder, 'complete'), '');
  return bin;
}

function must(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, [...args], { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(
    `Generated Python was not judged: \`${command} ${args.slice(0, 2).join(' ')}\` failed. Python 3.11 or later is needed, with its module \`venv\`. ${error?.message ?? stderr}`,
  );
}
