import type { AnalysisRun } from '../../grammar/analyse.ts';
import type { Example } from '../../pim/behaviour.ts';
import { compareDiagnostics, type Diagnostic, isError } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { aggregatesIn } from '../../validators/calls.ts';
import { exampleValue } from '../../validators/example-value.ts';
import { readModels } from '../read-models.ts';
import { wholeFile } from '../whole-file.ts';
import type { AskedCase } from './engine-report.ts';
import { bad } from './read-cases.ts';

/** The examples of models, each a case of the instance that it is. */
export function exampleCases(
  paths: readonly string[],
  run: AnalysisRun,
): {
  readonly cases: readonly AskedCase[];
  /** By path. */
  readonly problems: readonly { readonly id: string; readonly diagnostics: readonly Diagnostic[] }[];
  readonly texts: ReadonlyMap<string, string>;
} {
  const read = paths.map((path) => {
    const { models, diagnostics, texts } = readModels([path], run);
    const errors = diagnostics.filter(isError).toSorted(compareDiagnostics);
    const cases = errors.length > 0 ? [] : models.flatMap(({ index }) => casesOf(index));
    const none =
      errors.length === 0 && cases.length === 0
        ? [bad(`\`${path}\` has no examples: an \`example\` is what is judged of a model.`, wholeFile(path))]
        : [];
    return { path, cases, diagnostics: [...errors, ...none], texts };
  });
  return {
    cases: read.flatMap(({ cases }) => cases),
    problems: read.flatMap(({ path, diagnostics }) =>
      diagnostics.length === 0 ? [] : [{ id: path, diagnostics }],
    ),
    texts: new Map(read.flatMap(({ texts }) => [...texts])),
  };
}

function casesOf(index: ModelIndex): readonly AskedCase[] {
  return index.model.contexts
    .flatMap((context) => [...context.examples, ...aggregatesIn(context).flatMap(({ examples }) => examples)])
    .flatMap((example) => caseOf(example, index));
}

function caseOf({ id, value, breaks }: Example, index: ModelIndex): readonly AskedCase[] {
  const instance = exampleValue(value, index);
  if (value.kind !== 'construction' || instance === undefined) return [];
  // Of several broken rules an engine may tell one.
  const [rule] = breaks.length === 1 ? breaks : [];
  return [
    {
      id,
      expectation: {
        index,
        subject: value.structure,
        instance: JSON.stringify(instance),
        expected: breaks.length === 0 ? 'accept' : 'reject',
        ...(rule ? { rule: rule.id } : {}),
      },
    },
  ];
}
