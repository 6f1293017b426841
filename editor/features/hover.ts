import type { Hover, Position } from 'vscode-languageserver-types';
import { judgesOf } from '../../generators/core/coverage.ts';
import { rangeBetween } from '../ranges.ts';
import type { Workspace } from '../workspace.ts';
import { namedAt } from './navigation.ts';

/** How many lines of a declaration are shown. */
const shownLines = 8;

/** What a name means: its declaration, its doc comment, and of a rule which targets hold it. */
export function hoverAt(workspace: Workspace, file: string, position: Position): Hover | undefined {
  const found = namedAt(workspace, file, position);
  const element = found?.index.get(found.occurrence.element);
  const text = element && workspace.parsed(element.origin.file)?.text;
  const own = workspace.parsed(file)?.text;
  if (!found || !element || text === undefined || own === undefined) return undefined;
  const { origin, evolution } = element;
  const lines = unindented(text.slice(origin.start.offset, origin.end.offset), origin.start.column - 1);
  const shown = lines.length > shownLines ? [...lines.slice(0, shownLines - 1), '  …'] : lines;
  const parts = [`\`\`\`pimento\n${shown.join('\n')}\n\`\`\``, `*${words(element.kind)}* \`${element.id}\``];
  if (evolution?.deprecated !== undefined) parts.push(`**Deprecated.** ${escaped(evolution.deprecated)}`);
  if (element.doc !== undefined) parts.push(escaped(element.doc));
  if (element.kind === 'rule') {
    const { targets, wanted } = workspace.ports;
    const judges = targets.filter(({ id }) => wanted.has(id)).flatMap(judgesOf);
    const gaps = judges.flatMap((judge) => {
      const answer = judge.enforce(element, found.index);
      return answer.verdict === 'exact' ? [] : [`- not by \`${judge.id}\`: ${escaped(answer.reason)}`];
    });
    parts.push([`Held exactly by ${judges.length - gaps.length} of ${judges.length}`, ...gaps].join('\n'));
  }
  const { start, end } = found.occurrence;
  return { contents: { kind: 'markdown', value: parts.join('\n\n') }, range: rangeBetween(own, start, end) };
}

function unindented(text: string, column: number): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line, at) => (at > 0 && line.slice(0, column).trim() === '' ? line.slice(column) : line));
}

/** Texts of a model are texts, whatever is in them: no HTML, no links. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|!&]/g, (mark) =>
    mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`,
  );
}

function words(kind: string): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
