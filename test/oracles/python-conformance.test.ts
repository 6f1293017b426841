import { afterAll, expect, it } from 'vitest';
import type { ModelIndex } from '../../pim/model-index.ts';
import { readConformance } from '../support/conformance.ts';
import { addModel, type PythonModel, pythonCase } from '../support/python-models.ts';
import { createPythonProject } from '../support/python-project.ts';

/** The cases written by hand, through the generated Python. */
const project = createPythonProject();
afterAll(() => project.remove());

it('judges the conformance cases as they say', () => {
  const { cases, problems } = readConformance([]);
  expect(problems).toEqual([]);
  const models = new Map<ModelIndex, PythonModel>();
  const asked = cases.map(({ expectation }) => {
    const model = models.get(expectation.index) ?? addModel(project, expectation.index);
    models.set(expectation.index, model);
    return pythonCase(model, expectation);
  });
  const answers = project.judge(asked);
  const failures = cases.flatMap(({ id, expectation: { expected, rule } }, at) => {
    const answer = answers[at];
    if (!answer || 'fault' in answer) return [`${id}: ${answer?.fault}`];
    const { violations } = answer;
    if ((violations.length === 0) !== (expected === 'accept'))
      return [`${id}: expected to ${expected}, ${JSON.stringify(violations)}`];
    const isNamed = rule === undefined || violations.some((one) => one.rule === rule);
    return isNamed ? [] : [`${id}: not by ${rule}, but ${JSON.stringify(violations)}`];
  });
  expect(answers.length).toBeGreaterThan(600);
  expect(failures).toEqual([]);
});
