import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeFileSystem, thisRun } from '../../cli/node-file-system.ts';
import { type Contents, write } from './scenario.ts';

const script = fileURLToPath(new URL('process/write-folder.ts', import.meta.url));

function contents(round: string): Contents {
  const names = Array.from({ length: 12 }, (_, at) => `sales/typescript/folder-${at % 3}/file-${at}.ts`);
  return Object.fromEntries(names.map((name, at) => [name, `${`${round}\n`.repeat(300 + at)}a\nb\nend\n`]));
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pimento-hard-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file that is for version control, by path. */
function tree(out: string): Readonly<Record<string, string>> {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith(join('.pimento', 'local')) && statSync(join(out, path)).isFile())
    .toSorted();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(out, path), 'utf8')]));
}

describe('ten runs at once', () => {
  it('leave one clean tree, and each does it all or says who is at it', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    write(nodeFileSystem(out), contents('old'));
    const edited = 'sales/typescript/folder-0/file-0.ts';
    writeFileSync(join(out, edited), `${contents('old')[edited]}mine\n`);
    const clean = join(folder, 'clean');
    cpSync(out, clean, { recursive: true });
    write(nodeFileSystem(clean), contents('new'), { policy: 'merge' });

    writeFileSync(join(folder, 'input.json'), JSON.stringify({ contents: contents('new'), policy: 'merge' }));
    const start = Date.now() + 1500;
    const ends = await Promise.all(
      Array.from({ length: 10 }, () => runAt(start, join(folder, 'input.json'), out)),
    );
    expect(ends).toContain('written');
    expect(ends.filter((end) => end !== 'written' && end !== 'locked')).toEqual([]);
    expect(tree(out)).toEqual(tree(clean));
    expect(readdirSync(join(out, '.pimento')).toSorted()).toEqual(['bases', 'local', 'manifest.json']);
  });
});

/** What a process says that begins to write when it is time. */
async function runAt(start: number, input: string, out: string): Promise<string> {
  const child = spawn(process.execPath, [script, input, out], {
    env: { ...process.env, START_AT: String(start) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await new Promise((resolve) => {
    child.on('close', resolve);
  });
  return Buffer.concat(chunks).toString('utf8').trim();
}

describe('a full disk', () => {
  const page = 4096;
  const size = 100 * page;
  const folder = mkdtempSync(join(tmpdir(), 'pimento-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0;

  if (mounted) {
    it('leaves the old tree as it was, however late it is met', () => {
      onTestFinished(() => {
        spawnSync('umount', [folder]);
        rmSync(folder, { recursive: true, force: true });
      });
      const out = join(folder, 'out');
      write(nodeFileSystem(out), contents('old'));
      const old = tree(out);
      let failures = 0;
      for (let free = 0; ; free += 1) {
        fill(folder, free * page);
        if (!meetsFullDisk(out)) break;
        failures += 1;
        expect(tree(out), `${free} pages free`).toEqual(old);
      }
      expect(failures).toBeGreaterThan(10);
      const clean = join(temporaryFolder(), 'clean');
      write(nodeFileSystem(clean), contents('new'));
      expect(tree(out)).toEqual(tree(clean));
    });
  } else {
    rmSync(folder, { recursive: true, force: true });
    it('was NOT tried: only a root on Linux can make a small one', () => {
      expect(mounted).toBe(false);
    });
  }

  /** Lets only so many bytes be free. */
  function fill(disk: string, free: number): void {
    const ballast = join(disk, 'ballast');
    rmSync(ballast, { force: true });
    const { status } = spawnSync('sh', [
      '-c',
      `head -c $(( $(df -P --block-size=1 ${disk} | tail -1 | awk '{print $4}') - ${free} )) /dev/zero > ${ballast}`,
    ]);
    expect(status).toBe(0);
  }

  function meetsFullDisk(out: string): boolean {
    const outcome = write(nodeFileSystem(out), contents('new'), { run: thisRun });
    if (outcome.kind === 'written') return false;
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'ENOSPC' }, tree: 'old' });
    return true;
  }
});
