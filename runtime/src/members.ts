export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of the object itself: nothing that it inherits counts. */
export function ownMember(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

/** What an instance of a class says that it holds, as an aggregate does: its getters are inherited. */
export function stateOf(given: unknown): unknown {
  if (!isObject(given) || Object.hasOwn(given, 'toJSON')) return given;
  const toJson: unknown = Reflect.get(given, 'toJSON');
  return typeof toJson === 'function' ? toJson.call(given) : given;
}
