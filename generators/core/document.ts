import { dump } from 'js-yaml';
import type { JsonObject, JsonValue } from '../../pim/json.ts';
import { isJsonObject } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import { traceEnd, traceStart } from './trace.ts';

/** JSON pointer (RFC 6901) of a part of a document → the element that it is about. */
export type PointerTrace = { readonly [pointer: string]: ElementId };

/** `/a/b~1c`, from the keys on the way. */
export function pointer(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * A document as YAML 1.2 (which YAML 1.1 reads alike), or as JSON, two spaces deep, ending in a
 * line feed, with trace marks around the parts that `trace` names.
 */
export function serialise(document: JsonObject, format: 'yaml' | 'json', trace: PointerTrace): string {
  const lines =
    format === 'yaml' ? yamlText(document).split('\n') : JSON.stringify(document, null, 2).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const before = new Map<number, string>();
  const after = new Map<number, string>();
  const visit = (value: JsonValue, at: string, first: number): number => {
    const last = first + lineCount(value, format) - 1;
    const element = Object.hasOwn(trace, at) ? trace[at] : undefined;
    if (element !== undefined) {
      before.set(first, (before.get(first) ?? '') + traceStart(element, at));
      after.set(last, traceEnd + (after.get(last) ?? ''));
    }
    return last;
  };
  // Depth first, counting lines exactly as the serialiser makes them.
  const walk = (value: JsonValue, at: string, first: number): void => {
    const entries = childEntries(value);
    if (!entries) return;
    let line = format === 'json' ? first + 1 : first;
    for (const [key, child] of entries) {
      const childPointer = at + pointer(key);
      const nested = format === 'yaml' && isNonEmpty(child) && isJsonObject(value) ? 1 : 0;
      const size = lineCount(child, format) + nested;
      const element = Object.hasOwn(trace, childPointer) ? trace[childPointer] : undefined;
      if (element !== undefined) {
        before.set(line, (before.get(line) ?? '') + traceStart(element, childPointer));
        const last = line + size - 1;
        after.set(last, traceEnd + (after.get(last) ?? ''));
      }
      walk(child, childPointer, line + nested);
      line += size;
    }
  };
  visit(document, '', 0);
  walk(document, '', 0);
  return lines.map((text, line) => `${before.get(line) ?? ''}${text}${after.get(line) ?? ''}\n`).join('');
}

function yamlText(value: JsonValue): string {
  return dump(value, { lineWidth: -1, noRefs: true });
}

function isNonEmpty(value: JsonValue): boolean {
  return (childEntries(value)?.length ?? 0) > 0;
}

function childEntries(value: JsonValue): readonly (readonly [string | number, JsonValue])[] | undefined {
  if (Array.isArray(value)) return value.map((item: JsonValue, position) => [position, item] as const);
  return isJsonObject(value) ? Object.entries(value) : undefined;
}

function lineCount(value: JsonValue, format: 'yaml' | 'json'): number {
  const entries = childEntries(value);
  if (!entries || entries.length === 0) {
    return format === 'json' || typeof value !== 'string' || !value.includes('\n')
      ? 1
      : yamlText(value).trimEnd().split('\n').length;
  }
  let lines = format === 'json' ? 2 : 0;
  for (const [, child] of entries) {
    lines +=
      lineCount(child, format) + (format === 'yaml' && isNonEmpty(child) && isJsonObject(value) ? 1 : 0);
  }
  return lines;
}
