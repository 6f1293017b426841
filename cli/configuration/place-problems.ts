import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { badSetting } from '../diagnostic-pages.ts';
import { isWithin } from '../source-paths.ts';
import type { Configuration, Setting } from './configuration.ts';

/** What is wrong with the folders of a configuration in `folder` on this machine's disk. */
export function placeProblems(
  { output, handwritten, templates }: Configuration,
  folder: string,
): readonly Diagnostic[] {
  return [
    ...escapes('output', output, folder),
    ...escapes('handwritten', handwritten, folder),
    ...(templates && !isFolder(join(folder, templates.value))
      ? [bad(templates, 'The setting `templates` leads to no folder.')]
      : []),
  ];
}

/** A link may lead out of a folder that the path itself does not leave. */
function escapes(name: string, setting: Setting | undefined, folder: string): readonly Diagnostic[] {
  if (!setting) return [];
  const real = realpathSync(nearestExisting(join(folder, setting.value)));
  return isWithin(realpathSync(folder), real)
    ? []
    : [bad(setting, `The setting \`${name}\` leads through a link out of the folder of the configuration.`)];
}

/** A folder that is not there yet will be made in this one. */
function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function bad({ origin }: Setting, message: string): Diagnostic {
  return { ...badSetting, message, origin, related: [] };
}
