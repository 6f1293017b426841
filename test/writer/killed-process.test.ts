import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFileSystem, thisRun } from '../../cli/node-file-system.ts';
import { contentHash } from '../../generators/core/writer/content-hash.ts';
import { parseManifest } from '../../generators/core/writer/manifest.ts';
import { type Contents, write } from './scenario.ts';

/** The killed runs of `killed-run.test.ts` once more, with real processes, a real disk and SIGKILL. */
const before: Contents = {
  'sales/typescript/changed.ts': 'old\n',
  'sales/typescript/edited.ts': 'old\n2\n3\nend\n',
  'sales/typescript/same.ts': 'same\n',
  'sales/typescript/stale/stale.ts': 'stale\n',
  'sales/typescript/stale-edited.ts': 'stale\n',
};
const after: Contents = {
  'sales/typescript/changed.ts': 'new\n',
  'sales/typescript/edited.ts': 'new\n2\n3\nend\n',
  'sales/typescript/made/new.ts': 'new\n',
  'sales/typescript/same.ts': 'same\n',
};
const edits: Contents = {
  'sales/typescript/edited.ts': 'old\n2\nmine\n3\nend\n',
  'sales/typescript/stale-edited.ts': 'mine\n',
};
const policy = 'merge';
const folder = mkdtempSync(join(tmpdir(), 'pimento-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a process that is killed', () => {
  it.each([
    ['after' as const, 25],
    ['in the middle of' as const, 5],
  ])('%s any change is finished, or taken back, by the next', async (moment, least) => {
    const start = prepared(moment.replaceAll(' ', '-'));
    const whole = finished(start, after);
    const old = finished(start, before);
    let deaths = 0;
    for (let at = 1; ; at += 2) {
      const [first, second] = await Promise.all([at, at + 1].map((n) => killed(start, moment, n)));
      for (const out of [first, second]) {
        if (out === undefined) continue;
        deaths += 1;
        expectEdits(out);
        expect(finished(out, after), `forward after ${at}`).toEqual(whole);
        expect(finished(out, before), `back after ${at}`).toEqual(old);
        rmSync(out, { recursive: true });
      }
      if (second === undefined) break;
    }
    expect(deaths).toBeGreaterThan(least);
  });
});

function prepared(name: string): string {
  const out = join(folder, name);
  write(nodeFileSystem(out), before);
  for (const [path, content] of Object.entries(edits)) writeFileSync(join(out, path), content);
  writeFileSync(`${out}.json`, JSON.stringify({ contents: after, policy }));
  return out;
}

/** A copy of an output folder on which a run died at its `n`-th change; undefined if it had fewer. */
async function killed(
  start: string,
  moment: 'after' | 'in the middle of',
  n: number,
): Promise<string | undefined> {
  const out = `${start}-${n}`;
  cpSync(start, out, { recursive: true });
  const script = (name: string): string => fileURLToPath(new URL(`process/${name}.ts`, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', script('die-after'), script('write-folder'), `${start}.json`, out],
    {
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: join(folder, 'cache'),
        DIE_AFTER: String(n),
        DIE_IN: moment === 'after' ? '' : 'middle',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [code, signal] = await new Promise<readonly [number | null, string | null]>((resolve) => {
    child.on('exit', (...end) => resolve(end));
  });
  if (signal === 'SIGKILL') return out;
  expect(code).toBe(0);
  rmSync(out, { recursive: true });
  return undefined;
}

/** What is edited by hand is there, whether merged or not. */
function expectEdits(out: string): void {
  expect(readFileSync(join(out, 'sales/typescript/edited.ts'), 'utf8')).toMatch(
    /^(?:old|new)\n2\nmine\n3\nend\n$/,
  );
  expect(readFileSync(join(out, 'sales/typescript/stale-edited.ts'), 'utf8')).toBe('mine\n');
}

/** The tree once another run is done on a copy of it. Its manifest is true. */
function finished(start: string, contents: Contents): Readonly<Record<string, string>> {
  const out = `${start}-next`;
  cpSync(start, out, { recursive: true });
  try {
    expect(write(nodeFileSystem(out), contents, { policy, run: thisRun }).kind).toBe('written');
    const tree = readTree(out);
    const reading = parseManifest(tree['.pimento/manifest.json'] ?? '');
    if (reading.kind === 'unreadable') throw new Error(reading.reason);
    for (const [path, entry] of reading.manifest.files) {
      if (edits[path] === undefined) expect(contentHash(tree[path] ?? ''), path).toBe(entry.sha256);
      else if (entry.edited !== undefined) expect(contentHash(tree[path] ?? ''), path).toBe(entry.edited);
    }
    return tree;
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Every file by path, but for the log, which may hold more than is needed. */
function readTree(out: string): Readonly<Record<string, string>> {
  const entries = readdirSync(out, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
    .filter((path) => path !== '.pimento/local/texts');
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(out, path), 'utf8')]));
}
