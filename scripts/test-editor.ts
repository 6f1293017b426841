// Drives the packaged extension in real VS Code (code-server) in a real browser. Installs code-server and
// playwright-core into a folder of their own; needs a Chromium, whose path PIMENTO_CHROMIUM may say.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tools = join(root, 'node_modules/.cache/pimento-editor');
const versions = ['code-server@4.139.1', 'playwright-core@1.65.1'];
const chromium = [process.env['PIMENTO_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);

function install(): void {
  const done = join(tools, 'installed.txt');
  if (existsSync(done) && readFileSync(done, 'utf8') === versions.join()) return;
  mkdirSync(tools, { recursive: true });
  const npm = (folder: string, ...words: readonly string[]): void => {
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...words], {
      cwd: folder,
      stdio: 'inherit',
    });
  };
  npm(tools, '--prefix', tools, ...versions);
  const vscode = join(tools, 'node_modules/code-server/lib/vscode');
  npm(vscode, '--omit=dev');
  npm(join(vscode, 'extensions'), '--omit=dev');
  writeFileSync(done, versions.join());
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('there is no free port');
  return address.port;
}

/** The few calls of a page that the tests make; its types come with what is installed above. */
interface Page {
  goto(url: string): Promise<unknown>;
  waitForSelector(
    selector: string,
    options?: { readonly timeout: number },
  ): Promise<{ click(): Promise<void> }>;
  waitForTimeout(millis: number): Promise<void>;
  readonly keyboard: {
    press(key: string): Promise<void>;
    type(text: string, options?: object): Promise<void>;
  };
  textContent(selector: string): Promise<string | null>;
  screenshot(options: { readonly path: string }): Promise<unknown>;
}

let passed = 0;
let failed = 0;
async function it(name: string, page: Page, body: () => Promise<void>): Promise<void> {
  try {
    await body();
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const pictures = process.env['PIMENTO_PICTURES'];
  if (pictures) await page.screenshot({ path: join(pictures, `${name.replaceAll(/\W+/g, '-')}.png`) });
  await page.keyboard.press('Escape');
}

async function drive(page: Page, workspace: string): Promise<void> {
  const file = join(workspace, 'models/fabric.domain');
  const text = (): string => readFileSync(file, 'utf8');
  const before = text();
  const goTo = async (pattern: string, behind = 0): Promise<void> => {
    const lines = before.split('\n');
    const line = lines.findIndex((one) => one.includes(pattern));
    const column = (lines[line]?.indexOf(pattern) ?? 0) + 1 + behind;
    await page.keyboard.press('Control+g');
    await page.waitForTimeout(300);
    await page.keyboard.type(`${line + 1}:${column}`);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(400);
  };
  const command = async (name: string): Promise<void> => {
    await page.keyboard.press('F1');
    await page.waitForTimeout(300);
    await page.keyboard.type(name);
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
  };
  const until = async (what: string, holds: () => boolean): Promise<void> => {
    for (let wait = 0; wait < 100; wait += 1) {
      if (holds()) return;
      await page.waitForTimeout(100);
    }
    throw new Error(what);
  };
  await page.waitForSelector('.monaco-editor .view-line', { timeout: 60_000 });

  await it('colours the words of the language', page, async () => {
    await page.waitForSelector('.view-line span[class*="mtk"]');
  });
  await it('tells a mistake while it is typed', page, async () => {
    await goTo('used <= capacity', 8);
    await page.keyboard.press('Control+Shift+ArrowRight');
    await page.keyboard.type('capacty');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.squiggly-error', { timeout: 15_000 });
  });
  await it('mends it', page, async () => {
    await page.keyboard.press('Control+.');
    await page.waitForTimeout(1500);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(500);
    await page.keyboard.press('Control+s');
    await until('the file is not as it was', () => text() === before);
  });
  await it('shows what a name means', page, async () => {
    await goTo('used <= capacity', 10);
    await command('Show or Focus Hover');
    await page.waitForSelector('.monaco-hover .hover-contents', { timeout: 10_000 });
    const shown = await page.textContent('.monaco-hover');
    if (!shown?.includes('capacity:')) throw new Error(`it shows ${shown}`);
  });
  await it('offers names that mean something there', page, async () => {
    await goTo('used <= capacity', 8);
    await page.keyboard.press('Control+Space');
    await page.waitForSelector('.suggest-widget.visible .monaco-list-row', { timeout: 10_000 });
    const shown = await page.textContent('.suggest-widget');
    if (!shown?.includes('capacity')) throw new Error(`it offers ${shown}`);
  });
  await it('renames over files', page, async () => {
    await goTo('commitSha: CommitSha?', 13);
    await page.keyboard.press('F2');
    await page.waitForTimeout(1200);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Revision');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(2000);
    await command('File: Save All Files');
    const other = join(workspace, 'models/naming.domain');
    await until(
      'not every file has the new name',
      () =>
        text().includes('commitSha: Revision?') && !readFileSync(other, 'utf8').includes('type CommitSha'),
    );
  });
}

async function main(): Promise<void> {
  if (!chromium) {
    console.log('The editor was not driven: there is no Chromium here (PIMENTO_CHROMIUM names one).');
    process.exitCode = 1;
    return;
  }
  install();
  execFileSync(process.execPath, [join(root, 'scripts/package-extension.mjs')], { stdio: 'inherit' });
  const home = mkdtempSync(join(tmpdir(), 'pimento-editor-'));
  const workspace = join(home, 'project');
  cpSync(join(root, 'models/hedgehog'), join(workspace, 'models'), { recursive: true });
  const settings = join(home, 'data/User');
  mkdirSync(settings, { recursive: true });
  writeFileSync(
    join(settings, 'settings.json'),
    JSON.stringify({
      'chat.disableAIFeatures': true,
      'workbench.startupEditor': 'none',
      'security.workspace.trust.enabled': false,
      'telemetry.telemetryLevel': 'off',
    }),
  );
  const port = await freePort();
  const config = join(home, 'config.yaml');
  writeFileSync(config, `bind-addr: 127.0.0.1:${port}\nauth: none\ncert: false\n`);
  const codeServer = join(tools, 'node_modules/code-server/out/node/entry.js');
  const folders = ['--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
  const args = [codeServer, '--config', config, ...folders, '--disable-telemetry', '--disable-update-check'];
  execFileSync(
    process.execPath,
    [...args, '--install-extension', join(root, 'extension/dist/pimento.vsix')],
    { stdio: 'inherit' },
  );
  const server = spawn(process.execPath, [...args, workspace], { detached: true, stdio: 'ignore' });
  try {
    const { chromium: driver } = (await import(
      pathToFileURL(join(tools, 'node_modules/playwright-core/index.mjs')).href
    )) as {
      chromium: {
        launch(options: object): Promise<{ newPage(options: object): Promise<Page>; close(): Promise<void> }>;
      };
    };
    const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
    const browser = await driver.launch({ executablePath: chromium, args: flags });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const file = `vscode-remote://127.0.0.1:${port}${join(workspace, 'models/fabric.domain')}`;
      const payload = encodeURIComponent(JSON.stringify([['openFile', file]]));
      const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}&payload=${payload}`;
      await opened(page, url);
      await drive(page, workspace);
    } finally {
      await browser.close();
    }
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(home, { recursive: true, force: true });
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** The server takes a moment to listen. */
async function opened(page: Page, url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await page.goto(url);
      return;
    } catch (error) {
      if (attempt === 60) throw error;
      await page.waitForTimeout(500);
    }
  }
}

await main();
