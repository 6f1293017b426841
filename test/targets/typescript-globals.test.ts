import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { usedGlobals } from '../../generators/typescript/module-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Types that TypeScript knows everywhere, besides those of JavaScript's own objects. */
const types = `ArrayLike AsyncGenerator AsyncIterable AsyncIterableIterator AsyncIterator Awaited Capitalize
  ConstructorParameters Exclude Extract Generator InstanceType Iterable IterableIterator Iterator Lowercase NoInfer
  NonNullable Omit OmitThisParameter Parameters Partial Pick PromiseLike PropertyKey Readonly ReadonlyArray
  ReadonlyMap ReadonlySet Record Required ReturnType TemplateStringsArray ThisParameterType ThisType Uncapitalize
  Uppercase`.split(/\s+/);

/** Names with a capital that stand for something in a module which neither imports nor declares them. */
function namesFromOutside(text: string): readonly string[] {
  const code = text
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\^.*?\/u/g, "''");
  const own = new Set(
    [
      ...[...code.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) => names.split(',')),
      ...[...code.matchAll(/^(?:export )?(?:type|interface|class|const|function) ([\w$]+)/gm)].map(
        ([, name = '']) => name,
      ),
    ].map((name) => name.trim().split(' ').at(-1)),
  );
  return [...code.matchAll(/(?<![.\w$#])([A-Z]\w*)(?!\w*\??:)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !own.has(name));
}

it('uses no globals but those that the names of a model are kept apart from', () => {
  const known = new Set([...types, ...Object.getOwnPropertyNames(globalThis)]);
  const found = new Set<string>();
  for (const folder of ['generated', 'test/cases/typescript']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/(?:^|\/)typescript\/.*\.ts$/.test(file)) continue;
      const names = namesFromOutside(readFileSync(join(root, folder, file), 'utf8'));
      for (const name of names) if (known.has(name)) found.add(name);
    }
  }
  expect([...found].toSorted()).toEqual(usedGlobals.toSorted());
});
