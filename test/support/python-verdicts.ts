import { pydanticPointer } from '../../engines/pydantic-pointer.ts';
import type { Violation } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { PythonAnswer } from './python-project.ts';

/**
 * How Python's answer differs from the judge's verdict; undefined if it does not. pydantic asks the rules of a
 * whole once its parts are right, and stops at the first thing that is wrong with the size of a list: it may
 * say less than the judge, never something else.
 */
export function difference(
  expected: readonly Violation[],
  answer: PythonAnswer,
  instance: JsonValue,
): string | undefined {
  if ('fault' in answer) return answer.fault;
  if ('impossible' in answer) return `\`old\` is refused: ${JSON.stringify(answer.impossible)}`;
  const found = answer.violations.map((one) => ({ ...one, path: pydanticPointer(one.loc, instance) }));
  const told = (): string => `expected ${JSON.stringify(expected)}, got ${JSON.stringify(found)}`;
  if ((expected.length === 0) !== (found.length === 0)) return told();
  const shape = expected.filter(({ constraint }) => constraint !== 'rule');
  const misshapen = found.filter(({ rule }) => rule === null);
  if (shape.length > 0) {
    const isSame = misshapen.every(({ path }) => shape.some((one) => isAt(one, path)));
    return misshapen.length > 0 && isSame ? undefined : told();
  }
  if (misshapen.length > 0) return told();
  const messages = new Map(expected.map(({ rule, message }) => [rule, message]));
  if (found.some(({ rule, message }) => messages.get(rule ?? '') !== message)) return told();
  const paths = new Set([...expected, ...found].map(({ path }) => path));
  return [...paths].every((path) => agreeAt(path, expected, found)) ? undefined : told();
}

/** How deep a value lies is told where the innermost whole has too many levels. */
function isAt({ path: told, constraint }: Violation, found: string): boolean {
  // What is no text cannot be told as one.
  const path = told.replace(/\p{Cs}/gu, '\uFFFD\uFFFD\uFFFD');
  if (constraint === 'depth') return found.startsWith(path);
  // Without the field that tells shapes apart, it is the value that has none.
  return path === found || (constraint !== 'forbidden' && path.slice(0, path.lastIndexOf('/')) === found);
}

function agreeAt(
  path: string,
  expected: readonly Violation[],
  found: readonly { readonly path: string; readonly rule: string | null }[],
): boolean {
  const rulesAt = (
    all: readonly { readonly path: string; readonly rule?: string | null }[],
  ): readonly string[] =>
    [...new Set(all.filter((one) => one.path === path).map(({ rule }) => rule ?? ''))].toSorted();
  const [wanted, got] = [rulesAt(expected), rulesAt(found)];
  const isHidden = expected.some((one) => one.path.startsWith(`${path}/`));
  if (isHidden) return got.length === 0;
  // Conditions of types are asked one after the other.
  if (wanted.some((rule) => rule.endsWith('.where')))
    return got.length > 0 && got.every((rule) => wanted.includes(rule));
  return wanted.join() === got.join();
}
