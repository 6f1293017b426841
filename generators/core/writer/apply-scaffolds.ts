import { isJsonObject } from '../../../pim/json.ts';
import type { ReadModule } from '../scaffold/module-facts.ts';
import type { IntendedScaffold } from '../scaffold/plan-scaffolds.ts';
import { planScaffoldChanges, type ScaffoldChanges } from '../scaffold/scaffold-changes.ts';
import { type FileSystem, localFolder, parentFolders, replaceFile } from './file-system.ts';
import type { Manifest } from './manifest.ts';
import type { OutputPlan } from './plan.ts';
import { survey } from './survey.ts';
import { decodeText } from './text-lines.ts';

/** The hand-written code that a run asks for. */
export interface Scaffolding {
  readonly scaffolds: readonly IntendedScaffold[];
  /** The folder of hand-written code. */
  readonly fileSystem: FileSystem;
  readonly readModule: ReadModule;
}

/** The modules that were found complete: see `ScaffoldSight.known`. A cache. */
export const knownModulesFile = `${localFolder}/scaffolds`;
const maximumKnown = 1000;

/** Reads the disk and decides; changes nothing. */
export function examineScaffolds(
  { scaffolds, fileSystem, readModule }: Scaffolding,
  plan: OutputPlan,
  before: Manifest,
  output: FileSystem,
): ScaffoldChanges {
  const { disk, text } = survey(fileSystem);
  const sight = { disk, text, readModule, known: readKnown(output) };
  return planScaffoldChanges(
    scaffolds,
    before.scaffolds,
    (recorded) => plan.covers(recorded, before.models.get(recorded.model)),
    sight,
  );
}

/** Whether all is there, and known to be. */
export function areScaffoldsSettled({ writes, known }: ScaffoldChanges, output: FileSystem): boolean {
  const before = readKnown(output);
  return writes.length === 0 && [...known.keys()].every((key) => before.has(key));
}

/**
 * Writes what is begun and what is added to. Whoever looks at a module sees it as it was or with all
 * that is new; a run that dies in between leaves the rest to the next.
 */
export function writeScaffolds(
  { writes, known }: ScaffoldChanges,
  { fileSystem }: Scaffolding,
  output: FileSystem,
): void {
  for (const { path, content } of writes) {
    const folder = parentFolders(path).at(-1);
    if (folder !== undefined) fileSystem.makeFolder(folder);
    // Beside the module, for it must not lie on another disk.
    const temporary = temporaryOf(path);
    fileSystem.write(temporary, content);
    fileSystem.sync(temporary);
    fileSystem.rename(temporary, path);
  }
  const before = readKnown(output);
  if ([...known.keys()].every((key) => before.has(key))) return;
  const entries = [...known, ...before].slice(0, Math.max(known.size, maximumKnown));
  output.makeFolder(localFolder);
  replaceFile(output, knownModulesFile, `${JSON.stringify(Object.fromEntries(entries))}\n`);
}

/** Takes away what a run that died in `writeScaffolds` left. */
export function removeTemporaryModules({ scaffolds, fileSystem }: Scaffolding): void {
  for (const { path } of scaffolds) {
    const temporary = temporaryOf(path);
    if (fileSystem.kind(temporary) === 'file') fileSystem.remove(temporary);
  }
}

function temporaryOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `${path.slice(0, path.length - name.length)}.${name}.pimento`;
}

/** Trusts nothing: what is no cache of ours is as good as none. */
function readKnown(output: FileSystem): ReadonlyMap<string, readonly string[]> {
  const text =
    output.kind(knownModulesFile) === 'file' ? decodeText(output.read(knownModulesFile)) : undefined;
  const json = text === undefined ? undefined : parsed(text);
  const known = new Map<string, readonly string[]>();
  for (const [key, members] of Object.entries(isJsonObject(json) ? json : {})) {
    if (Array.isArray(members) && members.every((member) => typeof member === 'string'))
      known.set(key, members);
  }
  return known;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A cache that cannot be read is made anew.
    return undefined;
  }
}
