import { judge, type Violation } from '../pim/conformance.ts';
import { accepted, type Engine, jsonOfText, type Question, rejected, type Verdict } from './engine.ts';

/** The reference: what every other engine is held to. */
export const interpreter: Engine = {
  id: 'interpreter',
  title: 'the reference interpreter',
  judge: async (questions) =>
    questions.map((question): Verdict => {
      const violations = referenceViolations(question);
      return violations.length === 0 ? accepted : rejected(violations);
    }),
};

export function referenceViolations({ index, subject, instance, old }: Question): readonly Violation[] {
  return judge(index, subject, jsonOfText(instance), old === undefined ? undefined : jsonOfText(old));
}
