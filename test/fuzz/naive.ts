import { enginesFolder } from '../../cli/engines-folder.ts';
import { packageTemplates } from '../../cli/package-templates.ts';
import { runtimeFolder } from '../../cli/runtime-folder.ts';
import { allEngines } from '../../engines/all-engines.ts';
import type { Engine } from '../../engines/engine.ts';
import { type MakeOutput, outputMaker } from '../../engines/make-output.ts';
import { targets } from '../../generators/targets.ts';

/** A mistake that a plain translation makes, as a change of what a target's output says. */
export interface NaiveBackEnd {
  readonly what: string;
  /** The engine that runs the output. */
  readonly engine: string;
  readonly from: RegExp;
  readonly to: string;
}

export const naiveBackEnds: readonly NaiveBackEnd[] = [
  {
    what: 'counts UTF-16 units in TypeScript',
    engine: 'typescript',
    from: /\bcodePointCount\(/g,
    to: '((text: string) => text.length)(',
  },
  {
    what: 'asks for a prefix with LIKE in PostgreSQL',
    engine: 'postgres',
    from: /\bstarts_with\(([\w".]+), ((?:[\w".]+|'(?:[^']|'')*'))\)/g,
    to: "($1 LIKE $2 || '%')",
  },
  {
    what: 'asks for a prefix with LIKE in SQLite',
    engine: 'sqlite',
    from: /\bsubstr\(([\w".]+), 1, length\(((?:[\w".]+|'(?:[^']|'')*'))\)\) = \2/g,
    to: "$1 LIKE $2 || '%'",
  },
  { what: 'lets NULL pass in PostgreSQL', engine: 'postgres', from: / IS TRUE\b/g, to: '' },
  { what: 'lets NULL pass in SQLite', engine: 'sqlite', from: / IS TRUE\b/g, to: '' },
  {
    what: 'ends a pattern with $ in Python',
    engine: 'python',
    from: /\bre\.fullmatch\(/g,
    to: "(lambda form, text: re.match('(?:' + form + ')$$', text))(",
  },
];

/** The engine with the mistake. `isNaive` says whether the mistake was ever made: without that it is the same. */
export function naiveEngine({ engine: id, from, to }: NaiveBackEnd): {
  readonly engine: Engine;
  isNaive(): boolean;
} {
  const make = outputMaker(targets, packageTemplates);
  let isNaive = false;
  const changed: MakeOutput = (index, target) => {
    const output = make(index, target);
    const files = output.files.map((file) => {
      const content = file.content.replaceAll(from, to);
      isNaive ||= content !== file.content;
      return { ...file, content };
    });
    return { ...output, files };
  };
  const engine = allEngines({ make: changed, runtimeFolder, enginesFolder }).find((one) => one.id === id);
  if (!engine) throw new Error(`there is no engine \`${id}\``);
  return { engine, isNaive: () => isNaive };
}
