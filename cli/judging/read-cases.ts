import { type LocatedEntry, type LocatedObject, plainJson } from '../../generators/core/located-value.ts';
import { readLocatedYaml } from '../../generators/core/located-yaml.ts';
import { compileSchema, schemaProblems } from '../../generators/core/schema-problems.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Origin } from '../../pim/origin.ts';
import schema from '../../schemas/cases.schema.json' with { type: 'json' };
import { badCase } from '../diagnostic-pages.ts';

/** A case as it is written. */
export interface WrittenCase {
  readonly id: string;
  /** A path relative to the file, or the text of a model. */
  readonly model: Written;
  readonly type: Written;
  /** JSON text. */
  readonly instance: string;
  readonly old?: string;
  readonly expected: 'accept' | 'reject';
  readonly rule?: Written;
  readonly origin: Origin;
}

export interface Written {
  readonly text: string;
  readonly origin: Origin;
}

/**
 * Reads cases in YAML or JSON; `file` is what their origins will say, `ids` are those of cases before. No
 * case of the file is read if one is wrong.
 */
export function readCases(
  text: string,
  file: string,
  ids: Set<string>,
): { readonly cases: readonly WrittenCase[]; readonly diagnostics: readonly Diagnostic[] } {
  const read = readLocatedYaml(text, file);
  if (read.kind === 'unreadable')
    return {
      cases: [],
      diagnostics: [bad(`The cases are not YAML that can be used: ${read.reason}.`, read.origin)],
    };
  if (read.value.kind !== 'list')
    return {
      cases: [],
      diagnostics: [bad('Cases are a list: each begins with `- id: …`.', read.value.origin)],
    };
  const cases: WrittenCase[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const item of read.value.items) {
    if (item.kind !== 'object') {
      diagnostics.push(bad('A case is made of members such as `id: …` and `expected: accept`.', item.origin));
      continue;
    }
    const found = readCase(item, diagnostics);
    if (!found) continue;
    if (ids.has(found.id))
      diagnostics.push(bad(`Another case has the id \`${found.id}\` too.`, found.origin));
    ids.add(found.id);
    cases.push(found);
  }
  if (cases.length === 0 && diagnostics.length === 0)
    diagnostics.push(bad('There is no case.', read.value.origin));
  return { cases: diagnostics.length === 0 ? cases : [], diagnostics };
}

function readCase(item: LocatedObject, diagnostics: Diagnostic[]): WrittenCase | undefined {
  const problems = schemaProblems(item, compileSchema(schema.items), {
    knowsNo: 'A case has no member',
    needs: 'A case needs the member',
    member: 'member',
    whole: 'A case',
    origin: item.origin,
  });
  diagnostics.push(...problems.map(({ message, origin }) => bad(message, origin)));
  if (problems.length > 0) return undefined;
  const entries = new Map(item.entries.map((entry) => [entry.name, entry]));
  const instance = jsonTextOf('instance', entries, item.origin, diagnostics);
  const old = jsonTextOf('old', entries, item.origin, diagnostics);
  const [id, model, type, rule] = ['id', 'model', 'type', 'rule'].map((name) => written(entries.get(name)));
  if (instance === undefined) {
    if (!entries.has('instance') && !entries.has('instanceJson'))
      diagnostics.push(bad('A case needs an `instance`, or its text as `instanceJson`.', item.origin));
    return undefined;
  }
  if (!id || !model || !type) return undefined;
  const expected = written(entries.get('expected'))?.text === 'accept' ? 'accept' : 'reject';
  return {
    id: id.text,
    model,
    type,
    instance,
    ...(old === undefined ? {} : { old }),
    expected,
    ...(rule ? { rule } : {}),
    origin: id.origin,
  };
}

function written(entry: LocatedEntry | undefined): Written | undefined {
  return entry?.value.kind === 'scalar'
    ? { text: String(entry.value.value), origin: entry.value.origin }
    : undefined;
}

/** `instance: …` as JSON text, or the text of `instanceJson`; undefined if there is neither, or a problem. */
function jsonTextOf(
  name: 'instance' | 'old',
  entries: ReadonlyMap<string, LocatedEntry>,
  origin: Origin,
  diagnostics: Diagnostic[],
): string | undefined {
  const value = entries.get(name);
  const text = written(entries.get(`${name}Json`));
  if (value && text) {
    diagnostics.push(bad(`A case has \`${name}\` or \`${name}Json\`, not both.`, origin));
    return undefined;
  }
  if (value) return JSON.stringify(plainJson(value.value));
  if (!text) return undefined;
  try {
    JSON.parse(text.text);
    return text.text;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    diagnostics.push(bad(`\`${name}Json\` is not JSON: ${error.message}.`, text.origin));
    return undefined;
  }
}

export function bad(message: string, origin: Origin): Diagnostic {
  return { ...badCase, message, origin, related: [] };
}
