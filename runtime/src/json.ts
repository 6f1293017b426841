import { hasPlainMembers } from './members.ts';
import { createSchema, type Schema, violation } from './schema.ts';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Any JSON value but null, which is absence. */
export type Json = Exclude<JsonValue, null>;

/** A frozen copy is kept, so that nobody who holds the original or the copy can change it. */
export const Json: Schema<Json> = createSchema<Json, Json>({
  read(input, violations) {
    const copy = copyJson(input);
    if (copy !== undefined && copy !== null) return copy;
    violations.push(violation('type', 'Must be a JSON value other than null'));
    return undefined;
  },
  equals: equalJson,
  primitive: false,
});

type JsonContainer = JsonValue[] | { [key: string]: JsonValue };

/** A container on the way down: the keys still to copy, and where their copies go. */
interface OpenContainer {
  readonly source: object;
  readonly copy: JsonContainer;
  readonly keys: readonly (string | number)[];
  next: number;
}

/**
 * A frozen copy of a JSON value, or undefined for what is none: cycles, holes, class instances, functions,
 * numbers that are not finite. What JSON would lose is lost: members of a list, and those whose key is a symbol.
 * No depth overflows the stack. A part that stands in several places is copied once, unless all is small.
 */
export function copyJson(input: unknown): JsonValue | undefined {
  if (isJsonPrimitive(input)) return input;
  if (typeof input !== 'object') return undefined;
  containersLeft = fewContainers;
  return copyTree(input, shallow) ?? copyGraph(input);
}

// Of most values: a tree of few containers, not deep. Nothing that a larger one could need is kept for it.
const shallow = 32;
const fewContainers = 1000;
let containersLeft = 0;

/** A frozen copy of a small tree; undefined for whatever else it may be, a part in several places apart. */
function copyTree(source: object, depth: number): JsonContainer | undefined {
  containersLeft -= 1;
  if (depth === 0 || containersLeft < 0) return undefined;
  if (Array.isArray(source)) return copyList(source, depth);
  if (!hasPlainMembers(source)) return undefined;
  const copy: { [key: string]: JsonValue } = {};
  for (const key in source) {
    // Assigned, it would set the prototype.
    if (key === '__proto__') return undefined;
    const part = copyPart((source as Readonly<Record<string, unknown>>)[key], depth);
    if (part === undefined) return undefined;
    copy[key] = part;
  }
  return Object.freeze(copy) as JsonContainer;
}

function copyList(source: readonly unknown[], depth: number): JsonContainer | undefined {
  // A list's length may be made up: so are its places then.
  if (source.length > fewContainers) return undefined;
  const copy: JsonValue[] = [];
  for (let position = 0; position < source.length; position += 1) {
    const part = copyPart(source[position], depth);
    if (part === undefined) return undefined;
    copy.push(part);
  }
  return Object.freeze(copy) as unknown as JsonContainer;
}

function copyPart(part: unknown, depth: number): JsonValue | undefined {
  switch (typeof part) {
    case 'string':
    case 'boolean':
      return part;
    case 'number':
      return Number.isFinite(part) ? part : undefined;
    case 'object':
      return part === null ? null : copyTree(part, depth - 1);
    default:
      return undefined;
  }
}

/** Of anything, without recursion. */
function copyGraph(input: object): JsonValue | undefined {
  const copies = new Map<object, JsonContainer>();
  const within = new Set<object>();
  const open: OpenContainer[] = [];
  const begin = (source: unknown): JsonContainer | undefined => {
    const container = openContainer(source);
    if (!container) return undefined;
    open.push(container);
    within.add(container.source);
    copies.set(container.source, container.copy);
    return container.copy;
  };
  const root = begin(input);
  if (!root) return undefined;
  for (let current = open.at(-1); current; current = open.at(-1)) {
    const key = current.keys[current.next];
    if (key === undefined) {
      open.pop();
      within.delete(current.source);
      Object.freeze(current.copy);
      continue;
    }
    current.next += 1;
    const child: unknown = Reflect.get(current.source, key);
    if (typeof child === 'object' && child !== null && within.has(child)) return undefined;
    const known = typeof child === 'object' && child !== null ? copies.get(child) : undefined;
    const copy = isJsonPrimitive(child) ? child : (known ?? begin(child));
    if (copy === undefined) return undefined;
    put(current.copy, key, copy);
  }
  return root;
}

function isJsonPrimitive(value: unknown): value is null | boolean | number | string {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

function openContainer(source: unknown): OpenContainer | undefined {
  if (Array.isArray(source)) {
    // Places come before members with names.
    const keys = Object.keys(source).slice(0, source.length);
    // Not a key for each place: there are holes.
    const isWhole = source.length === 0 || keys.at(-1) === String(source.length - 1);
    if (keys.length < source.length || !isWhole) return undefined;
    return { source, copy: [], keys, next: 0 };
  }
  if (!isPlainObject(source)) return undefined;
  return { source, copy: {}, keys: Object.keys(source), next: 0 };
}

/** An object literal, of this or another realm; not an instance of a class. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function put(container: JsonContainer, key: string | number, value: JsonValue): void {
  if (Array.isArray(container)) container.push(value);
  // Assigned, `__proto__` would set the prototype.
  else if (key === '__proto__') {
    Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
  } else container[key] = value;
}

/** Equal as JSON: the order of members does not count. Works without recursion, as `copyJson`. */
export function equalJson(left: JsonValue, right: JsonValue): boolean {
  const pairs: [JsonValue, JsonValue][] = [[left, right]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [one, other] = pair;
    if (one === other) continue;
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
    if (Array.isArray(one) !== Array.isArray(other)) return false;
    const keys = Object.keys(one);
    if (keys.length !== Object.keys(other).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(other, key)) return false;
      pairs.push([memberOf(one, key), memberOf(other, key)]);
    }
  }
  return true;
}

function memberOf(container: object, key: string): JsonValue {
  return Reflect.get(container, key) as JsonValue;
}
