import type { Location, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { buildPim } from '../../grammar/build-pim.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { indexModel } from '../../pim/model-index.ts';
import { type Occurrence, occurrenceAt, occurrencesIn, shortName } from '../occurrences.ts';
import { offsetAt, rangeBetween } from '../ranges.ts';
import type { Workspace } from '../workspace.ts';

/** A place, with a file of the workspace in place of the protocol's address. */
export type FilePlace = Omit<Location, 'uri'> & { readonly file: string };

/** What the name at a position leads to, in the model of the file as it is now. */
export function namedAt(
  workspace: Workspace,
  file: string,
  position: Position,
): { readonly index: ModelIndex; readonly occurrence: Occurrence } | undefined {
  const index = workspace.focus(file)?.index;
  const text = workspace.parsed(file)?.text;
  if (!index || text === undefined) return undefined;
  const all = occurrencesIn(index, (one) => workspace.parsed(one)?.text, file);
  const occurrence = occurrenceAt(all, offsetAt(text, position));
  return occurrence && { index, occurrence };
}

/** Where the element that a name leads to is declared. */
export function definitionOf(workspace: Workspace, file: string, position: Position): FilePlace | undefined {
  const found = namedAt(workspace, file, position);
  const origin = found && found.index.get(found.occurrence.element)?.nameOrigin;
  const text = origin && workspace.parsed(origin.file)?.text;
  if (!origin || text === undefined) return undefined;
  return { file: origin.file, range: rangeBetween(text, origin.start.offset, origin.end.offset) };
}

/** Every place that names the element at a position, all over its model. */
export function referencesOf(
  workspace: Workspace,
  file: string,
  position: Position,
  includeDeclaration: boolean,
): readonly FilePlace[] {
  return sameElement(workspace, file, position)
    .filter((one) => includeDeclaration || !one.isDeclaration)
    .flatMap((one) => {
      const text = workspace.parsed(one.file)?.text;
      return text === undefined ? [] : [{ file: one.file, range: rangeBetween(text, one.start, one.end) }];
    });
}

/** The name at a position, if it can be renamed. */
export function renameRange(workspace: Workspace, file: string, position: Position): Range | undefined {
  const found = namedAt(workspace, file, position);
  const text = workspace.parsed(file)?.text;
  return found && text !== undefined
    ? rangeBetween(text, found.occurrence.start, found.occurrence.end)
    : undefined;
}

export interface Renamed {
  /** By file. Empty with a `problem`. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly problem?: string;
}

/**
 * The edits that give the element at a position another name wherever it is named. They are tried first: if the
 * model would then say anything else, nothing is changed, and the problem says so.
 */
export function renameOf(workspace: Workspace, file: string, position: Position, name: string): Renamed {
  const none = new Map<string, readonly TextEdit[]>();
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return { edits: none, problem: `\`${name}\` is no name: letters, digits and _, and no digit first.` };
  const places = sameElement(workspace, file, position);
  if (places.length === 0) return { edits: none, problem: 'There is no name here that could be changed.' };
  const byFile = Map.groupBy(places, (one) => one.file);
  const files = workspace.modelFiles(file);
  const changed = files.map((parsed) => {
    const own = byFile.get(parsed.file) ?? [];
    return own.length === 0 ? parsed : workspace.reparsed(parsed.file, replaceAll(parsed.text, own, name));
  });
  const before = buildPim(files);
  const after = buildPim(changed);
  if (!before || !after)
    return { edits: none, problem: 'The text has an error that has to be mended first.' };
  const count = (built: typeof before, parsed: typeof files): string =>
    JSON.stringify([
      parsed.map(({ diagnostics }) => diagnostics.length),
      unresolvedIn(built.model),
      occurrencesIn(indexModel(built.model), (one) => parsed.find((each) => each.file === one)?.text).length,
    ]);
  if (count(before, files) !== count(after, changed))
    return {
      edits: none,
      problem: `With the name \`${name}\` the model would not say the same: something else is called so, or what goes by this name without writing it would be lost.`,
    };
  const edits = new Map<string, readonly TextEdit[]>();
  for (const [one, own] of byFile) {
    const text = workspace.parsed(one)?.text ?? '';
    edits.set(
      one,
      own.map((place) => ({
        range: rangeBetween(text, place.start, place.end),
        newText: newNameAt(text, place, name),
      })),
    );
  }
  return { edits };
}

/** All places of the element at a position: those of one declaration, which a trait's members share. */
function sameElement(workspace: Workspace, file: string, position: Position): readonly Occurrence[] {
  const found = namedAt(workspace, file, position);
  const built = buildPim(workspace.modelFiles(file));
  if (!found || !built) return [];
  const index = indexModel(built.model);
  const declared = index.get(found.occurrence.element)?.nameOrigin;
  if (!declared) return [];
  return occurrencesIn(index, (one) => workspace.parsed(one)?.text).filter(({ element }) => {
    const origin = index.get(element)?.nameOrigin;
    return origin?.file === declared.file && origin.start.offset === declared.start.offset;
  });
}

function replaceAll(text: string, places: readonly Occurrence[], name: string): string {
  let changed = text;
  for (const place of places.toSorted((left, right) => right.start - left.start))
    changed = changed.slice(0, place.start) + newNameAt(text, place, name) + changed.slice(place.end);
  return changed;
}

/** An aggregate is called by its short name where an event about it is read. */
function newNameAt(text: string, { start, element }: Occurrence, name: string): string {
  const old = element.slice(element.lastIndexOf('.') + 1);
  const isShort = !text.startsWith(old, start) && text.startsWith(shortName(old), start);
  return isShort ? shortName(name) : name;
}

/** How many names lead nowhere. */
function unresolvedIn(model: object): number {
  return JSON.stringify(model).match(/"kind":"unresolved(?:Name)?"/g)?.length ?? 0;
}
