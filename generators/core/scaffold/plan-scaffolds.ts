import { foldCase, type PathProblem, pathProblems } from '../writer/output-path.ts';
import type { ModelOutput } from '../writer/plan.ts';
import type { ModuleImport, ModulePart } from './complete-module.ts';
import type { ScaffoldImport, ScaffoldMember, ScaffoldPart } from './scaffold.ts';

/** A module of hand-written code as a run wants it. */
export interface IntendedScaffold {
  /** Relative to the folder of hand-written code. */
  readonly path: string;
  readonly model: string;
  readonly target: string;
  readonly header: string;
  readonly parts: readonly ModulePart[];
}

/**
 * Puts the scaffolds of all models side by side, sorted by path. `wayToOutput` leads from the folder
 * of hand-written code to the output folder, with `/` between its parts: `../generated`.
 */
export function planScaffolds(
  outputs: readonly ModelOutput[],
  wayToOutput: string,
): { readonly scaffolds: readonly IntendedScaffold[]; readonly problems: readonly PathProblem[] } {
  const scaffolds = outputs.flatMap(({ model, folder, targets }) =>
    targets.flatMap(({ target, scaffolds: ofTarget }) =>
      ofTarget.map(({ path, header, parts }): IntendedScaffold => {
        const own = `${folder}/${path}`;
        const up = '../'.repeat(own.split('/').length - 1) || './';
        const toModel = `${up}${wayToOutput}/${folder}`;
        return { path: own, model, target, header, parts: parts.map((part) => modulePart(part, toModel)) };
      }),
    ),
  );
  const paths = scaffolds.map(({ path }) => path);
  return {
    scaffolds: scaffolds.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
    problems: [...pathProblems(paths), ...paths.filter((path) => liesIn(path, wayToOutput)).map(inOutput)],
  };
}

/** A part as a file has it from where `toModel` leads to the model's output folder. */
export function modulePart(part: ScaffoldPart, toModel: string): ModulePart {
  const { name } = part;
  const imports = part.imports.map((one) => moduleImport(one, toModel));
  if (part.kind === 'member') return { name, imports, text: part.text, methods: undefined };
  const methods = part.methods.map((method: ScaffoldMember) => ({
    name: method.name,
    imports: method.imports.map((one) => moduleImport(one, toModel)),
    text: method.text,
  }));
  return { name, imports, text: part.head, methods };
}

/** Generated code is imported as generated code imports itself: by the name of what it compiles to. */
function moduleImport({ name, from, typeOnly }: ScaffoldImport, toModel: string): ModuleImport {
  const specifier = 'package' in from ? from.package : `${toModel}/${from.file.replace(/\.ts$/, '.js')}`;
  return { name, specifier, typeOnly };
}

/** The output folder may lie in the folder of hand-written code, but nothing hand-written in it. */
function liesIn(path: string, wayToOutput: string): boolean {
  return foldCase(path).startsWith(`${foldCase(wayToOutput)}/`);
}

function inOutput(path: string): PathProblem {
  return { path, reason: 'is hand-written code, and would lie in the output folder' };
}
