import { contentHash } from '../writer/content-hash.ts';
import type { DiskEntry } from '../writer/decide-file.ts';
import type { RecordedScaffold } from '../writer/manifest.ts';
import {
  type BlockedMember,
  beginModule,
  completeModule,
  declaresMember,
  memberNames,
} from './complete-module.ts';
import type { ReadModule } from './module-facts.ts';
import type { IntendedScaffold } from './plan-scaffolds.ts';

export interface ScaffoldWrite extends IntendedScaffold {
  readonly content: string;
  /** What an existing module gets; undefined for a new one. */
  readonly added: readonly string[] | undefined;
}

/** What a run does to hand-written code. Every list is sorted by path. */
export interface ScaffoldChanges {
  readonly writes: readonly ScaffoldWrite[];
  /** Members that are missing, and that somebody must add by hand. */
  readonly blocked: readonly (BlockedMember & { readonly path: string })[];
  /** Members that nothing asks for any more: they stay. */
  readonly obsolete: readonly { readonly path: string; readonly member: string }[];
  /** For the manifest, once all this is done. */
  readonly recorded: ReadonlyMap<string, RecordedScaffold>;
  /** For the next run: see `ScaffoldSight.known`. */
  readonly known: ReadonlyMap<string, readonly string[]>;
}

/** What the planner may look at: it changes nothing. */
export interface ScaffoldSight {
  disk(path: string): DiskEntry;
  /** The text of a file, or undefined if it is none. */
  text(path: string): string | undefined;
  readonly readModule: ReadModule;
  /**
   * The modules that a run found complete, by a hash of their text and of what was asked of them, each
   * with its obsolete members: it takes long to find that out.
   */
  readonly known: ReadonlyMap<string, readonly string[]>;
}

/**
 * Decides what to do with every scaffold, and with those recorded that this run answers for by
 * `covers`. A module that is not there is begun; one that is there is only ever added to.
 */
export function planScaffoldChanges(
  scaffolds: readonly IntendedScaffold[],
  before: ReadonlyMap<string, RecordedScaffold>,
  covers: (recorded: RecordedScaffold) => boolean,
  sight: ScaffoldSight,
): ScaffoldChanges {
  const planned = new Set(scaffolds.map(({ path }) => path));
  const abandoned = [...before]
    .filter(([path, recorded]) => !planned.has(path) && covers(recorded))
    .map(([path, { model, target }]): IntendedScaffold => ({ path, model, target, header: '', parts: [] }));
  const judged = [...scaffolds, ...abandoned]
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map((scaffold) => judge(scaffold, before.get(scaffold.path)?.members ?? [], sight));
  const recorded = new Map(before);
  for (const { scaffold, obsolete } of judged) {
    const { path, model, target, parts } = scaffold;
    const members = [...new Set([...memberNames(parts), ...obsolete])].toSorted();
    if (members.length === 0) recorded.delete(path);
    else recorded.set(path, { model, target, members });
  }
  return {
    writes: judged.flatMap(({ scaffold, content, added }) =>
      content === undefined ? [] : [{ ...scaffold, content, added }],
    ),
    blocked: judged.flatMap(({ scaffold: { path }, blocked }) => blocked.map((one) => ({ ...one, path }))),
    obsolete: judged.flatMap(({ scaffold: { path }, obsolete }) =>
      obsolete.map((member) => ({ path, member })),
    ),
    recorded,
    known: new Map(judged.flatMap(({ known, obsolete }) => (known === undefined ? [] : [[known, obsolete]]))),
  };
}

interface Judged {
  readonly scaffold: IntendedScaffold;
  /** The new text, if there is one. */
  readonly content: string | undefined;
  readonly added: readonly string[] | undefined;
  readonly blocked: readonly BlockedMember[];
  readonly obsolete: readonly string[];
  /** The hash under which the module, once written, is complete. */
  readonly known: string | undefined;
}

function judge(scaffold: IntendedScaffold, recorded: readonly string[], sight: ScaffoldSight): Judged {
  const { path, header, parts } = scaffold;
  const asked = memberNames(parts);
  const nothing = {
    scaffold,
    content: undefined,
    added: undefined,
    blocked: [],
    obsolete: [],
    known: undefined,
  };
  const entry = sight.disk(path);
  if (entry.kind === 'absent') {
    if (parts.length === 0) return nothing;
    const content = beginModule(header, parts);
    return { ...nothing, content, known: hashOf(content, asked, []) };
  }
  const blockedBy = (reason: string): Judged => ({
    ...nothing,
    blocked: asked.map((member) => ({ member, reason })),
    obsolete: recorded.filter((member) => !asked.includes(member)),
  });
  if (entry.kind === 'obstacle')
    return blockedBy(`\`${entry.at}\` is in the way: it is ${things[entry.what]}`);
  const text = sight.text(path);
  if (text === undefined) return blockedBy('the file is not a text');

  const formerly = recorded.filter((member) => !asked.includes(member));
  const key = hashOf(text, asked, formerly);
  const known = sight.known.get(key);
  if (known) return { ...nothing, obsolete: known, known: key };
  const facts = sight.readModule(text, path);
  const completed = completeModule(text, facts, parts);
  const isBroken = facts.brokenAt !== undefined;
  const obsolete = formerly.filter((member) => isBroken || declaresMember(facts, member));
  const isWhole = !isBroken && completed.blocked.length === 0;
  return {
    scaffold,
    content: completed.added.length > 0 ? completed.text : undefined,
    added: completed.added,
    blocked: completed.blocked,
    obsolete,
    known: isWhole ? hashOf(completed.text, asked, obsolete) : undefined,
  };
}

const things = {
  file: 'a file',
  folder: 'a folder',
  link: 'a link',
  other: 'neither file nor folder',
} as const;

function hashOf(text: string, asked: readonly string[], formerly: readonly string[]): string {
  return contentHash(JSON.stringify([text, asked, formerly]));
}
