import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { formatText } from '../../grammar/format.ts';
import { parseText } from '../../grammar/parse.ts';
import { hasErrors, mapOrigins } from '../../pim/diagnostic.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { counted, printDiagnostics } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import { openProject } from '../project.ts';
import { readSources, type SourceFile } from '../read-sources.ts';

/** Writes models as everybody writes them; with `--check` only tells which are not. */
export const format: RunCommand = async (given, terminal) => {
  const opened = await openProject(given);
  if ('usage' in opened) return opened;
  const sources = opened.project ? readSources(opened.project.models) : { roots: [], diagnostics: [] };
  const files = sources.roots.flatMap((root) => root.files);
  const broken = files.flatMap(({ text, shown }) =>
    parseText(text, shown).diagnostics.map((one) =>
      mapOrigins(one, (origin) => ({ ...origin, file: shown })),
    ),
  );
  const diagnostics = [...opened.diagnostics, ...sources.diagnostics, ...broken];
  const texts = new Map([
    ...opened.texts,
    ...files.map(({ shown, text }): [string, string] => [shown, text]),
  ]);
  terminal.problem(printDiagnostics(diagnostics, { ...terminal, texts }));
  const changed = files.flatMap((file) => {
    const formatted = formattedText(file.text);
    return formatted === undefined || formatted === file.text ? [] : [{ file, formatted }];
  });
  const onlyAsked = given.switches.has('check');
  if (!onlyAsked) for (const { file, formatted } of changed) replace(file, formatted);
  if (!given.switches.has('quiet')) {
    const word = onlyAsked ? 'would be changed' : 'changed';
    for (const { file } of changed) terminal.answer(`${printable(file.shown)}\n`);
    terminal.answer(`${counted(changed.length, 'file')} of ${files.length} ${word}\n`);
  }
  return hasErrors(diagnostics) || (onlyAsked && changed.length > 0) ? exitCodes.problems : exitCodes.fine;
};

/** A text keeps the line ends that it has; undefined for one with syntax errors. */
function formattedText(text: string): string | undefined {
  const formatted = formatText(text);
  return text.includes('\r\n') ? formatted?.replaceAll('\n', '\r\n') : formatted;
}

/** The whole new text or the whole old one: never half of either. Through a link, what it leads to. */
function replace({ path }: SourceFile, text: string): void {
  const { mode } = statSync(path);
  const prepared = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(prepared, text, { mode, flag: 'wx' });
    renameSync(prepared, realpathSync(path));
  } finally {
    rmSync(prepared, { force: true });
  }
}
