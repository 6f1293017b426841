import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgesOf } from '../generators/core/coverage.ts';
import type { Target } from '../generators/core/target.ts';
import { withNeeded } from '../generators/core/transform-model.ts';
import { targets as builtIn } from '../generators/targets.ts';
import type { Diagnostic } from '../pim/diagnostic.ts';
import { didYouMean } from '../pim/near-miss.ts';
import { type Arguments, valueOf } from './arguments.ts';
import type { UsageProblem } from './command.ts';
import {
  type Configuration,
  configurationName,
  defaultHandwritten,
  defaultModels,
  defaultOutput,
  emptyConfiguration,
  type Setting,
} from './configuration/configuration.ts';
import { placeProblems } from './configuration/place-problems.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { badSetting } from './diagnostic-pages.ts';
import { loadTargets, type PluginTarget } from './plugins/load-plugins.ts';
import { ownTemplates, type ProjectTemplates, replacedTemplates } from './project-templates.ts';

/** What a command works on: what the configuration says, and the command line in place of it. */
export interface Project {
  /** Paths of the models, as the user can open them. */
  readonly models: readonly string[];
  /** The output folder, as the user can open it. */
  readonly output: string;
  /** The folder for scaffolds that are the user's, as the user can open it. */
  readonly handwritten: string;
  /** Every target there is, in an order in which each comes after those it needs. */
  readonly targets: readonly Target[];
  /** Ids of the targets that are made, those included that one of them needs. */
  readonly wanted: ReadonlySet<string>;
  /** True if `--target` asked for some of them: the output of the others is then left as it is. */
  readonly partial: boolean;
  /** Which of the targets come from plugins, by id. */
  readonly plugins: ReadonlyMap<string, PluginTarget>;
  readonly templates: ProjectTemplates;
  /** Ids of the judges that must hold every rule and limit: `python`, `sql/sqlite`. */
  readonly enforced: ReadonlySet<string>;
}

export interface OpenedProject {
  /** Undefined if the configuration has an error: nothing can be done then. */
  readonly project: Project | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The configuration's text by `origin.file`. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The configuration with everything loaded that it names. */
interface Setup extends Pick<Project, 'targets' | 'plugins' | 'templates'> {
  readonly configuration: Configuration;
  /** As the user can open it, for a path of the configuration. */
  shown(path: string): string;
}

/** What the setting `enforce` calls all targets. */
const everyTarget = 'required';

/** This package, one folder up from the source and from the bundle alike. */
const packageRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * Finds the configuration, loads its plugins, and lets the command line have the last word. `otherwise`
 * are the models if neither names any.
 */
export async function openProject(
  given: Arguments,
  otherwise: readonly string[] = [],
): Promise<OpenedProject | UsageProblem> {
  const here = process.cwd();
  const read = readConfiguration(here);
  const texts = new Map(read ? [[read.file, read.text]] : []);
  if (read && !read.configuration) return { project: undefined, diagnostics: read.diagnostics, texts };
  const { setup, diagnostics } = await loadSetup(
    read?.configuration ?? emptyConfiguration,
    read?.folder ?? here,
    here,
  );
  if (diagnostics.length > 0) return { project: undefined, diagnostics, texts };
  const models = modelsOf(given, setup, otherwise);
  const usage = usageProblem(given, models, setup.targets);
  return usage === undefined ? { project: projectOf(given, models, setup), diagnostics, texts } : { usage };
}

async function loadSetup(
  configuration: Configuration,
  folder: string,
  here: string,
): Promise<{ readonly setup: Setup; readonly diagnostics: readonly Diagnostic[] }> {
  const { targets, plugins, diagnostics } = await loadTargets(builtIn, configuration.plugins, folder);
  const shown = (path: string): string => relative(here, join(folder, path)) || '.';
  const roots = new Map([
    ...builtIn.map(({ id }) => [id, packageRoot] as const),
    ...[...plugins].map(([id, { root }]) => [id, root] as const),
  ]);
  const misplaced = placeProblems(configuration, folder);
  const replaced =
    configuration.templates && misplaced.length === 0
      ? replacedTemplates(shown(configuration.templates.value), roots)
      : { templates: ownTemplates(roots), diagnostics: [] };
  return {
    setup: { configuration, targets, plugins, templates: replaced.templates, shown },
    diagnostics: [
      ...diagnostics,
      ...misplaced,
      // What belongs to a plugin that cannot be used is not unknown.
      ...(diagnostics.length > 0 ? [] : [...replaced.diagnostics, ...unknownTargets(configuration, targets)]),
    ],
  };
}

function projectOf(
  given: Arguments,
  models: readonly string[],
  { configuration, shown, targets, plugins, templates }: Setup,
): Project {
  const { output } = configuration;
  const asked = askedTargets(given);
  const wanted = asked ?? configuration.targets?.map(({ value }) => value) ?? targets.map(({ id }) => id);
  // A target's files are of no use without those of the targets that it needs.
  const made = new Set(withNeeded(targets, new Set(wanted)).map((target) => target.id));
  return {
    models,
    output: valueOf(given, 'out') ?? shown(output?.value ?? defaultOutput),
    handwritten: valueOf(given, 'handwritten') ?? handwrittenOf(given, configuration, shown),
    targets,
    wanted: made,
    partial: asked !== undefined,
    plugins,
    templates,
    enforced: enforcedOf(configuration, targets, made),
  };
}

function enforcedOf(
  { enforce = [] }: Configuration,
  targets: readonly Target[],
  made: ReadonlySet<string>,
): ReadonlySet<string> {
  const asked = new Set(enforce.map(({ value }) => value));
  const judging = targets
    .filter(({ id }) => made.has(id))
    .flatMap((target) => judgesOf(target).map(({ id }) => ({ id, target: target.id })));
  return new Set(
    judging.flatMap(({ id, target }) =>
      asked.has(everyTarget) || asked.has(target) || asked.has(id) ? [id] : [],
    ),
  );
}

/** An output folder that the command line chose has the hand-written code beside it, if nothing else is said. */
function handwrittenOf(
  given: Arguments,
  { handwritten }: Configuration,
  shown: (path: string) => string,
): string {
  const out = valueOf(given, 'out');
  if (handwritten || out === undefined) return shown(handwritten?.value ?? defaultHandwritten);
  return join(out, '..', defaultHandwritten);
}

function modelsOf(
  { operands }: Arguments,
  { configuration, shown }: Setup,
  otherwise: readonly string[],
): readonly string[] {
  if (operands.length > 0) return operands;
  if (configuration.models.length > 0) return configuration.models.map(({ value }) => shown(value));
  const path = shown(defaultModels);
  return existsSync(path) ? [path] : otherwise;
}

function usageProblem(
  given: Arguments,
  models: readonly string[],
  targets: readonly Target[],
): string | undefined {
  if (models.includes('')) return 'A path is empty.';
  if (models.length === 0) {
    return [
      `A path is missing: give one, name your models in \`${configurationName}\`, or put them into a folder`,
      `\`${defaultModels}\`. \`pimento init\` begins a project.`,
    ].join('\n');
  }
  const ids = targets.map((target) => target.id);
  const unknown = askedTargets(given)?.find((id) => !ids.includes(id));
  return unknown === undefined ? undefined : noTarget(unknown, ids);
}

function unknownTargets(configuration: Configuration, targets: readonly Target[]): readonly Diagnostic[] {
  const ids = targets.map((target) => target.id);
  const bad = ({ origin }: Setting, message: string): Diagnostic => ({
    ...badSetting,
    message,
    origin,
    related: [],
  });
  const enforced = (configuration.enforce ?? []).filter(({ value }) => value !== everyTarget);
  const unknown = (configuration.targets ?? []).filter(({ value }) => !ids.includes(value));
  const holders = new Set([...ids, ...targets.flatMap((target) => judgesOf(target).map(({ id }) => id))]);
  const noHolder = enforced.filter(({ value }) => !holders.has(value));
  if (unknown.length + noHolder.length > 0)
    return [
      ...unknown.map((one) => bad(one, noTarget(one.value, ids))),
      ...noHolder.map((one) => bad(one, noTarget(one.value, [...holders]))),
    ];
  const wanted = configuration.targets?.map(({ value }) => value) ?? ids;
  const made = new Set(withNeeded(targets, new Set(wanted)).map(({ id }) => id));
  return enforced.flatMap((one) => {
    const { value } = one;
    const [id = value] = value.split('/');
    if (!made.has(id))
      return [
        bad(one, `\`${value}\` is to hold everything, and is not made: name \`${id}\` in \`targets\`, too.`),
      ];
    const isJudge = targets.find((target) => target.id === id)?.judges !== false;
    return isJudge ? [] : [bad(one, `\`${value}\` cannot hold anything: what it makes judges no data.`)];
  });
}

function noTarget(id: string, ids: readonly string[]): string {
  return `There is no target \`${id}\`.${didYouMean(id, ids)} There are: ${ids.join(', ')}.`;
}

function askedTargets(given: Arguments): readonly string[] | undefined {
  return given.values.get('target')?.flatMap((value) => value.split(','));
}
