import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../../pim/json.ts';
import type { ElementId, MarkObject, MarkValue, Model, PlatformMarks } from '../../pim/model.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import type { Origin } from '../../pim/origin.ts';
import { badMark, unknownTarget } from './diagnostic-pages.ts';
import type { Target } from './target.ts';

/** Marks as a target sees them: plain JSON by context. */
export type MarksByContext = ReadonlyMap<ElementId, JsonObject>;

export function marksOf(model: Model, target: string): MarksByContext {
  return new Map(
    model.marks
      .filter((marks) => marks.target === target)
      .flatMap((marks) =>
        marks.context === undefined ? [] : [[marks.context, markObjectToJson(marks.value)] as const],
      ),
  );
}

/** Checks every platform block by the JSON Schema of the target it names. */
export function checkMarks(model: Model, targets: readonly Target[]): readonly Diagnostic[] {
  const validators = new Map<string, ValidateFunction>();
  return model.marks.flatMap((marks): readonly Diagnostic[] => {
    const target = targets.find((one) => one.id === marks.target);
    if (!target) return [targetDiagnostic(marks, targets)];
    const validate = validators.get(target.id) ?? compile(target);
    validators.set(target.id, validate);
    if (validate(markObjectToJson(marks.value))) return [];
    return withoutEchoes(validate.errors ?? []).map((error) => markDiagnostic(error, marks, target));
  });
}

function compile(target: Target): ValidateFunction {
  return new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    ownProperties: true,
    verbose: true,
  }).compile(target.marks);
}

function targetDiagnostic(marks: PlatformMarks, targets: readonly Target[]): Diagnostic {
  const ids = targets.map((target) => target.id);
  return {
    ...unknownTarget,
    message: `No target is called \`${marks.target}\`: there are ${ids.map((id) => `\`${id}\``).join(', ')}.${didYouMean(marks.target, ids)}`,
    origin: marks.targetOrigin,
    related: [],
  };
}

/** Keywords that only say that something inside them failed. */
const summaries: ReadonlySet<string> = new Set(['if', 'anyOf', 'oneOf', 'allOf']);

function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const causes = errors.filter((error) => !summaries.has(error.keyword));
  return causes.length > 0 ? causes : errors;
}

function markDiagnostic(error: ErrorObject, marks: PlatformMarks, target: Target): Diagnostic {
  const extra: unknown = error.params['additionalProperty'] ?? error.params['unevaluatedProperty'];
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (typeof extra === 'string') {
    const known: unknown = error.parentSchema?.['properties'];
    return diagnostic(unknownMark(extra, target, known), originAt(marks.value, [...path, extra], true));
  }
  // Where any name may stand for a part of the context, a plain value under an unknown name is a slip.
  const [first] = path;
  if (path.length === 1 && first !== undefined && error.schemaPath.startsWith('#/additionalProperties/')) {
    return diagnostic(
      unknownMark(first, target, target.marks['properties']),
      originAt(marks.value, path, true),
    );
  }
  const missing: unknown = error.params['missingProperty'];
  if (typeof missing === 'string') {
    const where = path.length === 0 ? marks.targetOrigin : originAt(marks.value, path, true);
    return diagnostic(`The target \`${target.id}\` needs the mark \`${missing}\` here.`, where);
  }
  return diagnostic(`${placeOf(path, target)} ${limitOf(error)}.`, originAt(marks.value, path, false));
}

function unknownMark(name: string, target: Target, known: unknown): string {
  const names = isJsonObject(known) ? Object.keys(known) : [];
  return `The target \`${target.id}\` knows no mark \`${name}\` here.${didYouMean(name, names)}`;
}

function placeOf(path: readonly string[], target: Target): string {
  const [key = target.id, list] = path.toReversed();
  return list !== undefined && /^\d+$/.test(key)
    ? `Item ${Number(key) + 1} of the mark \`${list}\``
    : `The mark \`${key}\``;
}

function limitOf(error: ErrorObject): string {
  const allowed: unknown = error.params['allowedValues'];
  if (Array.isArray(allowed))
    return `must be one of ${allowed.map((one) => `\`${String(one)}\``).join(', ')}`;
  if (error.keyword === 'type') return typeLimitOf(error.params['type'], error.data);
  if (error.keyword === 'uniqueItems') return 'names the same twice';
  return error.message ?? 'is not valid';
}

/** What it must be, and how to write that where a small slip is likely. */
function typeLimitOf(wanted: unknown, found: unknown): string {
  if (wanted === 'array') return 'must be a list: write `[…]`';
  if (wanted === 'string' && typeof found === 'number') return 'must be a string: write it in quotes';
  return wanted === 'object' ? 'must be an object' : `must be a ${String(wanted)}`;
}

function diagnostic(message: string, origin: Origin): Diagnostic {
  return { ...badMark, message, origin, related: [] };
}

/** The place of the mark that a path leads to, or of its name. */
function originAt(value: MarkValue, path: readonly string[], name: boolean): Origin {
  const [key, ...rest] = path;
  if (key === undefined) return value.origin;
  if (value.kind === 'list') {
    const item = value.items[Number(key)];
    return item ? originAt(item, rest, name) : value.origin;
  }
  if (value.kind === 'scalar') return value.origin;
  const entry = value.entries.find((one) => one.name === key);
  if (!entry) return value.origin;
  return rest.length === 0 && name ? entry.nameOrigin : originAt(entry.value, rest, name);
}

function markObjectToJson(object: MarkObject): JsonObject {
  return jsonObject(object.entries.map((entry) => [entry.name, markToJson(entry.value)]));
}

function markToJson(value: MarkValue): JsonValue {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(markToJson);
    case 'object':
      return markObjectToJson(value);
  }
}
