import { expect, it } from 'vitest';
import { readModelText } from '../../../grammar/read-model.ts';
import type { Diagnostic } from '../../../pim/diagnostic.ts';
import { checkModel } from '../../../validators/check-model.ts';

export interface CheckCase {
  readonly name: string;
  /** What stands inside `model M version 1 context C { … }`; `‹…›` around each place that is reported. */
  readonly text: string;
  /** What is reported there, in the order of the places; nothing if the text is fine. */
  readonly expect: readonly Expected[];
}

/** `code message`, alone or with the texts of related places, or the text after the fix. */
export type Expected =
  | string
  | { readonly says: string; readonly related?: readonly string[]; readonly fixed?: string };

/**
 * One test per case: all that is found, and nothing else, stands where the marks are. Cases are short: of
 * types whose name stands nowhere else only cases about that are told.
 */
export function testCases(cases: readonly CheckCase[], { unused = false } = {}): void {
  for (const { name, text, expect: expected } of cases) {
    it(name, () => {
      const { plain, ranges } = readMarks(wrapped(text));
      const found = diagnosticsOf(plain).filter((one) => unused || !isTrulyUnused(one, plain));
      const seen = found.map((one, position) => seenAs(one, plain, expected[position]));
      expect(seen).toEqual(expected);
      expect(found.map(({ origin }) => plain.slice(origin.start.offset, origin.end.offset))).toEqual(
        ranges.map(({ start, end }) => plain.slice(start, end)),
      );
      expect(found.map(({ origin }) => origin.start.offset)).toEqual(ranges.map(({ start }) => start));
      for (const { origin } of found) expect(origin.start).toEqual(positionAt(plain, origin.start.offset));
      for (const { origin } of found) expect(origin.end).toEqual(positionAt(plain, origin.end.offset));
    });
  }
}

/** Told of a type that nothing uses, whose name indeed stands nowhere else in the text. */
function isTrulyUnused({ code, origin }: Diagnostic, text: string): boolean {
  if (code !== 'unused-type') return false;
  const name = text.slice(origin.start.offset, origin.end.offset);
  return [...text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)].filter(([word]) => word === name).length === 1;
}

export function diagnosticsOf(text: string): readonly Diagnostic[] {
  const { model, diagnostics } = readModelText(text);
  return [...diagnostics, ...(model ? checkModel(model) : [])];
}

const head = 'model M version 1\ncontext C {\n';

/** The whole model that a short text stands for. */
export function wrapped(text: string): string {
  return text.startsWith('model ') ? text : `${head}${text}\n}\n`;
}

function seenAs(diagnostic: Diagnostic, text: string, expected: Expected | undefined): Expected {
  const { code, message, severity, related, fix } = diagnostic;
  const says = `${severity === 'warning' ? 'warning: ' : ''}${code} ${message}`;
  if (expected === undefined || typeof expected === 'string') return says;
  const after =
    fix && text.slice(0, fix.origin.start.offset) + fix.replacement + text.slice(fix.origin.end.offset);
  return {
    says,
    ...(expected.related ? { related: related.map((place) => relatedText(place, text)) } : {}),
    ...(expected.fixed === undefined
      ? {}
      : { fixed: after === undefined ? 'no fix' : after.replace(head, '').replace(/\n\}\n$/, '') }),
  };
}

function relatedText({ message, origin }: Diagnostic['related'][number], text: string): string {
  return `${origin.start.line}:${origin.start.column} ${message} (${text.slice(origin.start.offset, origin.end.offset)})`;
}

/** A text without its marks, and where each of them was. */
export function readMarks(marked: string): {
  readonly plain: string;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
} {
  let plain = '';
  const open: number[] = [];
  const ranges: { readonly start: number; readonly end: number }[] = [];
  for (const character of marked) {
    if (character === '‹') open.push(plain.length);
    else if (character === '›') ranges.push({ start: open.pop() ?? 0, end: plain.length });
    else plain += character;
  }
  return {
    plain,
    ranges: ranges.toSorted((left, right) => left.start - right.start || left.end - right.end),
  };
}

function positionAt(text: string, offset: number): object {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, offset };
}
