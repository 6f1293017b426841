import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';

const open = 'model X version 1 context C {';

/** `line:column-column code message`, one per diagnostic. */
function problems(text: string): readonly string[] {
  return readModelText(text).diagnostics.map(
    ({ origin, code, message }) =>
      `${origin.start.line}:${origin.start.column}-${origin.end.column} ${code} ${message}`,
  );
}

describe('a syntax error', () => {
  it.each<[text: string, expected: readonly string[]]>([
    ['', ['1:1-1 syntax-error The file is empty: a model begins with `model Name version 1`.']],
    [
      '// only a comment',
      ['1:1-1 syntax-error The file is empty: a model begins with `model Name version 1`.'],
    ],
    ['model', ['1:6-6 syntax-error Expected a name, but the file ends.']],
    ['modell X version 1', ['1:1-7 syntax-error Expected `model`, found `modell`. Did you mean `model`?']],
    [
      `${open} agregate A {} }`,
      ['1:31-39 syntax-error Expected `}`, found `agregate`. Did you mean `aggregate`?'],
    ],
    [`${open} value A { a String } }`, ['1:43-49 syntax-error Expected `:`, found `String`.']],
    [`${open} value A { a: String( } }`, ['1:52-53 syntax-error Expected `)`, found `}`.']],
    [
      `${open} value A { not: String } }`,
      ['1:41-44 syntax-error `not` is a word of the rule language and cannot be a name.'],
    ],
    [`${open} value A { a: "x } }`, ['1:44-50 syntax-error This text has no closing `"` on its line.']],
    [`${open} /* `, ['1:31-32 syntax-error This comment has no closing `*/`.']],
    [
      `${open} value A { a: String matching [a-z] } }`,
      ['1:60-61 syntax-error `matching` is followed by a pattern between slashes: `/[a-z]+/`.'],
    ],
    [
      `${open} value A { rule R: a = 3 } }`,
      ['1:51-52 syntax-error `=` gives a value where a field is declared. To compare, write `==`.'],
    ],
    [
      `${open} value A { rule R: a && b } }`,
      ['1:51-53 syntax-error The character `&` means nothing in a model. Did you mean `and`?'],
    ],
    [
      `${open} aggregate A { command C emit Done } }`,
      ['1:60-64 syntax-error `emit` begins nothing here. Did you mean `emits`?'],
    ],
    [`${open} value A { rule R: a == } }`, ['1:54-55 syntax-error `==` needs a value after it.']],
    [
      `${open} value A { rule R: a implies if b then c else d } }`,
      ['1:59-61 syntax-error `if` as an operand takes parentheses: `(if … then … else …)`.'],
    ],
    [
      `${open} value A { rule R: 1 < n < 3 } }`,
      ['1:55-56 syntax-error Comparisons do not chain: write `a < b and b < c`.'],
    ],
    [
      `${open} value A { derived d = n } }`,
      ['1:51-52 syntax-error `d` has no type: `derived d: Integer = …`.'],
    ],
    [`${open} value A { rule S = n > 3 } }`, ['1:48-49 syntax-error A rule has a colon: `rule S: …`.']],
    [`${open} entity E { } }`, ['1:31-37 syntax-error An `entity` stands in an aggregate.']],
    [`${open} value A { a: Integer(1...5) } }`, ['1:55-56 syntax-error A range is written `1..5`.']],
    [`${open} value A { a: §`, ['1:44-45 syntax-error The character `§` means nothing in a model.']],
    [`${open}`, ['1:30-30 syntax-error Expected `}`, but the file ends.']],
    [
      'model X version 1 }',
      ['1:19-20 syntax-error Expected one of `context`, `platform`, the end of the file, found `}`.'],
    ],
    ['model \u0001 version 1', ['1:7-8 syntax-error The control character U+0001 cannot stand in a model.']],
    [`${open} value A { a: Boolean(1..2) } }`, ['1:52-56 misplaced-limit `Boolean` takes no limits.']],
    [
      `${open} type A = Boolean? }`,
      ['1:40-48 misplaced-limit A type is not optional: the field that has it can be.'],
    ],
    [
      `${open} value A { a: Integer matching /x/ } }`,
      ['1:52-64 misplaced-limit Only a String can match a pattern.'],
    ],
  ])('in %j is told in place', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('is reported together with the others', () => {
    const text = `${open}\n  value A { a String }\n  value B { b: }\n  value C { c: String }\n}`;
    expect(problems(text).map((one) => one.slice(0, 4))).toEqual(['2:15', '3:16']);
  });

  it.each([
    ['brackets', `${open} value A { rule R: ${'('.repeat(10_000)}`],
    ['blocks', '{'.repeat(10_000)],
    ['`not`', `${open} value A { rule R: ${'not '.repeat(10_000)}a } }`],
    ['minus signs', `${open} value A { rule R: ${'- '.repeat(10_000)}a } }`],
    ['conditions', `${open} value A { rule R: ${'if a then b else '.repeat(10_000)}a } }`],
    ['operators', `${open} value A { rule R: ${'a and '.repeat(10_000)}a } }`],
    ['members', `${open} value A { rule R: a${'.a'.repeat(10_000)} } }`],
    ['lambdas', `${open} value A { rule R: a${'.all(x => x'.repeat(10_000)} } }`],
    ['defaults', `${open} value A { a: Boolean = ${'not '.repeat(10_000)}a } }`],
  ])('is all that 10,000 nested %s are', (_, text) => {
    expect(problems(text).map((one) => one.replace(/^\S+ (\S+).*/, '$1'))).toEqual(['too-deep']);
  });
});

const whole = `${open}
  /** Doc. */
  type Code = String(1..9) matching /[a-z]+/ where it.size > 1 or it.startsWith("x") else "no"
  enum E { A = "a", B }
  aggregate T { id: Code generated, e: E = A, n: Integer(0..9)?, list: P[0..3], derived d: Integer = list.sum(p => p.n)
    entity P { id k: Uuid n: Integer(1..3) = 2 }
    rule R: if n is present then n >= 0 else not (e == B) implies list.all(p => p.n / 2 in [0, 1]) else "R" } }
platform kubernetes for C { group: "g.h" T { columns: [e, n], flag: true } }`;

describe('reading a model', () => {
  it('finds nothing wrong with a whole one', () => {
    expect(problems(whole)).toEqual([]);
  });

  it('takes every expression for a part of a larger one, in parentheses if need be', () => {
    const parts = [
      'if f then a else b',
      'not f',
      'a in [if f then 1 else 2, 3]',
      '-a',
      'l.sum(x => if x > 1 then x else -x)',
    ];
    const rules = parts.flatMap((one) =>
      parts.map((other) => `rule R: (${one}) == (if (${other}) == 1 then ${one} else ${other})`),
    );
    expect(problems(`${open} value V { ${rules.join('\n')} } }`)).toEqual(
      problems(`${open} value V { ${rules.join(' ')} } }`),
    );
    expect(problems(`${open} value V { ${rules.join('\n')} } }`)).toEqual([]);
  });

  it('does not depend on what was read before', () => {
    const rule = 'rule R: if a then (if b then c else d) in [if e then f else g, h] else not (i is present)';
    const read = (text: string): string =>
      JSON.stringify(readModelText(`${open} value V { ${text} } }`).model?.contexts[0]?.declarations);
    const before = read(rule);
    for (const other of [
      'rule R: (a in [b]) in c',
      'rule R: if a in b then c in d else e in f',
      'rule R: a == (if b then c else d)',
    ]) {
      read(other);
    }
    expect(read(rule)).toBe(before);
  });

  it('does not care about line ends', () => {
    expect(problems(whole.replaceAll('\n', ' '))).toEqual([]);
    expect(problems(whole.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it('takes every word that is not of the rule language for a name', () => {
    const words = [
      'model',
      'version',
      'context',
      'type',
      'enum',
      'value',
      'aggregate',
      'entity',
      'rule',
      'derived',
      'id',
      'platform',
      'for',
    ];
    const more = ['matching', 'where', 'unique', 'generated', 'present', 'absent', 'ref'];
    const fields = [...words, ...more]
      .map((word) => `${word}: Integer rule R_${word}: ${word} > 1`)
      .join('\n');
    expect(
      problems(
        `model model version 1 context context { enum type { ${words.join(' ')} } value value { ${fields} } }`,
      ),
    ).toEqual([]);
  });

  it.each([
    `${open} value V { rule R: and / c rule Q: b } }`,
    `${open} value V { derived a: Integer = if b then 0 else and / c } }`,
  ])('survives a word of the rule language as an operand: %s', (text) => {
    expect(problems(text)).toHaveLength(1);
  });

  it('never throws, whatever the text', () => {
    const tokens = whole.split(/(\s+|\b)/).filter((token) => token !== '');
    const damaged = fc
      .array(
        fc.tuple(
          fc.nat(tokens.length - 1),
          fc.constantFrom('drop', 'double', 'swap', 'junk'),
          fc.string({ maxLength: 3 }),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((edits) => {
        const copy = [...tokens];
        for (const [at, edit, junk] of edits) {
          if (edit === 'drop') copy.splice(at, 1);
          else if (edit === 'double') copy.splice(at, 0, copy[at] ?? '');
          else if (edit === 'swap') copy.splice(at, 0, ...copy.splice(at + 1, 1));
          else copy.splice(at, 0, junk);
        }
        return copy.join('');
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        readModelText(text);
      }),
      { numRuns: 1500 },
    );
  });
});
