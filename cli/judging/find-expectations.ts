import { dirname, join } from 'node:path';
import type { Expectation } from '../../engines/compare.ts';
import { type AnalysisRun, analyseSources } from '../../grammar/analyse.ts';
import { compareDiagnostics, type Diagnostic, isError, mapOrigins } from '../../pim/diagnostic.ts';
import type { Declaration, ElementId, Entity } from '../../pim/model.ts';
import { type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import type { Origin } from '../../pim/origin.ts';
import { readModels } from '../read-models.ts';
import { bad, type Written, type WrittenCase } from './read-cases.ts';

/** A case that can be asked, or why it cannot. */
export type FoundCase =
  | { readonly id: string; readonly expectation: Expectation }
  | { readonly id: string; readonly diagnostics: readonly Diagnostic[] };

interface FoundModels {
  readonly indexes: readonly ModelIndex[];
  /** Errors: there is nothing to ask then. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the models, types and rules that cases name. A model is read once, however many cases name it. */
export function findExpectations(
  cases: readonly WrittenCase[],
  run: AnalysisRun,
): { readonly found: readonly FoundCase[]; readonly texts: ReadonlyMap<string, string> } {
  const read = new Map<string, FoundModels>();
  const texts = new Map<string, string>();
  const modelsOf = ({ model, id }: WrittenCase): FoundModels => {
    const isText = isInline(model.text);
    const place = isText ? model.text : join(dirname(model.origin.file), model.text);
    const known = read.get(place);
    if (known) return known;
    const models = isText ? inlineModels(model, id, run, texts) : modelsAt(place, run, texts);
    read.set(place, models);
    return models;
  };
  const found = cases.map((one): FoundCase => {
    const { indexes, diagnostics } = modelsOf(one);
    return diagnostics.length > 0 ? { id: one.id, diagnostics } : findExpectation(one, indexes);
  });
  return { found, texts };
}

/** No path has a line break or a brace. */
function isInline(model: string): boolean {
  return /[\n{]/.test(model);
}

function inlineModels(
  { text }: Written,
  id: string,
  run: AnalysisRun,
  texts: Map<string, string>,
): FoundModels {
  const file = `the model of ${id}`;
  texts.set(file, text);
  const { models, diagnostics } = analyseSources([{ file: 'inline.domain', text }], run);
  return {
    indexes: models.map(({ index }) => index),
    diagnostics: diagnostics
      .filter(isError)
      .map((one) => mapOrigins(one, (origin): Origin => ({ ...origin, file }))),
  };
}

function modelsAt(path: string, run: AnalysisRun, texts: Map<string, string>): FoundModels {
  const read = readModels([path], run);
  for (const [shown, text] of read.texts) texts.set(shown, text);
  return {
    indexes: read.models.map(({ index }) => index),
    diagnostics: read.diagnostics.filter(isError).toSorted(compareDiagnostics),
  };
}

function findExpectation(one: WrittenCase, indexes: readonly ModelIndex[]): FoundCase {
  const { id, instance, old, expected } = one;
  const types = indexes.flatMap((index) => judgedIn(index).map((type) => ({ index, type })));
  const meant = types.find(({ index, type }) => type === `${index.model.name}.${one.type.text}`);
  if (!meant) {
    const names = types.map(({ index, type }) => type.slice(index.model.name.length + 1));
    const message = `The model has no type \`${one.type.text}\` to judge.${didYouMean(one.type.text, names)}`;
    return { id, diagnostics: [bad(message, one.type.origin)] };
  }
  const { index, type: subject } = meant;
  const rule = one.rule && findRule(one.rule.text, subject, index);
  if (one.rule && rule === undefined) {
    const names = rulesOf(index.model).map((found) => found.name);
    const message = `The model has no rule \`${one.rule.text}\`.${didYouMean(one.rule.text, names)}`;
    return { id, diagnostics: [bad(message, one.rule.origin)] };
  }
  return {
    id,
    expectation: {
      index,
      subject,
      instance,
      ...(old === undefined ? {} : { old }),
      expected,
      ...(rule === undefined ? {} : { rule }),
    },
  };
}

/** Whatever an engine can be asked about. */
function judgedIn({ model }: ModelIndex): readonly ElementId[] {
  return model.contexts
    .flatMap((context) => context.declarations)
    .flatMap((one): readonly (Declaration | Entity)[] =>
      one.kind === 'aggregate' ? [one, ...one.entities] : [one],
    )
    .map(({ id }) => id);
}

/** By its id, or by the end of that: of what is judged rather than of what it is made of. */
function findRule(name: string, subject: ElementId, { model }: ModelIndex): ElementId | undefined {
  const ids = rulesOf(model).map(({ id }) => id);
  const meant = [name, `${subject}.${name}`].find((id) => ids.includes(id));
  return meant ?? ids.find((id) => id.endsWith(`.${name}`));
}
