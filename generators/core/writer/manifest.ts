import { isJsonObject, type JsonObject, type JsonValue } from '../../../pim/json.ts';
import { pathProblem } from './output-path.ts';

/** What was generated, by path. Printed, it is the same for the same files on every machine. */
export interface Manifest {
  /** Where each model that has files came from. */
  readonly models: ReadonlyMap<string, RecordedModel>;
  readonly files: ReadonlyMap<string, RecordedFile>;
  /** The modules of hand-written code that were begun, by their path in its folder. */
  readonly scaffolds: ReadonlyMap<string, RecordedScaffold>;
}

export interface RecordedModel {
  /**
   * The files that declare the model, relative to the output folder, sorted; none where such
   * paths would tell about the machine.
   */
  readonly sources: readonly string[];
}

export interface RecordedFile {
  readonly model: string;
  readonly target: string;
  /** The `contentHash` of what was generated. */
  readonly sha256: string;
  /**
   * Of a file that somebody edited and `--merge` took over: the `contentHash` of the edited text,
   * which says all that the generated one says.
   */
  readonly edited?: string;
}

/** What a run asked a module of hand-written code to hold. */
export interface RecordedScaffold {
  readonly model: string;
  readonly target: string;
  /** Sorted: `Pricing`, `Pricing.price`. */
  readonly members: readonly string[];
}

/** A manifest, or why a text is none, as the end of a sentence. */
export type ManifestReading =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'unreadable'; readonly reason: string };

const format = 1;

export const emptyManifest: Manifest = { models: new Map(), files: new Map(), scaffolds: new Map() };

/** One line per file, sorted, so that Git merges it line by line. */
export function printManifest(manifest: Manifest): string {
  const models = sortedEntries(manifest.models).map(
    ([name, { sources }]) =>
      `    ${JSON.stringify(name)}: { "sources": [${sources.map((source) => JSON.stringify(source)).join(', ')}] }`,
  );
  const files = sortedEntries(manifest.files).map(
    ([path, { model, target, sha256, edited }]) =>
      `    ${JSON.stringify(path)}: { "model": ${JSON.stringify(model)}, "target": ${JSON.stringify(target)}, "sha256": "${sha256}"${edited === undefined ? '' : `, "edited": "${edited}"`} }`,
  );
  const scaffolds = sortedEntries(manifest.scaffolds).map(
    ([path, { model, target, members }]) =>
      `    ${JSON.stringify(path)}: { "model": ${JSON.stringify(model)}, "target": ${JSON.stringify(target)}, "members": [${members.map((member) => JSON.stringify(member)).join(', ')}] }`,
  );
  const end = scaffolds.length === 0 ? '' : `,\n  "scaffolds": ${block(scaffolds)}`;
  return `{\n  "format": ${format},\n  "models": ${block(models)},\n  "files": ${block(files)}${end}\n}\n`;
}

/**
 * Trusts nothing: a manifest may come from a stranger's repository, and its paths decide what is
 * removed.
 */
export function parseManifest(text: string): ManifestReading {
  if (/^(?:<<<<<<<|>>>>>>>) /m.test(text))
    return unreadable('it holds the marks of a merge conflict: take either side');
  const json = parseJson(text);
  if (!isJsonObject(json)) return unreadable('it is not a JSON object');
  if (typeof json.format === 'number' && json.format > format) return unreadable('a newer Pimento wrote it');
  if (json.format !== format || !isJsonObject(json.models) || !isJsonObject(json.files)) {
    return unreadable('it is not a manifest of format 1');
  }
  const models = new Map<string, RecordedModel>();
  for (const [name, value] of Object.entries(json.models)) {
    const sources = isJsonObject(value) ? value.sources : undefined;
    if (!isTextList(sources)) return unreadable(`its entry for the model \`${name}\` is broken`);
    models.set(name, { sources });
  }
  const files = entriesByPath(json.files, recordedFile);
  if (typeof files === 'string') return unreadable(files);
  const scaffolds = entriesByPath(json.scaffolds ?? {}, recordedScaffold);
  if (typeof scaffolds === 'string') return unreadable(scaffolds);
  return { kind: 'manifest', manifest: { models, files, scaffolds } };
}

/** What an object says of each path, or why it says none of it. */
function entriesByPath<Entry>(
  json: JsonValue,
  read: (value: JsonObject) => Entry | undefined,
): ReadonlyMap<string, Entry> | string {
  const entries = new Map<string, Entry>();
  for (const [path, value] of Object.entries(isJsonObject(json) ? json : { scaffolds: null })) {
    const entry = isJsonObject(value) ? read(value) : undefined;
    if (!entry) return `its entry for \`${path}\` is broken`;
    const problem = pathProblem(path);
    if (problem) return `its path \`${path}\` ${problem.reason}`;
    entries.set(path, entry);
  }
  return entries;
}

/**
 * What a run that died left on the disk: of each file that it meant to write, its entry if it got
 * that far, else the entry from before. An edit made since matches neither and stays an edit.
 */
export function recoverManifest(
  before: Manifest,
  pending: Manifest,
  hashOnDisk: (path: string) => string | undefined,
): Manifest {
  const files = new Map(before.files);
  for (const [path, entry] of pending.files) {
    const old = before.files.get(path);
    if (old === undefined || isSame(old, entry) || hashOnDisk(path) === (entry.edited ?? entry.sha256))
      files.set(path, entry);
  }
  return {
    models: new Map([...before.models, ...pending.models]),
    files,
    // What a module was asked for and does not hold is forgotten by the next run that looks at it.
    scaffolds: new Map([...before.scaffolds, ...pending.scaffolds]),
  };
}

function recordedFile({ model, target, sha256, edited }: JsonObject): RecordedFile | undefined {
  if (typeof model !== 'string' || typeof target !== 'string' || !isHash(sha256)) return undefined;
  if (edited === undefined) return { model, target, sha256 };
  return isHash(edited) ? { model, target, sha256, edited } : undefined;
}

function recordedScaffold({ model, target, members }: JsonObject): RecordedScaffold | undefined {
  if (typeof model !== 'string' || typeof target !== 'string' || !isTextList(members)) return undefined;
  return { model, target, members };
}

function isHash(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isSame(left: RecordedFile, right: RecordedFile): boolean {
  return left.sha256 === right.sha256 && left.edited === right.edited;
}

function isTextList(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(reason: string): ManifestReading {
  return { kind: 'unreadable', reason };
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
}

function sortedEntries<Item>(map: ReadonlyMap<string, Item>): readonly (readonly [string, Item])[] {
  return [...map].toSorted(([left], [right]) => (left < right ? -1 : 1));
}
