import type { Verdict } from '../../engines/engine.ts';
import { referenceViolations } from '../../engines/interpreter.ts';
import type { ConformanceCase } from './conformance.ts';

/**
 * Refusals for rules alone that do not lead back to a rule that is broken, with its message, at its place or at a
 * field of what it is about; a line each. Cases that are known to be judged otherwise are left out.
 */
export function misledReasons(
  cases: readonly ConformanceCase[],
  verdicts: readonly Verdict[],
  exceptions: ReadonlySet<string> = new Set(),
): readonly string[] {
  return cases.flatMap(({ id, expectation }, at) => {
    const verdict = verdicts[at];
    if (verdict?.kind !== 'rejected' || exceptions.has(id)) return [];
    const violations = referenceViolations(expectation);
    if (violations.length === 0 || violations.some(({ constraint }) => constraint !== 'rule')) return [];
    const wrong = verdict.reasons.filter(({ rule, message, path }) => {
      const broken = violations.filter((one) => one.rule === rule && one.message === message);
      return !broken.some(
        (one) => path === undefined || path.startsWith(one.path) || one.path.startsWith(path),
      );
    });
    return wrong.map((reason) => `${id}: ${JSON.stringify(reason)} for ${JSON.stringify(violations)}`);
  });
}
