import { describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { Workspace } from './command-line.ts';

describe('wrong usage', () => {
  const cases: readonly { words: readonly string[]; errors: RegExp }[] = [
    { words: [], errors: /^A command is missing\.\nUsage: pimento init\|check\|generate\|format\|explain\|/ },
    { words: ['chekc'], errors: /^There is no command `chekc`\. Did you mean `check`\?\nUsage: / },
    { words: ['constructor'], errors: /^There is no command `constructor`\.\n/ },
    { words: ['--verison'], errors: /^There is no option `--verison`\. Did you mean `--version`\?\nUsage: / },
    {
      words: ['check'],
      errors:
        /^A path is missing: give one, name your models in `pimento\.config\.yaml`, or .*\n.*`pimento init` begins a project\.\nUsage: pimento check /,
    },
    { words: ['check', ''], errors: /^A path is empty\.\n/ },
    { words: ['init', 'a', 'b'], errors: /^One folder at a time\.\nUsage: pimento init .*\[DIR\]\n/ },
    {
      words: ['explain'],
      errors:
        /^A place or a code is missing: `FILE:LINE` or `CODE`\.\nUsage: pimento explain .*FILE:LINE\|CODE\n/,
    },
    {
      words: ['explain', 'a.ts'],
      errors: /^`a\.ts` names no line and no code: write `FILE:LINE`, or a code as `check` prints it\.\n/,
    },
    { words: ['explain', 'a.ts:0'], errors: /^`a\.ts:0` names no line/ },
    { words: ['trace'], errors: /^An id is missing, such as / },
    { words: ['psm', 'a', '--target', 'opnapi'], errors: /Did you mean `openapi`\?/ },
    {
      words: ['generate', 'a', '--taget', 'b'],
      errors: /Did you mean `--target`\?\nUsage: pimento generate /,
    },
    {
      words: ['generate', 'a', '--target', 'typescrpt'],
      errors: /^There is no target `typescrpt`\. Did you mean `typescript`\? There are: typescript, /,
    },
    { words: ['generate', 'a', '--target', ','], errors: /^There is no target ``\./ },
    { words: ['generate', 'a', '--keep', '--force'], errors: /opposites/ },
    { words: ['generate', 'a', '--merge', '--keep'], errors: /`--keep` and `--merge` are opposites/ },
    { words: ['generate', 'a', '--markers'], errors: /^`--markers` says how `--merge` goes on/ },
    { words: ['generate', 'a', '--out'], errors: /^`--out` needs a value/ },
    {
      words: ['check', 'a', '--format', 'xml'],
      errors: /^`--format` takes pretty, json, github, sarif or junit, not `xml`\./,
    },
  ];
  it.each(cases)('pimento $words', ({ words, errors }) => {
    const result = new Workspace().pimento(...words);
    expect(result).toMatchObject({ code: 2, output: '', errors: expect.stringMatching(errors) });
    expect(result.errors).not.toMatch(/\n\s+at /);
  });
});

describe('help', () => {
  const cases: readonly { words: readonly string[]; output: RegExp }[] = [
    { words: ['--help'], output: /Commands:\n {2}init +\w[^]*\n {2}generate +\w/ },
    { words: ['-h'], output: /Commands:/ },
    { words: ['--version'], output: /^\d+\.\d+\.\d+\n$/ },
    { words: ['check', '--help'], output: /Usage: pimento check .*--format FORMAT/ },
    { words: ['generate', '-h'], output: /Usage: pimento generate .*--out DIR[^]*--dry-run +\w/ },
  ];
  it.each(cases)('pimento $words', ({ words, output }) => {
    expect(new Workspace().pimento(...words)).toEqual({
      code: 0,
      output: expect.stringMatching(output),
      errors: '',
    });
  });
});

describe('a bug of our own', () => {
  it.each([
    { debug: '0', shown: false },
    { debug: '1', shown: true },
  ])('is told as one; the stack is shown: $shown', async ({ debug, shown }) => {
    let problems = '';
    const terminal = {
      colour: false,
      columns: 80,
      answer: () => {
        throw new TypeError('cannot answer');
      },
      problem: (text: string) => {
        problems += text;
      },
      progress: () => {},
    };
    expect(await run(['--version'], terminal, { PIMENTO_DEBUG: debug })).toBe(70);
    expect(problems).toMatch(/^This is a bug of Pimento, not of your model: TypeError: cannot answer\n/);
    expect(/\n\s+at /.test(problems)).toBe(shown);
    expect(problems.includes('Please report it')).toBe(!shown);
  });
});
