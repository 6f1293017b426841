import { describe, expect, it } from 'vitest';
import { reportOn } from '../cli/judging/engine-report.ts';
import type { Exception } from '../engines/engine.ts';
import { referenceViolations } from '../engines/interpreter.ts';
import { targets } from '../generators/targets.ts';
import { constraints } from '../pim/conformance.ts';
import { rulesOf } from '../pim/model-index.ts';
import { conformanceEngines, failuresOf, knownFailures, readConformance } from './support/conformance.ts';
import { constructs, constructsOf } from './support/constructs.ts';
import { misledReasons } from './support/misled-reasons.ts';
import { recordedEngine } from './support/recorded-engine.ts';

/** Those that need nothing but Node; `npm run test:oracles` asks all. */
const onNode = new Set(['interpreter', 'typescript', 'ajv', 'sqlite']);
const engines = conformanceEngines().filter(({ id }) => onNode.has(id));
const { cases, problems } = readConformance(engines);
const rejects = cases.filter(({ expectation }) => expectation.expected === 'reject');
const violations = new Map(rejects.map(({ id, expectation }) => [id, referenceViolations(expectation)]));

describe('the conformance cases', () => {
  it('can all be asked', () => {
    expect(problems).toEqual([]);
  });

  it('are many, and enough of them refuse', () => {
    expect(cases.length).toBeGreaterThanOrEqual(600);
    expect(rejects.length / cases.length).toBeGreaterThanOrEqual(0.4);
    expect(rejects.length / cases.length).toBeLessThanOrEqual(0.6);
  });

  it('reach every construct, and nothing but what is listed', () => {
    const reached = new Set(
      cases.flatMap(({ expectation: { index, subject } }) => [...constructsOf(index, subject)]),
    );
    expect([...reached].toSorted()).toEqual(constructs);
  });

  it('are refused for one reason or at one place each, and the rule is named where it is one', () => {
    const others = rejects.filter(({ id, expectation }) => {
      const found = violations.get(id) ?? [];
      const reasons = new Set(found.map(({ constraint, rule }) => rule ?? constraint));
      const places = new Set(found.map(({ path }) => path));
      const isOne = reasons.size === 1 || places.size === 1;
      return !isOne || found[0]?.rule !== expectation.rule;
    });
    expect(others.map(({ id }) => id)).toEqual([]);
  });

  it('are refused for every kind of limit, and by every rule', () => {
    const broken = new Set([...violations.values()].flat().map(({ constraint }) => constraint));
    expect(constraints.filter((one) => !broken.has(one))).toEqual([]);
    const models = new Set(cases.map(({ expectation }) => expectation.index));
    const rules = [...models].flatMap(({ model }) => rulesOf(model).map(({ id }) => id));
    const refusing = new Set(rejects.flatMap(({ expectation }) => expectation.rule ?? []));
    expect(rules.filter((id) => !refusing.has(id))).toEqual([]);
  });
});

/** What is left out, or left to others, beside nothing. */
const differences: Readonly<
  Record<string, { exceptions?: readonly Exception[]; notRun?: number; notEnforceable: number }>
> = {
  ajv: { notEnforceable: 262 },
  // Only aggregates have rows.
  sqlite: { exceptions: ['integer spelled otherwise'], notRun: 9, notEnforceable: 11 },
};

describe('the engines on Node', () => {
  it.each(engines)('$id says what the cases say', async (engine) => {
    const recorded = recordedEngine(engine);
    const report = await reportOn(recorded.engine, cases, targets);
    expect(failuresOf(report)).toEqual([]);
    expect(misledReasons(cases, recorded.verdicts)).toEqual([]);
    const { exceptions = [], notRun = 0, notEnforceable = 0 } = differences[engine.id] ?? {};
    expect(report.exceptions.map(({ exception }) => exception)).toEqual(exceptions);
    expect(report.notRun).toHaveLength(notRun);
    // Neither number may rise.
    expect(report.notEnforceable.length).toBeLessThanOrEqual(notEnforceable);
  });

  it('fail nowhere', () => {
    expect(knownFailures).toEqual([]);
  });
});
