import { describe, expect, it } from 'vitest';
import { type OptionDefinition, parseArguments } from '../../cli/arguments.ts';

const options: readonly OptionDefinition[] = [
  { name: 'out', value: 'DIR', help: '' },
  { name: 'format', value: 'FORMAT', choices: ['pretty', 'json'], help: '' },
  { name: 'quiet', short: 'q', help: '' },
];

describe('arguments', () => {
  const right: readonly {
    words: readonly string[];
    operands?: readonly string[];
    switches?: readonly string[];
    values?: Readonly<Record<string, readonly string[]>>;
  }[] = [
    { words: [] },
    { words: ['a', 'b'], operands: ['a', 'b'] },
    { words: ['a', '--out', 'x', 'b'], operands: ['a', 'b'], values: { out: ['x'] } },
    { words: ['--out=x=y'], values: { out: ['x=y'] } },
    { words: ['--out=-x'], values: { out: ['-x'] } },
    { words: ['--out', 'x', '--out', 'y'], values: { out: ['x', 'y'] } },
    { words: ['-q', '--format', 'json'], switches: ['quiet'], values: { format: ['json'] } },
    { words: ['--', '--out', '-q'], operands: ['--out', '-q'] },
  ];
  it.each(right)('$words', ({ words, operands = [], switches = [], values = {} }) => {
    expect(parseArguments(words, options)).toEqual({
      kind: 'arguments',
      given: { operands, switches: new Set(switches), values: new Map(Object.entries(values)) },
    });
  });

  const wrong: readonly { words: readonly string[]; message: string }[] = [
    { words: ['--quite'], message: 'There is no option `--quite`. Did you mean `--quiet`?' },
    { words: ['--constructor'], message: 'There is no option `--constructor`.' },
    { words: ['--__proto__'], message: 'There is no option `--__proto__`.' },
    { words: ['-z'], message: 'There is no option `-z`.' },
    { words: ['--no-quiet'], message: 'There is no option `--no-quiet`.' },
    { words: ['--quiet=yes'], message: '`--quiet` takes no value.' },
    { words: ['--out'], message: '`--out` needs a value: `--out DIR`.' },
    { words: ['--out='], message: '`--out` needs a value: `--out DIR`.' },
    { words: ['--out', '--quiet'], message: '`--out` needs a value: `--out DIR`.' },
    {
      words: ['--format', 'jsn'],
      message: '`--format` takes pretty or json, not `jsn`. Did you mean `json`?',
    },
  ];
  it.each(wrong)('$words', ({ words, message }) => {
    expect(parseArguments(words, options)).toEqual({ kind: 'wrong', message });
  });
});
