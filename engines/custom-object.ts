import { isJsonObject } from '../pim/json.ts';
import type { CustomResource } from './custom-resource.ts';
import { isSpelledNumber, parseSpelled } from './spelled-json.ts';

/**
 * An instance as the object of its resource: JSON text, numbers spelled as they were. What the model does not
 * know lies in the spec; so does an instance that is no object at all.
 */
export function objectText(instance: string, resource: CustomResource): string {
  const value = parseSpelled(instance);
  const { apiVersion, kind, name } = resource;
  const isObject = isJsonObject(value) && !isSpelledNumber(value);
  const members = isObject ? Object.entries<unknown>(value) : [];
  const pick = (isMeant: (key: string) => boolean): object | undefined => {
    const picked = members.filter(([key]) => isMeant(key));
    return picked.length === 0 ? undefined : Object.fromEntries(picked);
  };
  const isInStatus = (key: string): boolean => resource.status.includes(key);
  const spec = isObject
    ? (pick((key) => key !== name && !isInStatus(key)) ?? (resource.spec.length === 0 ? undefined : {}))
    : value;
  const status = pick(isInStatus) ?? (resource.needsStatus ? {} : undefined);
  const named = name === undefined ? 'judged' : members.find(([key]) => key === name)?.[1];
  return JSON.stringify({ apiVersion, kind, metadata: { name: named }, spec, status });
}

/** The steps from an object on to what the server calls `spec.lines[2].count`; entries of maps are dotted too. */
export function stepsInObject(field: string, object: unknown): readonly string[] {
  const steps: string[] = [];
  let rest = field;
  let value = object;
  while (rest !== '') {
    const names: readonly string[] = isJsonObject(value) || Array.isArray(value) ? Object.keys(value) : [];
    const spellings = names.flatMap((name) => [
      { name, text: `[${name}]` },
      { name, text: steps.length === 0 ? name : `.${name}` },
    ]);
    // Of names that begin alike the longer one is meant.
    const [found = unknownStep(rest)] = spellings
      .filter(({ text }) => rest.startsWith(text) && /^(?:$|[.[])/.test(rest.slice(text.length)))
      .toSorted((left, right) => right.text.length - left.text.length);
    steps.push(found.name);
    rest = rest.slice(found.text.length);
    value =
      isJsonObject(value) && Object.hasOwn(value, found.name)
        ? value[found.name]
        : Array.isArray(value)
          ? value[Number(found.name)]
          : undefined;
  }
  return steps;
}

/** Something that is not there: what is required. */
function unknownStep(rest: string): { readonly name: string; readonly text: string } {
  const [text = rest, name = rest] =
    /^\.?([^.[]+)|^\[([^\]]*)\]/.exec(rest)?.filter((one) => one !== undefined) ?? [];
  return { name, text };
}
