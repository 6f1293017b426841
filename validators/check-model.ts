import { compareDiagnostics, type Diagnostic, hasErrors } from '../pim/diagnostic.ts';
import type { Model } from '../pim/model.ts';
import { indexModel } from '../pim/model-index.ts';
import type { Origin } from '../pim/origin.ts';
import { aggregatesIn } from './calls.ts';
import { modelChecks } from './model-checks.ts';
import { isWholeModel } from './whole-model.ts';

/**
 * Everything that is wrong with a model as such, whatever the platform; sorted. The editor and the
 * command line both call this. Never throws, however broken the text was that the model came from.
 */
export function checkModel(model: Model): readonly Diagnostic[] {
  const steps = checkInSteps(model, []);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same, pausing after each check, for whoever must not be kept waiting. `elsewhere` was found before in
 * parts of the model that are left out of it: checks wait for it as if it were found here.
 */
export function* checkInSteps(
  model: Model,
  elsewhere: readonly Diagnostic[],
): Generator<undefined, readonly Diagnostic[]> {
  const index = indexModel(model);
  const found: Diagnostic[] = [];
  const codes = new Set(elsewhere.map(({ code }) => code));
  const hasErrorElsewhere = hasErrors(elsewhere);
  for (const check of modelChecks) {
    const { after = [] } = check;
    const mustWait =
      after === 'errors'
        ? hasErrorElsewhere || hasErrors(found) || !isWholeModel(index)
        : after.some((code) => codes.has(code));
    if (mustWait) continue;
    const diagnostics = check.check(model, index);
    yield;
    if (diagnostics.length === 0) continue;
    codes.add(check.code);
    found.push(...diagnostics);
  }
  return eachOnce(found, model).toSorted(compareDiagnostics);
}

/**
 * What is written once is told once: the members of a trait are in every aggregate that has it, and only
 * the name of the aggregate may differ in what is found.
 */
function eachOnce(found: readonly Diagnostic[], model: Model): readonly Diagnostic[] {
  const traits = new Map<string, Origin[]>();
  for (const { origin } of model.contexts.flatMap((context) => context.traits)) {
    const inFile = traits.get(origin.file);
    if (inFile) inFile.push(origin);
    else traits.set(origin.file, [origin]);
  }
  const isOfTrait = ({ file, start, end }: Origin): boolean =>
    (traits.get(file) ?? []).some(
      (trait) => trait.start.offset <= start.offset && end.offset <= trait.end.offset,
    );
  const having = new Set(
    model.contexts
      .flatMap(aggregatesIn)
      .filter((aggregate) => aggregate.traits.length > 0)
      .map(({ name }) => name),
  );
  const unnamed = (message: string): string =>
    message.replaceAll(/`(\w+)`/g, (word, name: string) => (having.has(name) ? '`…`' : word));
  const told = new Set<string>();
  return found.filter(({ code, message, origin }) => {
    const { file, start, end } = origin;
    const place = `${code} ${start.offset} ${end.offset} ${file}`;
    const key = `${place} ${isOfTrait(origin) ? unnamed(message) : message}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}
