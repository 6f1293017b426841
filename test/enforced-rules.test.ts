import { describe, expect, it } from 'vitest';
import { coverageOf, judgesOf } from '../generators/core/coverage.ts';
import { targets } from '../generators/targets.ts';
import { analyseModels } from './support/seed-tables.ts';

/**
 * What no engine of a kind can hold: the reasons of SEMANTICS, and what follows from them. Everything else that
 * is refused would be refused for our convenience.
 */
const reasons: Readonly<Record<string, readonly RegExp[]>> = {
  typescript: [],
  python: [],
  'sql/postgresql': [],
  // One row cannot be compared with rows that are gone.
  'sql/sqlite': [/^reads entities as they were before the change, which SQLite has not kept$/],
  kubernetes: [/^judging it can cost \d+ units, and Kubernetes allows \d+: lower the bound of `\w+`/],
  'json-schema': [
    /^compares two fields$/,
    /^computes a value$/,
    /^calculates with addresses$/,
    /^adds up values$/,
    /^asks whether a key of the items is unique$/,
    /^reads the state before a change$/,
    /^looks at the names and the values of a Map together$/,
    /^looks something up by what is not written in the rule$/,
  ],
};

/** How many rules of the model each holds: the numbers may only rise. */
const held: Readonly<Record<string, number>> = {
  typescript: 85,
  python: 85,
  'sql/postgresql': 85,
  'sql/sqlite': 84,
  kubernetes: 84,
  'json-schema': 38,
};

const hedgehog = analyseModels().models.find(({ index }) => index.model.name === 'Hedgehog');
if (!hedgehog) throw new Error('the model of Hedgehog is missing');
const { rules } = coverageOf(hedgehog.index, targets.flatMap(judgesOf));

describe.each(Object.keys(held))('of the rules of Hedgehog, %s', (judge) => {
  const answers = rules.map(({ rule, answers: of }) => ({ rule: rule.id, answer: of.get(judge) }));

  it('holds as many as ever', () => {
    const exact = answers.filter(({ answer }) => answer?.verdict === 'exact');
    expect(exact.length).toBeGreaterThanOrEqual(held[judge] ?? 0);
  });

  it('leaves out none but for a reason that is known', () => {
    const others = answers.flatMap(({ rule, answer }) =>
      answer?.verdict === 'not enforceable' && !reasons[judge]?.some((one) => one.test(answer.reason))
        ? [`${rule}: ${answer.reason}`]
        : [],
    );
    expect(others).toEqual([]);
  });
});

it('leaves to generated code the rules that no request can be judged by', () => {
  const openapi = rules.flatMap(({ answers }) => {
    const answer = answers.get('openapi');
    return answer?.verdict === 'not enforceable' ? [answer.reason] : [];
  });
  const known = [...(reasons['json-schema'] ?? []), /^is about something that no request holds$/];
  expect(openapi.filter((reason) => !known.some((one) => one.test(reason)))).toEqual([]);
});
