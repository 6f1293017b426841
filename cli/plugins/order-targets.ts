import type { Target } from '../../generators/core/target.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { badPlugin } from '../diagnostic-pages.ts';
import type { PluginTarget } from './load-plugins.ts';

/**
 * Built-in targets and those of plugins, each after those it needs and otherwise in the given order;
 * what needs a target that is not there, or itself by a detour, is told.
 */
export function orderTargets(
  builtIn: readonly Target[],
  plugins: readonly PluginTarget[],
): { readonly targets: readonly Target[]; readonly diagnostics: readonly Diagnostic[] } {
  const ids = [...builtIn.map(({ id }) => id), ...plugins.map(({ target }) => target.id)];
  const ordered: Target[] = [...builtIn];
  const diagnostics: Diagnostic[] = [];
  let waiting = plugins;
  while (waiting.length > 0) {
    const placed = new Set(ordered.map(({ id }) => id));
    const ready = waiting.filter(({ target }) => target.needs.every((need) => placed.has(need)));
    if (ready.length === 0) {
      diagnostics.push(...waiting.map((one) => stuck(one, ids)));
      break;
    }
    ordered.push(...ready.map(({ target }) => target));
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return { targets: ordered, diagnostics };
}

function stuck({ target, plugin, setting }: PluginTarget, ids: readonly string[]): Diagnostic {
  const missing = target.needs.find((need) => !ids.includes(need));
  const reason =
    missing === undefined
      ? `needs ${target.needs.map((need) => `\`${need}\``).join(', ')}, and one of them needs it in turn`
      : `needs a target \`${missing}\`, which is not there.${didYouMean(missing, ids)}`;
  return {
    ...badPlugin,
    message: `The plugin \`${plugin.name}\` cannot be used: its target \`${target.id}\` ${reason}${missing === undefined ? '.' : ''}`,
    origin: setting.origin,
    related: [],
  };
}
