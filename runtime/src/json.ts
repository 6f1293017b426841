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
 * numbers that are not finite. Works without recursion, so that no depth overflows the stack; a part that
 * stands in several places is copied once.
 */
export function copyJson(input: unknown): JsonValue | undefined {
  if (isJsonPrimitive(input)) return input;
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
    const keys = Object.keys(source);
    // Fewer or more keys than places: holes, or members that JSON would lose.
    if (keys.length !== source.length) return undefined;
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
