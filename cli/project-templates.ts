import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateSource } from '../generators/core/render.ts';
import type { Diagnostic } from '../pim/diagnostic.ts';
import { didYouMean } from '../pim/near-miss.ts';
import { unknownTemplate } from './diagnostic-pages.ts';
import { wholeFile } from './whole-file.ts';

/** The templates that a project is generated with. */
export interface ProjectTemplates {
  readonly source: TemplateSource;
  /** Paths of the templates that replace a target's own, as the user can open them, by name. */
  readonly replaced: ReadonlyMap<string, string>;
}

/** Which folder each target's package lies in, by the target's id; absolute. */
export type TemplateRoots = ReadonlyMap<string, string>;

const extension = '.hbs';

/** Templates of the targets' packages: `templates/<target>/<output>.hbs` in each. */
export function ownTemplates(roots: TemplateRoots): ProjectTemplates {
  return { source: (name) => readFileSync(ownPath(roots, name), 'utf8'), replaced: new Map() };
}

/** As `ownTemplates`, but what lies in a folder of the project comes first; `folder` as the user can open it. */
export function replacedTemplates(
  folder: string,
  roots: TemplateRoots,
): { readonly templates: ProjectTemplates; readonly diagnostics: readonly Diagnostic[] } {
  const own = ownTemplates(roots);
  const known = knownNames(roots);
  const replaced = new Map(templateNames(folder).map((name) => [name, join(folder, name + extension)]));
  const source: TemplateSource = (name) => {
    const path = replaced.get(name);
    return path === undefined ? own.source(name) : readFileSync(path, 'utf8');
  };
  const diagnostics = [...replaced].flatMap(([name, path]) =>
    known.includes(name) ? [] : [unknown(name, path, known)],
  );
  return { templates: { source, replaced }, diagnostics };
}

function ownPath(roots: TemplateRoots, name: string): string {
  const [target = ''] = name.split('/');
  const root = roots.get(target);
  if (root === undefined) throw new Error(`the template \`${name}\` belongs to no target`);
  return join(root, 'templates', name + extension);
}

function knownNames(roots: TemplateRoots): readonly string[] {
  return [...roots].flatMap(([target, root]) => {
    const folder = join(root, 'templates', target);
    return existsSync(folder) ? templateNames(folder).map((name) => `${target}/${name}`) : [];
  });
}

/** Names of the templates below a folder, with `/`, sorted. */
function templateNames(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length).replaceAll('\\', '/'))
    .toSorted();
}

function unknown(name: string, path: string, known: readonly string[]): Diagnostic {
  const [target = ''] = name.split('/');
  const ofTarget = known.filter((one) => one.startsWith(`${target}/`));
  const near = didYouMean(name, known);
  const list = (ofTarget.length > 0 ? ofTarget : known).map((one) => `\`${one}\``).join(', ');
  return {
    ...unknownTemplate,
    message: `No target has a template \`${name}\`.${near} There ${ofTarget.length === 1 ? 'is' : 'are'} ${list}.`,
    origin: wholeFile(path),
    related: [],
  };
}
