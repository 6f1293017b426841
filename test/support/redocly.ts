import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputFile } from '../../generators/core/output.ts';

const root = new URL('../..', import.meta.url).pathname;

/** Everything that Redocly's `recommended` rules say of a file. */
export function redocly({ content }: OutputFile): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'pimento-openapi-'));
  try {
    writeFileSync(join(folder, 'openapi.yaml'), content);
    const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
    const options = ['lint', '--extends=recommended', '--format=json', 'openapi.yaml'];
    const quiet = { CI: 'true', REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const { stdout } = spawnSync(process.execPath, [cli, ...options], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...quiet },
    });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
