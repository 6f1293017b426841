import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';

/** Built-in targets have no private door: `pimento/target` exports whatever they import. */
const root = new URL('../..', import.meta.url).pathname;
const entry = 'kit/target.ts';

/** What a file imports or exports from elsewhere: names by the file they come from, `*` for all. */
function namesFrom(file: string): readonly { readonly from: string; readonly names: readonly string[] }[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) return [];
    const bindings = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : statement.exportClause;
    const isList = bindings !== undefined && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings));
    const elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = isList
      ? [...bindings.elements]
      : [];
    const names = isList ? elements.map(({ name, propertyName }) => (propertyName ?? name).text) : ['*'];
    return [{ from: normalize(join(dirname(file), specifier.text)), names }];
  });
}

const exported = new Map<string, Set<string>>();
for (const { from, names } of namesFrom(entry)) {
  exported.set(from, new Set([...(exported.get(from) ?? []), ...names]));
}

function filesOf(target: string): readonly string[] {
  return readdirSync(join(root, 'generators', target), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('generators', target, name));
}

describe.each(targets.map(({ id }) => id))('the target %s', (id) => {
  it(`imports nothing that ${entry} does not export`, () => {
    const missing = filesOf(id).flatMap((file) =>
      namesFrom(file)
        .filter(({ from }) => !from.startsWith(`generators/${id}/`))
        .flatMap(({ from, names }) => {
          const open = exported.get(from);
          return names
            .filter((name) => !open?.has('*') && !open?.has(name))
            .map((name) => `${name} of ${from}, in ${file}`);
        }),
    );
    expect(missing).toEqual([]);
  });
});
