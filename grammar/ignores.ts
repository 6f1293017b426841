import type { IToken } from 'chevrotain';
import type { Diagnostic } from '../pim/diagnostic.ts';
import type { LineMap } from '../pim/line-map.ts';
import { didYouMean } from '../pim/near-miss.ts';
import type { Origin } from '../pim/origin.ts';
import { badIgnore } from './diagnostic-pages.ts';

/** `// pimento-ignore missing-undo: it only records what was seen`, written above what it is about. */
export interface IgnoreComment {
  readonly code: string;
  /** Why a human decided so; empty without one. */
  readonly reason: string;
  /** The line that it is about: the next one that is no such comment itself. */
  readonly line: number;
  readonly origin: Origin;
}

const written = /^\/\/\s*pimento-ignore\b\s*:?\s*([A-Za-z0-9-]*)\s*:?\s*(.*)$/s;

/** The comments of a text that ignore something. */
export function ignoresIn(comments: readonly IToken[], lines: LineMap): readonly IgnoreComment[] {
  const found = comments.flatMap(({ image, startOffset }) => {
    const [, code, reason] = written.exec(image.trimEnd()) ?? [];
    if (code === undefined || reason === undefined) return [];
    return [
      {
        code,
        reason: reason.trim(),
        origin: lines.origin(startOffset, startOffset + image.trimEnd().length),
      },
    ];
  });
  const own = new Set(found.map(({ origin }) => origin.start.line));
  // From the last to the first: what stands under a comment that stands under another is under both.
  const targets = new Map<number, number>();
  return found
    .toReversed()
    .map((one) => {
      const { line } = one.origin.start;
      const target = own.has(line + 1) ? (targets.get(line + 1) ?? line + 1) : line + 1;
      targets.set(line, target);
      return { ...one, line: target };
    })
    .toReversed();
}

export interface Ignoring {
  /** Codes that are known, for near misses. */
  readonly codes: readonly string[];
  /** Whether everything that can report this code had its say: only then is a comment known to be of no use. */
  readonly hadItsSay: (reported: string) => boolean;
}

/**
 * What is left once the comments have their way: a warning on the line that a comment is about, under the code
 * that it names, is not told. What leaves the model without a meaning cannot be ignored. A comment that does
 * nothing, or gives no reason, is told of.
 */
export function withoutIgnored(
  found: readonly Diagnostic[],
  ignores: readonly IgnoreComment[],
  { codes, hadItsSay }: Ignoring,
): readonly Diagnostic[] {
  if (ignores.length === 0) return found;
  const keyOf = (file: string, line: number, kind: string): string => `${line} ${kind} ${file}`;
  const reported = new Map<string, Diagnostic['severity']>();
  for (const { origin, code, severity } of found) {
    const key = keyOf(origin.file, origin.start.line, code);
    if (reported.get(key) !== 'error') reported.set(key, severity);
  }
  const ignored = new Set(ignores.map(({ origin, line, code }) => keyOf(origin.file, line, code)));
  const left = found.filter(
    ({ origin, code, severity }) =>
      severity === 'error' || !ignored.has(keyOf(origin.file, origin.start.line, code)),
  );
  const problems = ignores.flatMap((ignore): readonly Diagnostic[] => {
    const { origin, line, code } = ignore;
    const severity = reported.get(keyOf(origin.file, line, code));
    const message = severity ? problemOf(ignore, severity) : useless(ignore, { codes, hadItsSay });
    return message === undefined ? [] : [{ ...badIgnore, message, origin, related: [] }];
  });
  return [...left, ...problems];
}

function problemOf({ code, reason }: IgnoreComment, severity: Diagnostic['severity']): string | undefined {
  if (severity === 'error') return `\`${code}\` is an error here, and an error cannot be ignored: mend it.`;
  return reason === ''
    ? `This ignores \`${code}\` and does not say why: write the reason behind the code.`
    : undefined;
}

function useless({ code }: IgnoreComment, { codes, hadItsSay }: Ignoring): string | undefined {
  if (code === '') return 'This does not say what it ignores: write `// pimento-ignore code: reason`.';
  if (!hadItsSay(code)) return undefined;
  const hint = codes.includes(code) ? '' : didYouMean(code, codes);
  return `Nothing on the line below is reported as \`${code}\`, so this can go.${hint}`;
}
