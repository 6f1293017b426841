/** `pimento/testing/vitest`: the suite that every target passes, as tests of vitest. */
import { describe, expect, it } from 'vitest';
import { targetChecks } from './testing/target-checks.ts';
import type { TargetUnderTest } from './testing/target-under-test.ts';

/** Declares a test for each thing that the target owes. */
export function testTarget(subject: TargetUnderTest): void {
  describe(`the target ${subject.target.id}`, () => {
    it.each([...targetChecks(subject)])('$name', async ({ run }) => {
      expect(await run()).toEqual([]);
    });
  });
}
