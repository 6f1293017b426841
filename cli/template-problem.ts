import { readFileSync } from 'node:fs';
import type { TemplateFailure } from '../generators/core/template-failure.ts';
import type { Diagnostic } from '../pim/diagnostic.ts';
import { isJsonObject } from '../pim/json.ts';
import { LineMap } from '../pim/line-map.ts';
import type { Origin } from '../pim/origin.ts';
import { badTemplate } from './diagnostic-pages.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import type { Terminal } from './terminal.ts';

/** What is wrong with a template of the project, and where in it: a diagnostic and the template's text. */
export interface TemplateProblem {
  readonly problem: Diagnostic;
  readonly text: string;
}

/** `path` as the user can open it. */
export function templateProblem({ template, cause }: TemplateFailure, path: string): TemplateProblem {
  const text = readFileSync(path, 'utf8');
  const message = `The template \`${template}\` cannot be filled: ${reasonOf(cause)}.`;
  return {
    problem: { ...badTemplate, message, origin: originOf(cause, new LineMap(text, path)), related: [] },
    text,
  };
}

/** As the problems of a model are printed. */
export function printTemplateProblem({ problem, text }: TemplateProblem, terminal: Terminal): string {
  return printDiagnostics([problem], { ...terminal, texts: new Map([[problem.origin.file, text]]) });
}

/** What Handlebars says, without the place, which is told before it. */
function reasonOf(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  const [, missing] = /^"([^"]*)" not defined in /.exec(said) ?? [];
  if (missing !== undefined) return `it asks for \`${missing}\`, which it is not given`;
  const [, expected] = /^Parse error on line \d+:[^]*\n(.*)$/.exec(said) ?? [];
  return expected === undefined ? said.replace(/ - \d+:\d+$/, '') : `it is no Handlebars. ${expected}`;
}

/** Handlebars' exceptions have a line from 1 and columns from 0, or the line in their text alone. */
function originOf(cause: unknown, lines: LineMap): Origin {
  const { lineNumber, column, endColumn }: Readonly<Record<string, unknown>> = isJsonObject(cause)
    ? cause
    : {};
  const said = cause instanceof Error ? cause.message : '';
  const line = Number(lineNumber ?? /^Parse error on line (\d+)/.exec(said)?.[1] ?? 1);
  const start =
    lines.text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + (line > 1 ? 1 : 0);
  const at = (offset: unknown): number =>
    Math.min(start + (typeof offset === 'number' ? offset : 0), lines.text.length);
  return lines.origin(at(column), Math.max(at(endColumn), at(column)));
}
