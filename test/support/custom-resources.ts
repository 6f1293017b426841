import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageTemplates } from '../../cli/package-templates.ts';
import { readSources } from '../../cli/read-sources.ts';
import { type Output, outputMaker } from '../../engines/make-output.ts';
import { marksOf } from '../../generators/core/marks.ts';
import { kubernetes } from '../../generators/kubernetes/index.ts';
import type { CrdDocument, KubernetesPsm } from '../../generators/kubernetes/psm.ts';
import { transform } from '../../generators/kubernetes/transform.ts';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import type { SourceText } from '../../grammar/load-models.ts';
import { isError } from '../../pim/diagnostic.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import { caseNames, casesFolder } from './cases.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A model, and what the target `kubernetes` makes of it. */
export interface KubernetesModel {
  /** Where it is from. */
  readonly from: string;
  readonly index: ModelIndex;
  /** Those that the target has nothing to say against. */
  readonly documents: readonly CrdDocument[];
}

export const makeDefinitions: (index: ModelIndex, target: string) => Output = outputMaker(
  [kubernetes],
  packageTemplates,
);

/**
 * Every model, starter, case and model of conformance cases; a context that says nothing of Kubernetes gets marks,
 * so that all aggregates have a definition.
 */
export function kubernetesModels(): readonly KubernetesModel[] {
  const conformance = readdirSync(join(root, 'test/conformance')).filter((name) => name.endsWith('.domain'));
  const places = [
    ...readdirSync(join(root, 'models')).map((name) => `models/${name}`),
    'starter/models',
    ...conformance.map((name) => `test/conformance/${name}`),
  ];
  const ofPlaces = places.map((from) => ({
    from,
    sources: readSources([join(root, from)]).roots.flatMap(({ files }) => files),
  }));
  const ofCases = caseNames().map((name) => ({
    from: name,
    sources: [{ file: 'input.domain', text: readFileSync(join(casesFolder, name, 'input.domain'), 'utf8') }],
  }));
  return [...ofPlaces, ...ofCases].flatMap(({ from, sources }) => modelsOf(from, sources));
}

function modelsOf(from: string, sources: readonly SourceText[]): readonly KubernetesModel[] {
  const run = { targets, wanted: new Set<string>() };
  const marks = new Map<string, string>();
  for (const { index, files } of analyseSources(sources, run).models) {
    const { contexts, marks: given } = index.model;
    const marked = new Set(given.filter(({ target }) => target === 'kubernetes').map((one) => one.context));
    const added = contexts
      .filter((context) => aggregatesOf(context).length > 0 && !marked.has(context.id))
      .map(({ name }) => `\nplatform kubernetes for ${name} { group: "oracle.example.com" }\n`);
    // Such a block may stand in any file of the model.
    if (files[0] !== undefined) marks.set(files[0], added.join(''));
  }
  const all = sources.map(({ file, text }) => ({ file, text: text + (marks.get(file) ?? '') }));
  return analyseSources(all, run)
    .models.filter(({ sound }) => sound)
    .map(({ index }) => ({ from, index, documents: documentsOf(index) }));
}

function documentsOf(index: ModelIndex): readonly CrdDocument[] {
  const { documents } = transform({ index, marks: marksOf(index.model, 'kubernetes') });
  return documents.filter((document) => {
    const alone: KubernetesPsm = { documents: [document], objects: [], contextProblems: [] };
    return !kubernetes.check(alone).some(isError);
  });
}
