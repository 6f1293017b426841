import { readFileSync } from 'node:fs';
import { guardTarget } from '../../generators/core/guard-target.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { emitModel } from '../../generators/core/pipeline.ts';
import type { TemplateSource } from '../../generators/core/render.ts';
import type { Scaffold } from '../../generators/core/scaffold/scaffold.ts';
import type { Target } from '../../generators/core/target.ts';
import { transformModel, withNeeded } from '../../generators/core/transform-model.ts';
import { targets as builtIn } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import { type Diagnostic, hasErrors } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { packageFolder } from '../package-folder.ts';
import type { SampleFile, TargetUnderTest } from './target-under-test.ts';

/** What became of a model: refused in words, or made into files. */
export type Attempt =
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | ({ readonly kind: 'made' } & Made);

export interface Made {
  readonly index: ModelIndex;
  readonly psm: unknown;
  /** Of the target itself. */
  readonly files: readonly OutputFile[];
  /** Those of the targets that it needs as well. */
  readonly allFiles: readonly OutputFile[];
  readonly scaffolds: readonly Scaffold[];
}

/** Reads, checks and makes a model as the command line would. Throws if the target breaks its contract. */
export function tryTarget(subject: TargetUnderTest, sources: readonly SampleFile[]): Attempt {
  const targets = targetsFor(subject);
  const wanted = wantedIds(subject, targets);
  const { models, diagnostics } = analyseSources(sources, { targets, wanted });
  const [model] = models;
  if (!model || hasErrors(diagnostics)) return { kind: 'refused', diagnostics };
  return { kind: 'made', ...make(subject, model.index) };
}

/** Makes a model that is known to be sound. */
export function make(subject: TargetUnderTest, index: ModelIndex): Made {
  const targets = targetsFor(subject);
  const transformed = transformModel({ index, targets, wanted: wantedIds(subject, targets) });
  const plans = emitModel(index, transformed, templatesOf(subject)).targets;
  const { target } = subject;
  const own = plans.find((plan) => plan.target === target.id);
  return {
    index,
    psm: transformed.find((one) => one.target.id === target.id)?.psm,
    files: own?.files ?? [],
    scaffolds: own?.scaffolds ?? [],
    allFiles: plans.flatMap(({ files }) => files),
  };
}

/** All that there are, the one under test in the place of a built-in one of its id. */
export function targetsFor({ target, others = [] }: TargetUnderTest): readonly Target[] {
  const guarded = [...others, target].map((one) =>
    guardTarget(one, (step, what, cause) => {
      throw new Error(`\`${step}\` of the target \`${one.id}\` ${what}`, { cause });
    }),
  );
  const ids = new Set(guarded.map(({ id }) => id));
  const own = builtIn.filter(({ id }) => !ids.has(id));
  // A built-in one keeps its place: the next may need it.
  const place = builtIn.findIndex(({ id }) => id === target.id);
  return place < 0 ? [...own, ...guarded] : [...own.slice(0, place), ...guarded, ...own.slice(place)];
}

function wantedIds({ target }: TargetUnderTest, targets: readonly Target[]): ReadonlySet<string> {
  return new Set(withNeeded(targets, new Set([target.id])).map(({ id }) => id));
}

/** Those of the target in its own package, and of all others that are built in in this one. */
function templatesOf({ target, packageFolder: folder }: TargetUnderTest): TemplateSource {
  return (name) => {
    const root = name.startsWith(`${target.id}/`) ? folder : packageFolder;
    return readFileSync(new URL(`templates/${name}.hbs`, root), 'utf8');
  };
}
