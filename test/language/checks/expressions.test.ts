import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('type-mismatch', () => {
  testCases([
    {
      name: 'what fits',
      text: `enum E { A, B } aggregate G { id: Uuid }
      value V { n: Integer(0..9) x: Number s: String(1..9) d: Date e: E g: ref G l: Integer(0..9)[0..3] b: Boolean
        rule R: n < x and x >= 1 and s == "a" and d > "2024-01-01" and e in [A, B] and g == "x" and n in l and l.sum > n and l.unique and (if b then n else x) > 2 and not b }`,
      expect: [],
    },
    {
      name: 'one operand is wrong by itself',
      text: 'value V { n: Integer(0..9) s: String(1..9) b: Boolean rule R: n + ‹s› > 3 rule Q: ‹n› and b rule P: not ‹n› rule O: -‹s› > 3 rule N: ‹b› < b rule M: s.startsWith(‹n›) rule L: if ‹n› then b else b }',
      expect: [
        'type-mismatch `+` calculates with Integers, Decimals and Durations, and this is a String.',
        'type-mismatch `and` joins conditions, and this is an Integer.',
        'type-mismatch `not` negates a condition, and this is an Integer.',
        'type-mismatch `-` negates an Integer, a Decimal or a Duration, and this is a String.',
        'type-mismatch `<` needs an order, and a Boolean has none.',
        'type-mismatch `.startsWith` compares with a String, and this is an Integer.',
        'type-mismatch `if` asks a condition, and this is an Integer.',
      ],
    },
    {
      name: 'two operands do not fit each other',
      text: 'value V { n: Integer(0..9) s: String(1..9) b: Boolean rule R: ‹n == s› rule Q: (‹s ?? n›) == n rule P: (‹if b then n else s›) == 3 rule N: ‹n in ["a"]› }',
      expect: [
        'type-mismatch `==` needs the same type on both sides, and here are an Integer and a String.',
        'type-mismatch `??` needs the same type on both sides, and here are a String and an Integer.',
        'type-mismatch `then` and `else` must give the same type, and here are an Integer and a String.',
        'type-mismatch `in` needs the same type on both sides, and here are an Integer and a String.',
      ],
    },
    {
      name: 'structures, lists and Json are not compared',
      text: 'value W {} value V { w: W v: W l: Integer[0..3] j: Json rule R: ‹w› == v rule Q: ‹l› != l rule P: ‹j› == "a" }',
      expect: [
        'type-mismatch `==` compares single values, and this is a `W` (a structure).',
        'type-mismatch `!=` compares single values, and this is a list.',
        'type-mismatch `==` compares single values, and this is Json.',
      ],
    },
    {
      name: 'lambdas',
      text: 'value W { s: String(1..9) } value V { ws: W[0..3] rule R: ws.all(w => ‹w.s›) rule Q: ws.sum(w => ‹w.s›) > 3 rule P: ‹ws›.unique rule O: ws.count(w => w.s == "a") > 0.5 }',
      expect: [
        'type-mismatch `.all` asks a condition of each element, and this is a String.',
        'type-mismatch `.sum` adds Integers, Decimals or Durations, and this is a String.',
        'type-mismatch `.unique` compares single values, and this is a `W` (a structure): give a key, `.unique(x => x.name)`.',
      ],
    },
    {
      name: 'one mistake is reported once',
      text: 'value V { n: Integer(0..9) s: String(1..9) rule R: (n + ‹s›) * 2 > 3 and (n - 1) == 4 }',
      expect: ['type-mismatch `+` calculates with Integers, Decimals and Durations, and this is a String.'],
    },
    {
      name: 'Numbers are not calculated with',
      text: 'value V { x: Number rule R: ‹x› + 1 > 2 }',
      expect: ['type-mismatch `+` calculates with Integers, Decimals and Durations, and this is a Number.'],
    },
    {
      name: 'defaults',
      text: 'enum E { A } enum F { A } value V { a: Integer = ‹0.5› b: Number = 1 d: String(0..9) = ‹1› e: E = ‹F.A› f: Integer[0..3] = ‹1› g: Boolean = ‹"true"› }',
      expect: [
        'type-mismatch `a` is an Integer, and its default is a Number.',
        'type-mismatch `d` is a String, and its default is an Integer.',
        'type-mismatch `e` is a `E`, and its default is a `F`.',
        'type-mismatch `f` is a list (of Integer), and its default is an Integer.',
        'type-mismatch `g` is a Boolean, and its default is a String.',
      ],
    },
    {
      name: 'derivations',
      text: 'value V { n: Integer(0..9) l: Integer[0..3] derived a: Boolean = ‹n› derived b: String(0..9)[0..3] = ‹l› derived d: Integer[0..9] = l derived e: Number = n }',
      expect: [
        'type-mismatch `a` is a Boolean, and what it is derived from is an Integer.',
        'type-mismatch `b` is a list (of String), and what it is derived from is a list (of Integer).',
      ],
    },
    {
      name: 'unique lists hold single values',
      text: 'value W {} value V { a: String(0..9)[0..3] unique b: ‹W[0..3] unique› }',
      expect: [
        'type-mismatch `unique` compares single values, and this is a list of a `W` (a structure). Say what they differ in, `unique by name`.',
      ],
    },
  ]);
});

describe('rule-not-boolean', () => {
  testCases([
    {
      name: 'conditions',
      text: 'type T = Integer where it > 3 value V { b: Boolean rule R: b }',
      expect: [],
    },
    {
      name: 'anything else',
      text: 'type T = Integer where ‹it + 3› value V { n: Integer(0..9) rule R: ‹n› }',
      expect: [
        'rule-not-boolean The `where` of `T` must be a condition, and this is an Integer.',
        'rule-not-boolean The rule `R` must be a condition, and this is an Integer.',
      ],
    },
  ]);
});

const absent = (path: string): string =>
  `may-be-absent \`${path}\` may be absent here. Ask \`${path} is present\` first, or say what to take instead with \`??\`.`;

/** Fields for the rules below. */
const review = (rules: string): string =>
  `value Inner { n: Integer(0..9)? m: Integer(0..9) deep: Deep? }
   value Deep { k: Integer(0..9) }
   value V { note: String(1..9)? other: String(1..9)? flag: Boolean? n: Integer(0..9)? inner: Inner? spare: Inner? list: Inner[0..3] maybe: Inner[0..3]? yes: Boolean
   ${rules} }`;

describe('may-be-absent', () => {
  testCases([
    ...[
      'note is present implies note.size > 3',
      'note is absent or note.size > 3',
      'note is present and note.size > 3',
      'not (note is absent) and note.size > 3',
      'not (note is absent or yes) implies note.size > 3',
      'if note is present then note.size > 3 else yes',
      'if note is absent then yes else note.size > 3',
      '(note is present and other is present) implies note == other',
      'note is present implies (other is present implies note == other)',
      'note is absent or other is absent or note.size > other.size',
      '(note ?? "x").size > 3',
      '(note ?? other ?? "x").size > 3',
      '(note ?? other) is present',
      '((inner ?? spare).m ?? 3) > 2',
      'n ?? 0 > 3 or n is present',
      'flag ?? false',
      'inner is present implies inner.m > 3',
      'inner.n is present implies inner.n > inner.m',
      '(inner.n ?? 3) > 2',
      '(inner.deep.k ?? 3) > 2',
      'inner.deep is present implies inner.deep.k > inner.m',
      'inner.deep.k is present implies inner.deep.k > inner.m',
      'list.all(x => x.n is present implies x.n > 3)',
      'note is present implies list.all(x => x.m > note.size)',
      'maybe is present implies maybe.all(x => x.m > 3)',
      '(note is present) == yes',
      '(if yes then note is present else other is present and note is present) implies note.size > 3',
      '(note is present or yes and note is present) implies note.size > 3',
      '(if note is present then note else "x").size > 3',
      '(if yes then note else other) is present',
      '(if yes then n else 3) ?? 2 > 1 or yes',
      '(n ?? 0) in [1, 2]',
    ].map((rule) => ({ name: `fine: ${rule}`, text: review(`rule R: ${rule}`), expect: [] })),
    ...(
      [
        ['‹note›.size > 3', 'note'],
        ['‹note›.size > 3 or note is present', 'note'],
        ['note is present or ‹note›.size > 3', 'note'],
        ['note is absent and ‹note›.size > 3', 'note'],
        ['note is absent implies ‹note›.size > 3', 'note'],
        ['(note is present or yes) implies ‹note›.size > 3', 'note'],
        ['(note is present implies yes) and ‹note›.size > 3', 'note'],
        ['not (note is present and yes) or (not yes or ‹other›.size > 3)', 'other'],
        ['if note is present then yes else ‹note›.size > 3', 'note'],
        ['(if yes then note is present else yes) implies ‹note›.size > 3', 'note'],
        ['other is present implies ‹note›.size > 3', 'note'],
        ['‹note› == "a"', 'note'],
        ['"a" != ‹note›', 'note'],
        ['‹note› in ["a", "b"]', 'note'],
        ['‹flag›', 'flag'],
        ['not ‹flag›', 'flag'],
        ['yes and ‹flag›', 'flag'],
        ['(‹n› + 1) > 2', 'n'],
        ['-‹n› < -3', 'n'],
        ['(other ?? ‹note›).size > 3', 'note'],
        ['(if yes then ‹note› else "x").size > 3', 'note'],
        ['‹inner›.m > 3', 'inner'],
        ['(inner ?? ‹spare›).m > 3', 'spare'],
        ['‹inner›.n > 3', 'inner'],
        ['inner is present implies ‹inner.n› > 3', 'inner.n'],
        ['inner is present implies ‹inner.deep›.k > 3', 'inner.deep'],
        ['inner.n is absent or ‹inner.deep›.k > 3', 'inner.deep'],
        ['list.all(x => ‹x.n› > 3)', 'x.n'],
        ['list.any(x => x.n is present) and list.all(y => ‹y.n› > 3)', 'y.n'],
        ['list.all(x => x.n is present and list.all(y => ‹y.n› > x.n))', 'y.n'],
        ['‹maybe›.all(x => x.m > 3)', 'maybe'],
        ['‹maybe›.size > 2', 'maybe'],
        ['list.sum(x => ‹x.n›) > 3', 'x.n'],
        ['list.unique(x => ‹x.n›)', 'x.n'],
        ['‹note›.size > 3 and note.size < 5 and note.startsWith("a")', 'note'],
        ['‹note›.matches(/a/) or note.isBlank', 'note'],
        ['(list.count(x => x.m > ‹n›)) > 2', 'n'],
      ] as const
    ).map(([rule, path]) => ({
      name: `refused: ${rule}`,
      text: review(`rule R: ${rule}`),
      expect: [absent(path)],
    })),
    {
      name: 'two fields are two mistakes',
      text: review('rule R: ‹note› == ‹other›'),
      expect: [absent('note'), absent('other')],
    },
    {
      name: 'old has paths of its own',
      text: 'aggregate A { id: Uuid n: Integer(0..9)? rule R: n is present implies n > ‹old.n› rule Q: old.n is present and n is present implies n >= old.n }',
      expect: [absent('old.n')],
    },
    {
      name: 'derivations',
      text: review('derived a: Integer = ‹n› derived b: Integer = n ?? 0'),
      expect: [absent('n')],
    },
    {
      name: 'a derived field is always there',
      text: review('derived a: Integer = n ?? 0 rule R: a > 3'),
      expect: [],
    },
    {
      name: 'where conditions',
      text: 'value W { n: Integer(0..9)? } type T = W where ‹it.n› > 3 type U = W where it.n is present and it.n > 3',
      expect: [absent('it.n')].map((text) => text.replaceAll('it.n', 'n')),
    },
  ]);
});

const zero = (divisor: string, operator = '/'): string =>
  `may-divide-by-zero The divisor of \`${operator}\` may be zero. Give it a range without 0, or ask \`${divisor} != 0\` first.`;

const stock = (rules: string): string =>
  `value V { t: Integer(0..100) u: Integer(0..100) p: Integer(1..9) m: Integer(-9..-1) o: Integer(1..9)? l: Integer(0..9)[0..9] l1: Integer(0..9)[1..9]
   ${rules} }`;

describe('may-divide-by-zero', () => {
  testCases([
    ...[
      'u / 3 > 1',
      'u / p > 1 and u % m > 1',
      'u / (p * m) < -3',
      'u / (p + t) < 3',
      't != 0 implies u / t < 3',
      't > 0 implies u / t < 3',
      't >= 1 and u / t < 3',
      '0 < t and u % t < 3',
      't == 0 or u / t < 3',
      't <= 0 or u / t < 3',
      't < 1 or u / t < 3',
      't == 5 and u / t < 3',
      't > u implies u / t < 3',
      't > p and u / t < 3',
      't in [1, 2] and u / t < 3',
      'not (t == 0) implies u / t < 3',
      '(if t == 0 then 0 else u / t) < 3',
      't > 0 implies l.all(x => x / t < 3)',
      'l.all(x => x == 0 or u / x < 3)',
      'l.size > 0 implies l.sum / l.size < 3',
      'u / l1.size < 3',
      't != 0 and u != 0 implies 100 / (t * u) < 3',
      't != 0 implies 100 / -t < -3',
      't - u != 0 implies 100 / (t - u) < 3',
      'u / (o ?? 1) < 3',
    ].map((rule) => ({ name: `fine: ${rule}`, text: stock(`rule R: ${rule}`), expect: [] })),
    ...[
      'u / ‹t› < 3',
      't == 0 implies u / ‹t› < 3',
      't != 0 or u / ‹t› < 3',
      't >= 0 and u / ‹t› < 3',
      't != 1 and u / ‹t› < 3',
      'u != 0 and u / ‹t› < 3',
      't in [0, 1] and u / ‹t› < 3',
      '(if t == 0 then u / ‹t› else 0) < 3',
      'u / (‹t - 1›) < 3',
      'l.any(x => x != 0) and l.all(x => u / ‹x› < 3)',
      't != 0 implies 100 / (‹t * u›) < 3',
      'l.sum / ‹l.size› < 3',
    ].map((rule) => ({
      name: `refused: ${rule}`,
      text: stock(`rule R: ${rule}`),
      expect: [zero(/‹(.*)›/.exec(rule)?.[1] ?? '')],
    })),
    {
      name: 'what is always zero, and what may be absent or zero',
      text: stock('rule R: u / ‹0› < 3 rule Q: u / (‹o ?? 0›) < 3'),
      expect: [
        'may-divide-by-zero The divisor of `/` is always zero: write another one.',
        'may-divide-by-zero The divisor of `/` may be zero. Give it a range without 0, and say another number than 0 behind `??`.',
      ],
    },
    { name: 'a remainder', text: stock('rule R: u % ‹t› < 3'), expect: [zero('t', '%')] },
    {
      name: 'a derived divisor',
      text: stock(
        'derived d: Integer = t + 1 derived e: Integer = t * 2 rule R: u / d < 3 rule Q: u / ‹e› < 3',
      ),
      expect: [zero('e')],
    },
    {
      name: 'what is unknown is not zero as well',
      text: stock('rule R: u / ‹foo› < 3 rule Q: u / (‹bar› + 1) < 3'),
      expect: ['unknown-name Nothing is called `foo` here.', 'unknown-name Nothing is called `bar` here.'],
    },
  ]);
});

describe('constant-rule', () => {
  testCases([
    ...[
      't > 0',
      't != 100',
      'l.all(x => x >= 0)',
      'l.size >= 1',
      'e in [A]',
      'o is present',
      'b',
      'not b',
      't >= 0 and b',
      't < 0 or b',
      'b implies t >= 1',
      '(if b then t else 3) > 1',
      'e.rank < 1',
    ].map((rule) => ({
      name: `it depends: ${rule}`,
      text: `enum E { A, B } value V { t: Integer(0..100) l: Integer(0..9)[0..9] o: Integer? b: Boolean e: E rule R: ${rule} }`,
      expect: [],
    })),
    ...(
      [
        ['true', true],
        ['not true', false],
        ['t >= 0', true],
        ['t < 0', false],
        ['t <= 100', true],
        ['t > 100', false],
        ['t == 101', false],
        ['t != 101', true],
        ['0 <= t', true],
        ['3 > 2', true],
        ['3 >= 4', false],
        ['2 == 2', true],
        ['l.size >= 0', true],
        ['l.size > 9', false],
        ['e in [A, B]', true],
        ['t is present', true],
        ['t is absent', false],
        ['t in []', false],
        ['b or t >= 0', true],
        ['b and t < 0', false],
        ['t < 0 implies b', true],
        ['b implies t >= 0', true],
        ['if t >= 0 then true else b', true],
        ['e.rank < 2', true],
      ] as const
    ).map(([rule, verdict]) => ({
      name: `always ${verdict}: ${rule}`,
      text: `enum E { A, B } value V { t: Integer(0..100) l: Integer(0..9)[0..9] o: Integer? b: Boolean e: E rule R: ‹${rule}› }`,
      expect: [
        `warning: constant-rule The rule \`R\` is always ${verdict ? 'true: it refuses nothing' : 'false: it refuses everything'}.`,
      ],
    })),
    {
      name: 'nothing is read',
      text: 'type T = Integer where ‹"a" == "b"›',
      expect: ['warning: constant-rule The `where` of `T` reads nothing, so it says the same of everything.'],
    },
    {
      name: 'a transition',
      text: 'aggregate A { id: Uuid n: Integer(0..9) rule R: ‹old.n >= 0› rule Q: n >= old.n }',
      expect: ['warning: constant-rule The rule `R` is always true: it refuses nothing.'],
    },
  ]);
});
