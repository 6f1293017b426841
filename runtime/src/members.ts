export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether what `for … in` finds in an object is its own. */
export function hasPlainMembers(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || (prototype === Object.prototype && isObjectPrototypeClean());
}

function isObjectPrototypeClean(): boolean {
  for (const _ in Object.prototype) return false;
  return true;
}

/** A member of the object itself: nothing that it inherits counts. */
export function ownMember(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** What an instance of a class says that it holds, as an aggregate does: its getters are inherited. */
export function stateOf(given: unknown): unknown {
  if (!isObject(given) || Object.getPrototypeOf(given) === Object.prototype) return given;
  if (Object.hasOwn(given, 'toJSON')) return given;
  const toJson: unknown = Reflect.get(given, 'toJSON');
  return typeof toJson === 'function' ? toJson.call(given) : given;
}
