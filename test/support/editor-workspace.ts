import { readdirSync, readFileSync } from 'node:fs';
import type { Position } from 'vscode-languageserver-types';
import { packageTemplates } from '../../cli/package-templates.ts';
import { Workspace } from '../../editor/workspace.ts';
import { targets } from '../../generators/targets.ts';
import { LineMap } from '../../pim/line-map.ts';

/** A workspace with these texts, whose `models` folder is one root. */
export function workspaceOf(texts: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace({
    targets,
    wanted: new Set(targets.map(({ id }) => id)),
    templates: packageTemplates,
    rootOf: (file) => (file.startsWith('models/') ? 'models' : undefined),
  });
  for (const [file, text] of Object.entries(texts)) workspace.set(file, text);
  return workspace;
}

/** The texts of a real model, named as in this repository. */
export function modelTexts(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.domain'));
  return Object.fromEntries(
    names.toSorted().map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8')]),
  );
}

/** A text without its one `|`, and where it stood. */
export function atMark(marked: string): { readonly text: string; readonly position: Position } {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('the text has no mark');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const { line, column } = new LineMap(text, '').position(offset);
  return { text, position: { line: line - 1, character: column - 1 } };
}
