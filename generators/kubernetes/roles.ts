import { effectsOf } from '../../analysis/command-effects.ts';
import type { Actor, Command } from '../../pim/behaviour.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { Aggregate, Context, ElementId } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import { kebabCase } from '../core/naming.ts';
import type { Placement } from './placement.ts';
import type { CrdDocument, ObjectDocument } from './psm.ts';

const reading = ['get', 'list', 'watch'] as const;
const editing = ['create', 'update', 'patch', 'delete'] as const;

/** Roles with fixed rights, and by which of Kubernetes' own roles they are taken up. */
const plainRoles = [
  { name: 'viewer', verbs: reading, statusVerbs: ['get'], aggregateTo: 'view', what: 'reads everything' },
  {
    name: 'editor',
    verbs: [...reading, ...editing],
    statusVerbs: ['get'],
    aggregateTo: 'edit',
    what: 'reads and changes everything but the status',
  },
  {
    name: 'admin',
    verbs: [...reading, ...editing, 'deletecollection'],
    statusVerbs: ['get', 'update', 'patch'],
    aggregateTo: 'admin',
    what: 'reads and changes everything, the status too',
  },
] as const;

const notCommands =
  'Kubernetes knows no commands: whoever may update an object may change whatever its rules let.';

/**
 * The roles of a context: one that reads, one that edits, one that may do everything; and one for each
 * actor with a command, which may do to objects what its commands do to aggregates. Where the model says
 * who may do what, none of them becomes a part of Kubernetes' own roles: somebody must bind it.
 */
export function rolesOf(
  context: Context,
  resources: readonly Resource[],
  index: ModelIndex,
): readonly ObjectDocument[] {
  if (resources.length === 0) return [];
  const everybody = index.model.contexts.flatMap(({ actors }) => actors);
  const actors = everybody.filter((actor) => commandsOf(actor, everybody, context).length > 0);
  const base = `${kebabCase(index.model.name)}-${kebabCase(context.name)}`;
  const home: Home = { context, base, folder: folderOf(resources), saysWho: actors.length > 0 };
  return [
    ...plainRoles.map((role) => plainRole(role, resources, home)),
    ...actors.map((actor) => actorRole(actor, resources, home, index)),
  ];
}

/** A definition, and where its aggregate's fields lie. */
export interface Resource {
  readonly crd: CrdDocument;
  readonly placement: Placement;
}

interface Home {
  readonly context: Context;
  /** What the names of all roles of the context begin with. */
  readonly base: string;
  readonly folder: string;
  readonly saysWho: boolean;
}

function folderOf([first]: readonly Resource[]): string {
  return first ? first.crd.path.slice(0, first.crd.path.lastIndexOf('/')) : '';
}

function plainRole(
  { name, verbs, statusVerbs, aggregateTo, what }: (typeof plainRoles)[number],
  resources: readonly Resource[],
  { context, base, folder, saysWho }: Home,
): ObjectDocument {
  const labels = saysWho
    ? {}
    : { labels: { [`rbac.authorization.k8s.io/aggregate-to-${aggregateTo}`]: 'true' } };
  const granted = resources.flatMap(({ crd }) => grants(crd, verbs, statusVerbs));
  return {
    path: `${folder}/${name}.role.yaml`,
    element: context.id,
    origin: context.nameOrigin,
    comments: [`Whoever has this role ${what}.`],
    document: clusterRole(`${base}-${name}`, labels, granted),
    trace: { '': context.id, ...traceOf(granted) },
  };
}

function actorRole(
  actor: Actor,
  resources: readonly Resource[],
  { context, base, folder }: Home,
  index: ModelIndex,
): ObjectDocument {
  const everybody = index.model.contexts.flatMap(({ actors }) => actors);
  const commands = commandsOf(actor, everybody, context);
  const granted = resources.flatMap(({ crd, placement }) => {
    const wanted = commands
      .filter(({ aggregate }) => aggregate.id === crd.aggregate)
      .map((command) => verbsOf(command, placement, index));
    const verbs = new Set(wanted.flatMap((one) => one.verbs));
    const statusVerbs = new Set(wanted.flatMap((one) => one.statusVerbs));
    return grants(
      crd,
      [...reading, ...editing.filter((verb) => verbs.has(verb))],
      ['get', ...editing.filter((verb) => statusVerbs.has(verb))],
    );
  });
  const home = index.context(actor.id);
  const own = kebabCase(actor.name) || actor.name.toLowerCase();
  const name = home.id === context.id ? own : `${kebabCase(home.name)}-${own}`;
  return {
    path: `${folder}/actor-${name}.role.yaml`,
    element: actor.id,
    origin: actor.nameOrigin,
    comments: [
      `What the actor \`${home.id === context.id ? '' : `${home.name}.`}${actor.name}\` may do.`,
      notCommands,
    ],
    document: clusterRole(`${base}-actor-${name}`, {}, granted),
    trace: { '': actor.id, ...traceOf(granted) },
  };
}

interface AllowedCommand {
  readonly command: Command;
  readonly aggregate: Aggregate;
}

/** What an actor may send: what it is allowed itself, and what any actor that it is may send. */
function commandsOf(actor: Actor, everybody: readonly Actor[], context: Context): readonly AllowedCommand[] {
  const own = new Set<ElementId>([actor.id]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of own) {
    const parent = everybody.find((one) => one.id === id)?.parent?.id;
    if (parent !== undefined) own.add(parent);
  }
  return aggregatesOf(context).flatMap((aggregate) =>
    aggregate.commands
      .filter(({ allows }) => allows.some(({ id }) => id !== undefined && own.has(id)))
      .map((command) => ({ command, aggregate })),
  );
}

/** What somebody must do to objects who sends a command: a `create` creates, an event may delete. */
function verbsOf(
  { command, aggregate }: AllowedCommand,
  placement: Placement,
  index: ModelIndex,
): { readonly verbs: readonly Verb[]; readonly statusVerbs: readonly Verb[] } {
  if (command.creation) return { verbs: ['create'], statusVerbs: [] };
  const { effects, changed } = effectsOf(command, aggregate, index);
  const fields = aggregate.fields.filter(({ id }) => changed.has(id));
  const parts = new Set(fields.map((field) => placement.partOf(field)));
  const change = ['update', 'patch'] as const;
  return {
    verbs: [
      ...(parts.has('spec') ? change : []),
      ...(effects.some(({ kind }) => kind === 'deletes') ? (['delete'] as const) : []),
    ],
    statusVerbs: parts.has('status') ? change : [],
  };
}

type Verb = (typeof editing)[number];

interface Grant {
  readonly aggregate: ElementId;
  readonly rule: JsonObject;
}

function grants(
  { aggregate, document }: CrdDocument,
  verbs: readonly string[],
  statusVerbs: readonly string[],
): readonly Grant[] {
  const { group, names, versions } = document.spec;
  const grant = (resource: string, allowed: readonly string[]): Grant => ({
    aggregate,
    rule: { apiGroups: [group], resources: [resource], verbs: [...allowed] },
  });
  const hasStatus = versions.some(({ subresources }) => subresources !== undefined);
  return [grant(names.plural, verbs), ...(hasStatus ? [grant(`${names.plural}/status`, statusVerbs)] : [])];
}

function clusterRole(name: string, labels: JsonObject, granted: readonly Grant[]): JsonObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, ...labels },
    rules: granted.map(({ rule }) => rule),
  };
}

function traceOf(granted: readonly Grant[]): PointerTrace {
  return Object.fromEntries(
    granted.map(({ aggregate }, position) => [pointer('rules', position), aggregate]),
  );
}
