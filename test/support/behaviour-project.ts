import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageTemplates } from '../../cli/package-templates.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { beginModule } from '../../generators/core/scaffold/complete-module.ts';
import { modulePart } from '../../generators/core/scaffold/plan-scaffolds.ts';
import type { Scaffold } from '../../generators/core/scaffold/scaffold.ts';
import { typescript } from '../../generators/typescript/index.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { casesFolder } from './cases.ts';
import { createTypeScriptProject, type TypeScriptProject } from './typescript-project.ts';

/** Every real model and every case of the TypeScript target, generated into a folder of its name. */
export interface GeneratedModel {
  readonly name: string;
  readonly index: ModelIndex;
}

type SourceFile = Pick<OutputFile, 'path' | 'content'>;

const modelsFolder = new URL('../../models', import.meta.url).pathname;

function modelBelow(name: string, folder: string): GeneratedModel {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.domain'))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const analysis = analyseSources(sources, { targets: [], wanted: new Set() });
  const [model] = analysis.models;
  if (!model) throw new Error(JSON.stringify(analysis.diagnostics));
  return { name, index: model.index };
}

export const generatedModels: readonly GeneratedModel[] = [
  ...readdirSync(join(casesFolder, 'typescript')).map((name) =>
    modelBelow(`case-${name}`, join(casesFolder, 'typescript', name)),
  ),
  ...readdirSync(modelsFolder).map((name) => modelBelow(name, join(modelsFolder, name))),
];

function filesOf({ name, index }: GeneratedModel): readonly SourceFile[] {
  const psm = typescript.transform({ index, marks: new Map(), symbolsOf: () => new Map() });
  const render = createRender(packageTemplates);
  const files = typescript
    .emit(psm, render)
    .map(({ path, content }) => ({ path: `${name}/${path}`, content }));
  return [...files, ...(typescript.scaffolds?.(psm, render) ?? []).flatMap((one) => handWritten(name, one))];
}

/** A module of hand-written code, and one that takes it for what generated code wants. */
function handWritten(name: string, { path, header, parts }: Scaffold): readonly SourceFile[] {
  const up = '../'.repeat(path.split('/').length).slice(0, -1);
  const content = beginModule(
    header,
    parts.map((part) => modulePart(part, up)),
  );
  const [wanted] = parts.flatMap(({ imports }) => imports);
  if (!wanted || !('file' in wanted.from)) throw new Error(`${path} wants nothing`);
  const use = [
    `import * as byHand from '${up}/handwritten/${path.replace(/\.ts$/, '.js')}';`,
    `import type { ${wanted.name} } from '${up}/${wanted.from.file.replace(/\.ts$/, '.js')}';`,
    '',
    `export const whole: ${wanted.name} = byHand;`,
    '',
  ];
  return [
    { path: `${name}/handwritten/${path}`, content },
    { path: `${name}/used/${path}`, content: use.join('\n') },
  ];
}

export interface CompiledModels {
  readonly project: TypeScriptProject;
  /** What the compiler said. */
  readonly said: string;
}

let compiled: CompiledModels | undefined;

/** All of them in one project: the compiler starts once, whichever tests want what it makes. */
export function compiledModels(): CompiledModels {
  if (!compiled) {
    const project = createTypeScriptProject(generatedModels.flatMap(filesOf));
    process.on('exit', () => project.remove());
    compiled = { project, said: project.compile('NodeNext') };
  }
  return compiled;
}
