import { describe, expect, it } from 'vitest';
import { caseNames, expectedFiles, runCase } from './support/cases.ts';

describe('each case', () => {
  it.each(caseNames())('%s', (name) => {
    const [actual, expected] = [runCase(name), expectedFiles(name)];
    expect([...actual.keys()].toSorted(), 'missing and extra files both count').toEqual(
      [...expected.keys()].toSorted(),
    );
    for (const [path, content] of actual) expect(content, path).toBe(expected.get(path));
  });
});
