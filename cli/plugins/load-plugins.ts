import { pathToFileURL } from 'node:url';
import { guardTarget, thrownText } from '../../generators/core/guard-target.ts';
import type { Target } from '../../generators/core/target.ts';
import { isTarget, targetProblems } from '../../generators/core/target-problems.ts';
import type { Diagnostic, RelatedPlace } from '../../pim/diagnostic.ts';
import type { Setting } from '../configuration/configuration.ts';
import { badPlugin } from '../diagnostic-pages.ts';
import { type FoundPlugin, findPlugin } from './find-plugin.ts';
import { orderTargets } from './order-targets.ts';
import { PluginFailure, type PluginName } from './plugin-failure.ts';

/** A target of a plugin. Whatever it does wrong is told as the plugin's fault. */
export interface PluginTarget {
  readonly target: Target;
  readonly plugin: PluginName;
  /** The folder of its package, absolute: its templates are `templates/<id>/<output>.hbs` below it. */
  readonly root: string;
  /** Where the configuration names the plugin. */
  readonly setting: Setting;
}

export interface LoadedTargets {
  /** Built-in ones and those of plugins, each after those it needs. */
  readonly targets: readonly Target[];
  /** Which of them come from plugins, by id. */
  readonly plugins: ReadonlyMap<string, PluginTarget>;
  readonly diagnostics: readonly Diagnostic[];
}

interface LoadedPlugin {
  readonly targets: readonly PluginTarget[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the plugins that a configuration in `folder` names. Never throws, whatever they do. */
export async function loadTargets(
  builtIn: readonly Target[],
  settings: readonly Setting[],
  folder: string,
): Promise<LoadedTargets> {
  const loaded = await Promise.all(settings.map((setting) => loadPlugin(setting, folder)));
  const found = loaded.flatMap((plugin) => plugin.targets);
  const diagnostics = [...loaded.flatMap((plugin) => plugin.diagnostics), ...clashes(found, builtIn)];
  const plugins = new Map(found.map((one) => [one.target.id, one]));
  // What one that is not there would have brought cannot be missed as well.
  if (diagnostics.length > 0) return { targets: builtIn, plugins, diagnostics };
  return { plugins, ...orderTargets(builtIn, found) };
}

async function loadPlugin(setting: Setting, folder: string): Promise<LoadedPlugin> {
  const found = findPlugin(setting.value, folder);
  if ('objection' in found) return refused(setting, found.objection);
  let module: object;
  try {
    module = await import(/* @vite-ignore */ pathToFileURL(found.module).href);
  } catch (error) {
    return refused(setting, loadObjection(error, found));
  }
  const exported = [...new Set<unknown>(Object.values(module))];
  const targets = exported.filter(isTarget);
  if (targets.length === 0) {
    return refused(setting, 'exports no target: one is made with `defineTarget` of `pimento/target`');
  }
  const problems = targets.flatMap((target) =>
    targetProblems(target).map((problem) => bad(setting, `its target \`${String(target.id)}\` ${problem}`)),
  );
  if (problems.length > 0) return { targets: [], diagnostics: problems };
  const { plugin, root } = found;
  return {
    targets: targets.map((target) => ({ target: ofPlugin(target, plugin), plugin, root, setting })),
    diagnostics: [],
  };
}

function ofPlugin(target: Target, plugin: PluginName): Target {
  return guardTarget(target, (step, what, cause) => {
    throw new PluginFailure(plugin, `\`${step}\` of the target \`${target.id}\` ${what}.`, cause);
  });
}

/** The module itself may not be there; everything else is its own affair. */
function loadObjection(error: unknown, { module, plugin }: FoundPlugin): string {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  const url = error instanceof Error && 'url' in error ? error.url : undefined;
  if (isMissing && url === pathToFileURL(module).href) {
    return plugin.name.startsWith('.') ? 'does not exist' : 'lacks the file that its package exports';
  }
  return `cannot be loaded: ${thrownText(error)}`;
}

/** An id names a folder of the output, so that only one target can have it. */
function clashes(plugins: readonly PluginTarget[], builtIn: readonly Target[]): readonly Diagnostic[] {
  const first = new Map<string, PluginTarget>();
  return plugins.flatMap((one): readonly Diagnostic[] => {
    const { id } = one.target;
    if (builtIn.some((target) => target.id === id))
      return [bad(one.setting, `its target \`${id}\` has the id of a target of Pimento's own`)];
    const other = first.get(id);
    first.set(id, other ?? one);
    if (!other) return [];
    const related = { message: `\`${other.plugin.name}\` has one too`, origin: other.setting.origin };
    return [bad(one.setting, `its target \`${id}\` has the id of another plugin's`, [related])];
  });
}

function refused(setting: Setting, objection: string): LoadedPlugin {
  return { targets: [], diagnostics: [bad(setting, objection)] };
}

function bad(
  { value, origin }: Setting,
  objection: string,
  related: readonly RelatedPlace[] = [],
): Diagnostic {
  return {
    ...badPlugin,
    message: `The plugin \`${value}\` cannot be used: ${sentence(objection)}`,
    origin,
    related,
  };
}

/** An error's text may already end like one. */
function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
