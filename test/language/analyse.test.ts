import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';

/** `line code` of everything that is found in the lines of a context. */
function found(...lines: readonly string[]): readonly string[] {
  const text = ['model M version 1 context C {', ...lines, '}'].join('\n');
  const { diagnostics } = analyseSources([{ file: 'm.domain', text }], { targets, wanted: new Set() });
  return diagnostics.map(({ origin, code }) => `${origin.start.line} ${code}`);
}

describe('beside a syntax error', () => {
  it('all that it cannot have caused is reported', () => {
    expect(found('value A { a: Strng(1..2) }', 'value B { b: }', 'value C { n: Integer(9..1) }')).toEqual([
      '2 unknown-type',
      '3 syntax-error',
      '4 impossible-bound',
    ]);
  });

  it('nothing is missed that the broken text seems to declare', () => {
    const lines = [
      'value A { b: Bee, l: Level = LOW, c: Sea }',
      'value Bee { x }',
      'enum Level { LOW = 3 }',
      'valu Sea { }',
    ];
    expect(found(...lines)).toEqual(['3 syntax-error', '4 syntax-error', '5 syntax-error']);
  });

  it('nothing is made of its echo on the next line', () => {
    expect(found('value A { n: Integer', 'rule R: n = m', 'rule S: n > 1 }')).toEqual(['3 syntax-error']);
  });

  it('nothing is said of the same line', () => {
    expect(found('value A { x, n: Elephant }')).toEqual(['2 syntax-error']);
  });
});

describe('beside a misplaced limit', () => {
  it('everything else is reported, on the same line too', () => {
    expect(found('type Y = Uuid(3) type Z = Elephant', 'aggregate B { n: Integer }')).toEqual([
      '2 misplaced-limit',
      '2 unknown-type',
      '3 missing-id',
    ]);
  });
});
