import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CompletionItem,
  createProtocolConnection,
  type Hover,
  type Location,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pimento-lsp-')));
const uri = pathToFileURL(join(folder, 'models/fabric.domain')).toString();
const text = readFileSync('models/hedgehog/fabric.domain', 'utf8');

let connection: ProtocolConnection;
let ended: Promise<number | null>;
const published: PublishDiagnosticsParams[] = [];

beforeAll(async () => {
  cpSync('models/hedgehog', join(folder, 'models'), { recursive: true });
  const server = spawn(process.execPath, [join(process.cwd(), 'cli/main.ts'), 'lsp', '--stdio'], {
    cwd: folder,
  });
  ended = new Promise((resolve) => server.on('exit', resolve));
  connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: pathToFileURL(folder).toString(),
    capabilities: {},
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'pimento', version: 1, text },
  });
}, 30_000);

afterAll(async () => {
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
  rmSync(folder, { recursive: true });
});

async function told(version: number): Promise<PublishDiagnosticsParams> {
  for (let wait = 0; wait < 200; wait += 1) {
    const found = published.findLast((one) => one.uri === uri && one.version === version);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing was told of version ${version}`);
}

const lines = text.split('\n');
const line = lines.findIndex((one) => one.includes('rule WithinCapacity'));
const character = lines[line]?.indexOf('capacity') ?? -1;
const place = { textDocument: { uri }, position: { line, character: character + 2 } };

describe('pimento lsp', () => {
  it('tells what is wrong while somebody types, offers the mend, and what may stand there', async () => {
    expect((await told(1)).diagnostics).toEqual([]);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line, character }, end: { line, character: character + 8 } }, text: 'capacty' },
      ],
    });
    const { diagnostics } = await told(2);
    expect(diagnostics.map(({ code, range }) => [code, range.start])).toEqual([
      ['unknown-name', { line, character }],
    ]);
    const actions = (await connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: diagnostics[0]?.range,
      context: { diagnostics },
    })) as readonly { readonly title: string; readonly edit: WorkspaceEdit }[];
    expect(actions.flatMap(({ edit }) => edit.changes?.[uri] ?? []).map(({ newText }) => newText)).toEqual([
      'capacity',
    ]);
    const items = (await connection.sendRequest('textDocument/completion', place)) as CompletionItem[];
    expect(items.map(({ label }) => label)).toContain('capacity');
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 3 },
      contentChanges: [{ text }],
    });
    expect((await told(3)).diagnostics).toEqual([]);
  });

  it('answers what a name means, where it is declared and used', async () => {
    const hover = (await connection.sendRequest('textDocument/hover', place)) as Hover;
    expect(JSON.stringify(hover.contents)).toContain('capacity: ');
    const found = (await connection.sendRequest('textDocument/definition', place)) as Location;
    expect(lines[found.range.start.line]).toMatch(/^ *capacity:/);
    const uses = (await connection.sendRequest('textDocument/references', {
      ...place,
      context: { includeDeclaration: true },
    })) as Location[];
    expect(uses.length).toBeGreaterThan(3);
  });

  it('formats, and says why it does not rename', async () => {
    const edits = (await connection.sendRequest('textDocument/formatting', {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    })) as TextEdit[];
    expect(edits).toEqual([]);
    await expect(connection.sendRequest('textDocument/rename', { ...place, newName: '1st' })).rejects.toThrow(
      'is no name',
    );
  });
});
