import {
  commands,
  type ExtensionContext,
  ProcessExecution,
  Task,
  TaskGroup,
  tasks,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

/** Starts the language server, and offers to run the command of the project's own Pimento. */
export async function activate(context: ExtensionContext): Promise<void> {
  const server = { module: context.asAbsolutePath('dist/server.mjs'), transport: TransportKind.stdio };
  client = new LanguageClient('pimento', 'Pimento', server, {
    documentSelector: [{ language: 'pimento', scheme: 'file' }],
    synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.domain') },
  });
  context.subscriptions.push(
    commands.registerCommand('pimento.restartServer', () => client?.restart()),
    commands.registerCommand('pimento.generate', () => runTask('generate')),
    commands.registerCommand('pimento.check', () => runTask('check')),
    tasks.registerTaskProvider('pimento', {
      provideTasks: () =>
        (workspace.workspaceFolders ?? []).flatMap((folder) => [
          taskOf('generate', folder),
          taskOf('check', folder),
        ]),
      resolveTask: (task) => {
        const { scope, definition } = task;
        const command = definition['command'];
        const isOurs = command === 'generate' || command === 'check';
        return isOurs && typeof scope === 'object' ? taskOf(command, scope, definition) : undefined;
      },
    }),
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function runTask(command: 'generate' | 'check'): Promise<void> {
  const active = window.activeTextEditor?.document.uri;
  const folder = (active && workspace.getWorkspaceFolder(active)) ?? workspace.workspaceFolders?.[0];
  if (!folder) {
    await window.showErrorMessage('Open the folder of a project first: Pimento works on its models.');
    return;
  }
  await workspace.saveAll(false);
  await tasks.executeTask(taskOf(command, folder));
}

/** A process, and no shell: nothing in a path means anything to it. */
function taskOf(
  command: 'generate' | 'check',
  folder: WorkspaceFolder,
  definition = { type: 'pimento', command } as Task['definition'],
): Task {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const execution = new ProcessExecution(npx, ['--no-install', 'pimento', command], {
    cwd: folder.uri.fsPath,
  });
  const task = new Task(definition, folder, command, 'pimento', execution, '$pimento');
  if (command === 'generate') task.group = TaskGroup.Build;
  return task;
}
