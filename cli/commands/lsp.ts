import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { createConnection } from 'vscode-languageserver/node';
import { type ServerPorts, startServer } from '../../editor/protocol/server.ts';
import { targets as builtIn } from '../../generators/targets.ts';
import type { RunCommand } from '../command.ts';
import { defaultModels } from '../configuration/configuration.ts';
import { exitCodes } from '../exit-code.ts';
import { packageTemplates } from '../package-templates.ts';
import { openProject } from '../project.ts';
import { readSource, readSources } from '../read-sources.ts';

export const lsp: RunCommand = async () => {
  await serveEditor();
  return exitCodes.fine;
};

/** Serves an editor over standard input and output until it says that it is done. */
export async function serveEditor(): Promise<void> {
  const connection = createConnection(process.stdin, process.stdout);
  startServer(connection, ports);
  return new Promise((resolve) => connection.onExit(() => resolve()));
}

const noArguments = { operands: [], values: new Map(), switches: new Set<string>() };

const ports: ServerPorts = {
  /** The editor's folder is the one that the command works in from then on. */
  openProject: async (folder) => {
    process.chdir(folder);
    const opened = await openProject(noArguments);
    // A configuration that is missing or wrong is no reason to leave the models without help.
    const project = 'usage' in opened ? undefined : opened.project;
    const models = project?.models ?? (existsSync(join(folder, defaultModels)) ? [defaultModels] : []);
    const roots = models.map((path) => inFolder(folder, path));
    const targets = project?.targets ?? builtIn;
    const sources = readSources(models).roots.flatMap(({ files }) =>
      files.map(({ path, text }) => ({ file: inFolder(folder, path), text })),
    );
    return {
      sources,
      ports: {
        targets,
        wanted: project?.wanted ?? new Set(targets.map(({ id }) => id)),
        templates: project?.templates.source ?? packageTemplates,
        rootOf: (file) => roots.find((root) => root === '' || file === root || file.startsWith(`${root}/`)),
      },
    };
  },
  readText: (folder, file) => {
    const read = readSource(file.startsWith('/') ? file : join(folder, file));
    return read.kind === 'unreadable' ? undefined : read.text;
  },
};

/** A path as the language service names it: from the editor's folder if it lies in it. */
function inFolder(folder: string, path: string): string {
  const inside = relative(folder, path.startsWith('/') ? path : join(folder, path));
  return inside.startsWith('..') ? path : inside.split(sep).join('/');
}
