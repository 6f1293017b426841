import {
  type Connection,
  DiagnosticSeverity,
  ErrorCodes,
  type InitializeParams,
  type Diagnostic as LspDiagnostic,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { URI, Utils } from 'vscode-uri';
import { formatText } from '../../grammar/format.ts';
import type { SourceText } from '../../grammar/load-models.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { completionsAt } from '../features/completion.ts';
import { documentSymbols } from '../features/document-symbols.ts';
import { hoverAt } from '../features/hover.ts';
import { definitionOf, type FilePlace, referencesOf, renameOf, renameRange } from '../features/navigation.ts';
import { quickFixes } from '../fixes/quick-fixes.ts';
import { offsetAt, rangeBetween, rangeOf } from '../ranges.ts';
import { Workspace, type WorkspacePorts } from '../workspace.ts';

/** What a server is given of the world. */
export interface ServerPorts {
  /** Opens the project in a folder: how it is set up, and the texts of its models, named from that folder. */
  openProject(
    folder: string,
  ): Promise<{ readonly ports: WorkspacePorts; readonly sources: readonly SourceText[] }>;
  /** The text of a file, named from the folder; undefined if it cannot be read. */
  readText(folder: string, file: string): string | undefined;
}

/** Milliseconds of silence before everything is looked at, not only what is worked on. */
const idleMillis = 400;

/** Answers an editor until the connection ends. */
export function startServer(connection: Connection, ports: ServerPorts): void {
  let session: Session | undefined;
  const here = (): Session => {
    if (!session) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The project is not open yet.');
    return session;
  };
  connection.onInitialize(async (params) => {
    session = await openSession(connection, ports, params);
    return {
      serverInfo: { name: 'pimento' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: ['.'] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        documentSymbolProvider: true,
        documentFormattingProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix'] },
      },
    };
  });
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) =>
    here().change(uri, version, () => text),
  );
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
    here().change(uri, version, (text) =>
      contentChanges.reduce(
        (now, change) =>
          'range' in change
            ? now.slice(0, offsetAt(now, change.range.start)) +
              change.text +
              now.slice(offsetAt(now, change.range.end))
            : change.text,
        text,
      ),
    ),
  );
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => here().close(uri));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) here().reread(uri);
  });
  connection.onCompletion(({ textDocument, position }) => [
    ...completionsAt(here().workspace, here().fileOf(textDocument.uri), position),
  ]);
  connection.onHover(({ textDocument, position }) =>
    hoverAt(here().workspace, here().fileOf(textDocument.uri), position),
  );
  connection.onDefinition(({ textDocument, position }) => {
    const place = definitionOf(here().workspace, here().fileOf(textDocument.uri), position);
    return place && here().located(place);
  });
  connection.onReferences(({ textDocument, position, context }) => {
    const { workspace, fileOf, located } = here();
    const file = fileOf(textDocument.uri);
    return referencesOf(workspace, file, position, context.includeDeclaration).map(located);
  });
  connection.onPrepareRename(({ textDocument, position }) =>
    renameRange(here().workspace, here().fileOf(textDocument.uri), position),
  );
  connection.onRenameRequest(({ textDocument, position, newName }) => {
    const { workspace, fileOf, uriOf } = here();
    const { edits, problem } = renameOf(workspace, fileOf(textDocument.uri), position, newName);
    if (problem !== undefined) throw new ResponseError(ErrorCodes.InvalidRequest, problem);
    return { changes: Object.fromEntries([...edits].map(([file, own]) => [uriOf(file), [...own]])) };
  });
  connection.onDocumentSymbol(({ textDocument }) => [
    ...documentSymbols(here().workspace, here().fileOf(textDocument.uri)),
  ]);
  connection.onDocumentFormatting(({ textDocument }) => {
    const text = here().workspace.parsed(here().fileOf(textDocument.uri))?.text ?? '';
    const formatted = formatText(text);
    return formatted === undefined || formatted === text
      ? []
      : [{ range: rangeBetween(text, 0, text.length), newText: formatted }];
  });
  connection.onCodeAction(({ textDocument: { uri }, context }) => {
    const file = here().fileOf(uri);
    const found = here().workspace.focus(file)?.diagnostics ?? [];
    return found.flatMap((one) => {
      const told = context.diagnostics.find(({ code, range }) => code === one.code && isSame(range, one));
      if (!told) return [];
      return quickFixes(here().workspace, one).map((fix) => ({
        title: fix.title,
        kind: 'quickfix',
        diagnostics: [told],
        edit: {
          changes: {
            [here().uriOf(fix.origin.file)]: [{ range: rangeOf(fix.origin), newText: fix.replacement }],
          },
        },
      }));
    });
  });
  connection.onShutdown(() => session?.end());
  connection.listen();
}

function isSame(range: LspDiagnostic['range'], { origin }: Diagnostic): boolean {
  return JSON.stringify(range) === JSON.stringify(rangeOf(origin));
}

interface Session {
  readonly workspace: Workspace;
  fileOf(uri: string): string;
  uriOf(file: string): string;
  located(place: FilePlace): { readonly uri: string; readonly range: FilePlace['range'] };
  change(uri: string, version: number, edit: (text: string) => string): void;
  close(uri: string): void;
  reread(uri: string): void;
  end(): void;
}

async function openSession(
  connection: Connection,
  ports: ServerPorts,
  { workspaceFolders, rootUri }: InitializeParams,
): Promise<Session> {
  const root = URI.parse(workspaceFolders?.[0]?.uri ?? rootUri ?? 'file:///');
  const folder = root.fsPath;
  const project = await ports.openProject(folder);
  const workspace = new Workspace(project.ports);
  for (const { file, text } of project.sources) workspace.set(file, text);
  const versions = new Map<string, number>();
  const prefix = `${root.path.replace(/\/$/, '')}/`;
  const fileOf = (uri: string): string => {
    const { path } = URI.parse(uri);
    return path.startsWith(prefix) ? path.slice(prefix.length) : path;
  };
  const uriOf = (file: string): string =>
    (file.startsWith('/') ? root.with({ path: file }) : Utils.joinPath(root, file)).toString();
  const located = ({ file, range }: FilePlace) => ({ uri: uriOf(file), range });
  const publish = (file: string, found: readonly Diagnostic[]): void => {
    const version = versions.get(file);
    const diagnostics = found.map((one) => protocolDiagnostic(one, uriOf));
    connection.sendDiagnostics({
      uri: uriOf(file),
      diagnostics,
      ...(version === undefined ? {} : { version }),
    });
  };
  const publishNow = (file: string): void => {
    publish(file, workspace.focus(file)?.diagnostics ?? workspace.homeless(file));
  };
  const told = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Looks at all of a file's model in pieces, so that a keystroke between them is not kept waiting. */
  const lookAtAll = (file: string): void => {
    const steps = workspace.wholeInSteps(file);
    const next = (): void => {
      const step = steps.next();
      if (!step.done) timer = setTimeout(next, 0);
      else if (step.value) {
        const byFile = Map.groupBy(step.value.diagnostics, ({ origin }) => origin.file);
        for (const { file: one } of workspace.modelFiles(file)) {
          const found = byFile.get(one) ?? [];
          if (found.length > 0 || told.has(one) || versions.has(one)) publish(one, found);
          if (found.length > 0) told.add(one);
          else told.delete(one);
        }
      }
    };
    next();
  };
  const changed = (file: string): void => {
    clearTimeout(timer);
    publishNow(file);
    timer = setTimeout(() => lookAtAll(file), idleMillis);
  };
  return {
    workspace,
    fileOf,
    uriOf,
    located,
    change: (uri, version, edit) => {
      const file = fileOf(uri);
      versions.set(file, version);
      workspace.set(file, edit(workspace.parsed(file)?.text ?? ''));
      changed(file);
    },
    close: (uri) => {
      versions.delete(fileOf(uri));
      reread(fileOf(uri));
    },
    reread: (uri) => {
      if (!versions.has(fileOf(uri))) reread(fileOf(uri));
    },
    end: () => clearTimeout(timer),
  };

  function reread(file: string): void {
    const text = ports.readText(folder, file);
    if (text !== undefined) workspace.set(file, text);
    else {
      workspace.delete(file);
      publish(file, []);
    }
    const [other] = text === undefined ? versions.keys() : [file];
    if (other !== undefined) changed(other);
  }
}

function protocolDiagnostic(one: Diagnostic, uriOf: (file: string) => string): LspDiagnostic {
  return {
    range: rangeOf(one.origin),
    severity: one.severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: one.code,
    source: 'pimento',
    message: one.message,
    relatedInformation: one.related.map(({ message, origin }) => ({
      message,
      location: { uri: uriOf(origin.file), range: rangeOf(origin) },
    })),
  };
}
