import { describe, expect, it } from 'vitest';
import { pathProblem, pathProblems } from '../../generators/core/writer/output-path.ts';

describe('one output path', () => {
  it.each([
    'a',
    'sales/typescript/fabric.ts',
    'sales/typescript/.gitignore',
    'a b/c',
    'com/console.ts',
    'auxiliary.ts',
    'com10.ts',
    'größe.ts',
    'a..b/c',
    `${'x'.repeat(255)}/a`,
  ])('takes `%s`', (path) => {
    expect(pathProblem(path)).toBeUndefined();
  });

  const refused: readonly { path: string; reason: string }[] = [
    { path: '', reason: 'is empty' },
    { path: '/etc/passwd', reason: 'is not relative to the output folder' },
    { path: 'C:/x', reason: 'is not relative to the output folder' },
    { path: '../x', reason: 'leaves the output folder' },
    { path: 'a/../../x', reason: 'leaves the output folder' },
    { path: 'a/..', reason: 'leaves the output folder' },
    { path: 'a//b', reason: 'has an empty part' },
    { path: 'a/', reason: 'has an empty part' },
    { path: './a', reason: 'has an empty part' },
    { path: 'a\u0000b', reason: 'holds a character that not every file system takes' },
    { path: 'a\nb', reason: 'holds a character that not every file system takes' },
    { path: 'a\\..\\b', reason: 'holds a character that not every file system takes' },
    { path: 'ab:stream', reason: 'holds a character that not every file system takes' },
    { path: 'a?', reason: 'holds a character that not every file system takes' },
    { path: 'a/\ud800', reason: 'is not a Unicode text' },
    { path: '.pimento/manifest.json', reason: 'lies in `.pimento`, which the writer keeps for itself' },
    { path: '.PIMENTO/x', reason: 'lies in `.pimento`, which the writer keeps for itself' },
    { path: 'a./b', reason: 'has the part `a.`, whose end Windows drops' },
    { path: 'a/b ', reason: 'has the part `b `, whose end Windows drops' },
    { path: 'a/con', reason: 'has the part `con`, which Windows keeps for a device' },
    { path: 'a/Aux.ts', reason: 'has the part `Aux.ts`, which Windows keeps for a device' },
    { path: 'LPT1/a.ts', reason: 'has the part `LPT1`, which Windows keeps for a device' },
    { path: 'com¹', reason: 'has the part `com¹`, which Windows keeps for a device' },
    { path: `a/${'x'.repeat(256)}`, reason: 'has a part longer than 255 bytes' },
    { path: `a/${'ö'.repeat(128)}`, reason: 'has a part longer than 255 bytes' },
  ];
  it.each(refused)('refuses $path', ({ path, reason }) => {
    expect(pathProblem(path)).toEqual({ path, reason });
  });
});

describe('paths side by side', () => {
  const clashes: readonly { name: string; paths: readonly string[]; reasons: readonly string[] }[] = [
    { name: 'none', paths: ['a/b', 'a/c', 'b/a', 'ab'], reasons: [] },
    { name: 'the same twice', paths: ['a/b', 'a/b'], reasons: ['is planned twice'] },
    {
      name: 'files in two cases',
      paths: ['a/b', 'a/B'],
      reasons: ['differs from `a/b` in letter case only'],
    },
    {
      name: 'folders in two cases',
      paths: ['a/b', 'A/c'],
      reasons: ['needs a folder that differs from `a` in letter case only'],
    },
    {
      name: 'composed and decomposed',
      paths: ['\u00e9', 'e\u0301'],
      reasons: ['differs from `\u00e9` in letter case only'],
    },
    {
      name: 'a file and a folder',
      paths: ['a', 'a/b'],
      reasons: ['needs a folder where the file `a` is planned'],
    },
    {
      name: 'a file and a folder in two cases',
      paths: ['a/b', 'A'],
      reasons: ['needs a folder where the file `A` is planned'],
    },
  ];
  it.each(clashes)('$name', ({ paths, reasons }) => {
    expect(pathProblems(paths).map((problem) => problem.reason)).toEqual(reasons);
  });
});
