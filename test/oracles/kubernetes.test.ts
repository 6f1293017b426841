import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { enginesFolder } from '../../cli/engines-folder.ts';
import { askProgram } from '../../engines/ask-program.ts';
import { compare } from '../../engines/compare.ts';
import { objectText } from '../../engines/custom-object.ts';
import { customResource } from '../../engines/custom-resource.ts';
import { goProgram } from '../../engines/go-program.ts';
import { kubernetesEngine, type ServerAnswer, serverRequest } from '../../engines/kubernetes.ts';
import { kubernetes } from '../../generators/kubernetes/index.ts';
import type { CrdDocument } from '../../generators/kubernetes/psm.ts';
import type { Aggregate } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { kubernetesModels, makeDefinitions } from '../support/custom-resources.ts';
import { type NearChange, nearChanges } from '../support/near-changes.ts';
import { referenceExpectation } from '../support/reference-expectation.ts';
import { without } from '../support/without.ts';

/** The API server's own validation against the definitions of every model there is. */
describe.skipIf(without.has('kubernetes'))('a Kubernetes API server', () => {
  const models = kubernetesModels();
  const documents = models.flatMap((model) => model.documents.map((document) => ({ ...model, document })));
  let program = '';

  beforeAll(async () => {
    const found = await goProgram(join(enginesFolder, 'kubernetes'));
    if ('missing' in found) throw new Error(`the engine kubernetes is missing: ${found.missing}`);
    program = found.path;
  });

  it('takes every definition, and counts no more for a rule or an object than we do', async () => {
    const answers = await askProgram(
      [program],
      documents.map(({ index, document }) => {
        const aggregate = aggregateOf(index, document);
        const resource = customResource(makeDefinitions(index, 'kubernetes'), aggregate);
        if (!resource) throw new Error(`${aggregate.id} has no definition`);
        const objects = changesOf(index, aggregate).slice(0, 40);
        return serverRequest(
          document.document,
          objects.map(({ instance }) => ({ object: objectText(JSON.stringify(instance), resource) })),
          document.minimumServer,
        );
      }),
    );
    const objections = documents.flatMap(({ from, document }, position) => {
      const { problems, rules, verdicts } = answers[position] as unknown as ServerAnswer;
      const counted = document.rules.reduce((sum, { cost }) => sum + cost.run, 0);
      return [
        ...problems.map(({ field, text }) => `${field}: ${text}`),
        ...rules.flatMap(({ pointer, estimate }) => underestimated(document, pointer, estimate)),
        // What has another form can cost more; the server refuses it whatever its rules say.
        ...verdicts.flatMap(({ problems: broken, cost }) =>
          broken.length === 0 && cost > counted ? [`${cost} for an object, and we count ${counted}`] : [],
        ),
      ].map((one) => `${from} ${document.path} ${one}`);
    });
    expect(objections).toEqual([]);
    expect(documents.length).toBeGreaterThan(400);
    expect(
      answers.some((one) => (one as unknown as ServerAnswer).verdicts.some(({ cost }) => cost > 0)),
    ).toBe(true);
  });

  it('says of objects near every edge what the reference says of the instances', async () => {
    const engine = kubernetesEngine(makeDefinitions, async () => ({ path: program }));
    const asked = documents.flatMap(({ from, index, document }) => {
      const aggregate = aggregateOf(index, document);
      return changesOf(index, aggregate).map((change) => ({
        from,
        ...referenceExpectation(index, aggregate, change),
      }));
    });
    const outcomes = await compare(engine, kubernetes, asked);
    const wrong = asked.flatMap((one, position) => {
      const outcome = outcomes[position];
      if (outcome?.kind !== 'disagreed') return [];
      const said = outcome.reasons.map(({ path, message }) => `${path} ${message}`).join('; ');
      return [`${one.from} ${one.subject}: to ${one.expected}, ${said}\n  ${one.instance}\n  old ${one.old}`];
    });
    expect(wrong.slice(0, 10), `${wrong.length} of ${asked.length}`).toEqual([]);
    const count = (kind: string): number => outcomes.filter((one) => one.kind === kind).length;
    const told = ['agreed', 'exception', 'not enforceable', 'not run'].map(
      (kind) => `${kind} ${count(kind)}`,
    );
    process.stdout.write(`\nkubernetes: ${told.join(', ')}\n`);
    const strange = outcomes.flatMap((one) =>
      one.kind === 'not run' &&
      !/^it (?:cannot be the object's name|has half of a surrogate)/.test(one.reason)
        ? [one.reason]
        : [],
    );
    expect(strange).toEqual([]);
    expect(count('agreed')).toBeGreaterThan(20_000);
    const accepted =
      asked.filter(({ expected }, position) => expected === 'accept' && outcomes[position]?.kind === 'agreed')
        .length / count('agreed');
    expect(accepted).toBeGreaterThan(0.2);
    expect(accepted).toBeLessThan(0.8);
  });
});

const known = new Map<Aggregate, readonly NearChange[]>();

function changesOf(index: ModelIndex, aggregate: Aggregate): readonly NearChange[] {
  const changes = known.get(aggregate) ?? nearChanges(index, aggregate, 60, 11);
  known.set(aggregate, changes);
  return changes;
}

function aggregateOf(index: ModelIndex, { aggregate: id }: CrdDocument): Aggregate {
  const aggregate = index.get(id);
  if (aggregate?.kind !== 'aggregate') throw new Error(`${id} is no aggregate`);
  return aggregate;
}

/** Ours is for every place in an object at once, the server's for one. */
function underestimated(document: CrdDocument, pointer: string, estimate: number): readonly string[] {
  const at = `/spec/versions/0/schema/openAPIV3Schema${pointer}`;
  const node = at.slice(0, at.lastIndexOf('/x-kubernetes-validations/'));
  const counted = document.rules
    .filter((rule) => rule.node === node && rule.rule === document.trace[at])
    .map(({ cost }) => cost.estimate);
  return Math.max(...counted, -1) >= estimate
    ? []
    : [`${pointer}: ${estimate}, and we count ${counted.join(', ')}`];
}
