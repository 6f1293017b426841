import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from './command-line.ts';

const root = new URL('../..', import.meta.url).pathname;
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** What the README shows below a command. */
function shown(command: string): string {
  const [, after = ''] = readme.split(`$ npx pimento ${command}\n`);
  return after.slice(0, after.indexOf('```'));
}

function pimento(folder: string, ...words: readonly string[]): { output: string; errors: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8' });
  return { output: stdout, errors: stderr };
}

describe('the README', () => {
  it('shows what explains a generated line', () => {
    const place = 'generated/hedgehog/kubernetes/fabric-management/fabric.crd.yaml:64';
    expect(shown(`explain ${place}`)).toBe(pimento(root, 'explain', place).output);
  });

  it('shows what is said of a mistake in the model that it names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pimento-readme-'));
    try {
      cpSync(join(root, 'models'), join(folder, 'models'), { recursive: true });
      const path = join(folder, 'models/hedgehog/fabric.domain');
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace('used <= capacity', 'used <= capacty'));
      expect(pimento(folder, 'check', 'models').errors).toContain(shown('check models').trimEnd());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
