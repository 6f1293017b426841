import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { marksOf } from './marks.ts';
import type { Symbols, Target } from './target.ts';

export interface TransformRun {
  /** Of a model that parsed and passed its checks. */
  readonly index: ModelIndex;
  /** In an order in which each comes after those it needs. */
  readonly targets: readonly Target[];
  /** Ids of the targets that are asked for; others only run if one of these needs them. */
  readonly wanted: ReadonlySet<string>;
}

/** A target's model of a model, and what the target has to say about it. */
export interface Transformed {
  readonly target: Target;
  readonly psm: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs transform and check of the wanted targets, without making a file. */
export function transformModel(run: TransformRun): readonly Transformed[] {
  const steps = transformInSteps(run);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, pausing after each target, for whoever must not be kept waiting. */
export function* transformInSteps({
  index,
  targets,
  wanted,
}: TransformRun): Generator<undefined, readonly Transformed[]> {
  const symbols = new Map<string, Symbols>();
  const transformed: Transformed[] = [];
  for (const target of withNeeded(targets, wanted)) {
    const psm = target.transform({
      index,
      marks: marksOf(index.model, target.id),
      symbolsOf: (id) => {
        const found = symbols.get(id);
        if (!found || !target.needs.includes(id)) {
          throw new Error(
            `the target \`${target.id}\` reads symbols of \`${id}\`, which it does not name in needs`,
          );
        }
        return found;
      },
    });
    symbols.set(target.id, target.symbols(psm));
    if (wanted.has(target.id)) transformed.push({ target, psm, diagnostics: target.check(psm) });
    yield;
  }
  return transformed;
}

/** The wanted targets and all that they need, in the given order. */
export function withNeeded(targets: readonly Target[], wanted: ReadonlySet<string>): readonly Target[] {
  const needed = new Set<string>();
  const add = (id: string): void => {
    if (needed.has(id)) return;
    const target = targets.find((one) => one.id === id);
    if (!target) throw new Error(`no target is called \`${id}\``);
    needed.add(id);
    for (const need of target.needs) add(need);
  };
  for (const id of wanted) add(id);
  return targets.filter((target) => needed.has(target.id));
}
