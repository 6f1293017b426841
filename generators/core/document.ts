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
  // Depth first, counting lines exactly as the serialiser makes them. Gives how many the value has.
  const walk = (value: JsonValue, at: string, first: number): number => {
    const entries = childEntries(value);
    if (!entries || entries.length === 0) return leafLines(value, format);
    let line = format === 'json' ? first + 1 : first;
    for (const [key, child] of entries) {
      // In YAML what is inside of a member begins on the line after its name.
      const nested = format === 'yaml' && isJsonObject(value) && isNonEmpty(child) ? 1 : 0;
      line += marked(child, at + pointer(key), line, nested);
    }
    return line - first + (format === 'json' ? 1 : 0);
  };
  const marked = (value: JsonValue, at: string, line: number, nested: number): number => {
    const element = Object.hasOwn(trace, at) ? trace[at] : undefined;
    if (element !== undefined) before.set(line, (before.get(line) ?? '') + traceStart(element, at));
    const count = walk(value, at, line + nested) + nested;
    const last = line + count - 1;
    if (element !== undefined) after.set(last, traceEnd + (after.get(last) ?? ''));
    return count;
  };
  marked(document, '', 0, 0);
  return lines.map((text, line) => `${before.get(line) ?? ''}${text}${after.get(line) ?? ''}\n`).join('');
}

function yamlText(value: JsonValue): string {
  return dump(value, { lineWidth: -1, noRefs: true });
}

function isNonEmpty(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isJsonObject(value) && Object.keys(value).length > 0;
}

function childEntries(value: JsonValue): readonly (readonly [string | number, JsonValue])[] | undefined {
  if (Array.isArray(value)) return value.map((item: JsonValue, position) => [position, item] as const);
  return isJsonObject(value) ? Object.entries(value) : undefined;
}

/** A text of several lines stands on as many in YAML, and more. */
function leafLines(value: JsonValue, format: 'yaml' | 'json'): number {
  return format === 'json' || typeof value !== 'string' || !value.includes('\n')
    ? 1
    : yamlText(value).trimEnd().split('\n').length;
}
