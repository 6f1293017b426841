import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('impossible-bound', () => {
  testCases([
    {
      name: 'bounds that something fits',
      text: 'value V { a: Integer(3) b: Integer(-5..-1) d: Number(-0.5..0.5) e: String(0..0) f: Integer[0] g: Integer(-9007199254740991..9007199254740991) h: String(3) matching /a{1,3}/ i: String(1..9) matching /(ab)*c?/ }',
      expect: [],
    },
    {
      name: 'swapped',
      text: 'value V { ‹a›: Integer(3..1) ‹b›: Number(0.5..0.25) ‹d›: String(9..3) ‹e›: Integer[5..2] }',
      expect: [
        'impossible-bound Nothing lies between 3 and 1: the smaller bound comes first.',
        'impossible-bound Nothing lies between 0.5 and 0.25: the smaller bound comes first.',
        'impossible-bound Nothing lies between 9 and 3: the smaller bound comes first.',
        'impossible-bound Nothing lies between 5 and 2: the smaller bound comes first.',
      ],
    },
    {
      name: 'of the elements',
      text: 'value V { ‹a›: Integer(3..1)[0..9] }',
      expect: ['impossible-bound Nothing lies between 3 and 1: the smaller bound comes first.'],
    },
    {
      name: 'in a type',
      text: 'type ‹T› = Integer(3..1)',
      expect: ['impossible-bound Nothing lies between 3 and 1: the smaller bound comes first.'],
    },
    {
      name: 'negative and fractional',
      text: 'value V { ‹a›: String(-1..3) ‹b›: Integer[0.5..2] ‹d›: Integer(0.5..2) ‹e›: String(1..2.5) }',
      expect: [
        'impossible-bound A length is never negative, and the bound -1 is.',
        'impossible-bound A size is a whole number, and the bound 0.5 is not.',
        'impossible-bound The bound 0.5 of an Integer is not a whole number.',
        'impossible-bound A length is a whole number, and the bound 2.5 is not.',
      ],
    },
    {
      name: 'past what platforms hold',
      text: `value V { ‹a›: Integer(0..9007199254740992) ‹b›: Number(0..${'9'.repeat(400)}) ‹d›: String(0..10485761) ‹e›: Integer[0..100001] }`,
      expect: [
        'impossible-bound A bound lies outside ±9007199254740991 (2^53−1), the Integers that every platform holds exactly.',
        'impossible-bound A bound is greater than any Number.',
        'impossible-bound A length of 10485761 is more than 10485760, the most that is allowed.',
        'impossible-bound A size of 100001 is more than 100000, the most that is allowed.',
      ],
    },
    {
      name: 'a pattern of other lengths',
      text: 'value V { ‹a›: String(1..3) matching /[a-z]{4}x?/ ‹b›: String(9..20) matching /(ab|cde){2}/ }',
      expect: [
        'impossible-bound Texts that match the pattern have at least 4 characters, and at most 3 are allowed.',
        'impossible-bound Texts that match the pattern have at most 6 characters, and at least 9 are demanded.',
      ],
    },
    {
      name: 'numbers in rules',
      text: 'value V { n: Integer rule R: n < ‹9007199254740992› rule Q: n > ‹-9007199254740993› rule P: n != 9007199254740991 }',
      expect: Array(2).fill(
        'impossible-bound This number lies outside ±9007199254740991 (2^53−1), beyond which not every platform is exact.',
      ),
    },
  ]);
});

describe('missing-bound', () => {
  testCases([
    {
      name: 'bounds that are stated, and types that have theirs',
      text: 'type T = String(1..9) value V { a: T b: T[0..3] d: Email e: Integer f: String(..9) derived g: String = a }',
      expect: [],
    },
    {
      name: 'a String',
      text: 'value V { ‹a›: String }',
      expect: [
        {
          says: 'warning: missing-bound `a` states no maximum, so it has at most 1024 characters.',
          fixed: 'value V { a: String(0..1024) }',
        },
      ],
    },
    {
      name: 'with a minimum and a pattern',
      text: 'value V { ‹a›: String(2000..) matching /[a-z\\/]*/? }',
      expect: [
        {
          says: 'warning: missing-bound `a` states no maximum, so it has at most 2000 characters.',
          fixed: 'value V { a: String(2000) matching /[a-z\\/]*/? }',
        },
      ],
    },
    {
      name: 'an optional and a default',
      text: 'value V { ‹a›: String? ‹b›: String = "x" ‹d›: String = ("x") }',
      expect: [
        {
          says: 'warning: missing-bound `a` states no maximum, so it has at most 1024 characters.',
          fixed: 'value V { a: String(0..1024)? b: String = "x" d: String = ("x") }',
        },
        {
          says: 'warning: missing-bound `b` states no maximum, so it has at most 1024 characters.',
          fixed: 'value V { a: String? b: String(0..1024) = "x" d: String = ("x") }',
        },
        {
          says: 'warning: missing-bound `d` states no maximum, so it has at most 1024 characters.',
          fixed: 'no fix',
        },
      ],
    },
    {
      name: 'an id',
      text: 'aggregate A { ‹‹id››: String generated }',
      expect: [
        {
          says: 'misplaced-id Only a `Uuid` can be `generated`, and `id` is a String.',
          fixed: 'no fix',
        },
        {
          says: 'warning: missing-bound `id` states no maximum, so it has at most 1024 characters.',
          fixed: 'aggregate A { id: String(0..1024) generated }',
        },
      ],
    },
    {
      name: 'a type',
      text: 'type ‹T› = String',
      expect: [
        {
          says: 'warning: missing-bound `T` states no maximum, so it has at most 1024 characters.',
          fixed: 'type T = String(0..1024)',
        },
      ],
    },
    {
      name: 'a type with a condition',
      text: 'type ‹T› = String where it.size > 3',
      expect: [
        {
          says: 'warning: missing-bound `T` states no maximum, so it has at most 1024 characters.',
          fixed: 'no fix',
        },
      ],
    },
    {
      name: 'lists',
      text: 'value W {} aggregate A { id: Uuid } value V { ‹a›: W[] ‹b›: ref A[2..] unique? ‹d›: Integer(1..3)[] }',
      expect: [
        {
          says: 'warning: missing-bound `a` states no maximum, so it has at most 100 items.',
          fixed:
            'value W {} aggregate A { id: Uuid } value V { a: W[0..100] b: ref A[2..] unique? d: Integer(1..3)[] }',
        },
        {
          says: 'warning: missing-bound `b` states no maximum, so it has at most 100 items.',
          fixed:
            'value W {} aggregate A { id: Uuid } value V { a: W[] b: ref A[2..100] unique? d: Integer(1..3)[] }',
        },
        {
          says: 'warning: missing-bound `d` states no maximum, so it has at most 100 items.',
          fixed:
            'value W {} aggregate A { id: Uuid } value V { a: W[] b: ref A[2..] unique? d: Integer(1..3)[0..100] }',
        },
      ],
    },
    {
      name: 'a list of Strings is one gap',
      text: 'value V { ‹a›: String[] }',
      expect: [
        {
          says: 'warning: missing-bound `a` states no maximum, so it has at most 100 items and each has at most 1024 characters.',
          fixed: 'value V { a: String(0..1024)[0..100] }',
        },
      ],
    },
    {
      name: 'no fix where a comment would be lost',
      text: 'value V { ‹a› /* why */: String ‹b›: Integer /* why */ [] }',
      expect: [
        {
          says: 'warning: missing-bound `a` states no maximum, so it has at most 1024 characters.',
          fixed: 'no fix',
        },
        {
          says: 'warning: missing-bound `b` states no maximum, so it has at most 100 items.',
          fixed: 'no fix',
        },
      ],
    },
  ]);
});

describe('bad-pattern', () => {
  testCases([
    {
      name: 'a pattern of the language',
      text: 'type T = String(1..63) matching /[a-z0-9]([-a-z0-9]*[a-z0-9])?/ where it.matches(/a.*/)',
      expect: [],
    },
    {
      name: 'in a type, a field and a list',
      text: 'type ‹T› = String(1..9) matching /a(/ value V { ‹a›: String(1..9) matching /^a/ ‹b›: String(1..9) matching /a*?/[0..3] }',
      expect: [
        'bad-pattern The pattern of `T` is not valid: a `(` has no `)`.',
        'bad-pattern The pattern of `a` is not valid: `^` is not needed, for a pattern matches the whole text: take it off, or write `\\^` for the sign.',
        'bad-pattern The pattern of `b` is not valid: lazy repetitions (`*?`) are not in the language, and match the same whole texts as others: take off the `?`.',
      ],
    },
    {
      name: 'in a condition, and no default is judged by it',
      text: 'type T = String(1..9) where ‹it.matches(/(?=a)/)› value V { t: T = "a" }',
      expect: [
        'bad-pattern The pattern is not valid: look-around is not in the language: join what must hold with `and`, and what must not with `not`, as two `.matches` of a rule or a `where`.',
      ],
    },
  ]);
});

describe('bad-text', () => {
  testCases([
    {
      name: 'any characters',
      text: 'enum E { A = "\\ud83d\\ude00\\n" } value V { s: String(0..9) rule R: s != "\\u0001" else "ä" }',
      expect: [],
    },
    {
      name: 'no characters',
      text: 'model M version 1 context C { enum E { ‹A = "\\ud83d"› } value V { s: String(0..9) rule R: s != ‹"\\u0000"› rule ‹Q›: s != "a" else "\\u0000" } } platform p for C { a: [‹"\\udc00"›] }',
      expect: [
        'bad-text This text holds half of a surrogate pair, which no String can hold.',
        'bad-text This text holds U+0000, which no String can hold.',
        'bad-text This text holds U+0000, which no String can hold.',
        'bad-text This text holds half of a surrogate pair, which no String can hold.',
      ],
    },
    {
      name: 'a message, a reason and a title that say nothing',
      text: `enum E { A, ‹B› deprecated " " } aggregate G { id: Uuid n: Integer(0..9) rule ‹R›: n < 3 else ""
        event M { id, n } creates create D { id, n } emits M
        scenario ‹"\t"› when D { id: "00000000-0000-4000-8000-000000000000", n: 1 } then M }`,
      expect: [
        'bad-text This reason says nothing: take it off, or say why it will go.',
        'bad-text This message says nothing: take it off, or say what is wrong.',
        'bad-text This title says nothing: say what the scenario shows.',
      ],
    },
  ]);
});

describe('bad-default', () => {
  testCases([
    {
      name: 'values that fit',
      text: `type Slug = String(1..9) matching /[a-z]+/ where it.startsWith("a") or it.size / it.size == 1
      enum E { A, B = "b" } aggregate G { id: Slug }
      value V { a: Integer(-3..3) = -3 b: Slug = "abc" e: E = B f: Boolean = false g: Number = 1 h: Date = "2024-02-29" i: DateTime = "2024-02-29T00:00:00.000Z" j: ref G = "abc" k: Url = "https://x/" l: Json = 1 }`,
      expect: [],
    },
    {
      name: 'limits of the type',
      text: 'value V { a: Integer(1..3) = ‹0› b: String(1..3) = ‹""› d: String(1..3) matching /[a-z]+/ = ‹"A"› e: Date = ‹"2023-02-29"› f: Uuid = ‹"x"› g: String(0..3) = ‹"😀😀😀😀"› }',
      expect: [
        'bad-default The default of `a` breaks its own type: must be at least 1.',
        'bad-default The default of `b` breaks its own type: must have at least 1 characters.',
        'bad-default The default of `d` breaks its own type: must match [a-z]+.',
        'bad-default The default of `e` breaks its own type: must be a date.',
        'bad-default The default of `f` breaks its own type: must be a UUID in lower case.',
        'bad-default The default of `g` breaks its own type: must have at most 3 characters.',
      ],
    },
    {
      name: 'conditions of the type and what it is based on',
      text: 'type Even = Integer where it % 2 == 0 else "Must be even" type Small = Even where it < 10 enum E { A, B } type OnlyA = E where it == A value V { a: Small = ‹3› b: Small = ‹12› d: OnlyA = ‹B› }',
      expect: [
        'bad-default The default of `a` breaks its own type: must be even.',
        'bad-default The default of `b` breaks its own type: must be a valid Small.',
        'bad-default The default of `d` breaks its own type: must be a valid OnlyA.',
      ],
    },
    {
      name: 'the id of a referenced aggregate',
      text: 'aggregate G { id: String(1..3) } value V { g: ref G = ‹"abcd"› }',
      expect: ['bad-default The default of `g` breaks its own type: must have at most 3 characters.'],
    },
    {
      name: 'where none belongs',
      text: 'aggregate A { id: Integer = ‹3› a: Integer? = ‹3› b: Integer = ‹a ?? 3› }',
      expect: [
        'bad-default `id` is an `id`, and an identity has no default.',
        'bad-default `a` is optional, and what may be absent has no default: take off the `?` or the default.',
        'bad-default The default of `b` must be written out: it reads and computes nothing.',
      ],
    },
    {
      name: 'derived fields',
      text: 'value V { n: Integer derived ‹a›: Integer derived b: Integer? = if n > 3 then n else absent }',
      expect: ['bad-default `a` is derived, but nothing says how: write `= …` after its type.'],
    },
    {
      name: 'not judged by a bound that is impossible',
      text: 'value V { ‹a›: Integer(3..1) = 2 ‹b›: String(0.5..2) = "abc" rule R: a > 3 }',
      expect: [
        'impossible-bound Nothing lies between 3 and 1: the smaller bound comes first.',
        'impossible-bound A length is a whole number, and the bound 0.5 is not.',
      ],
    },
    {
      name: 'not judged by a type that has a problem itself',
      text: 'type U = Integer where 10 / ‹it› > 2 type W = Integer where ‹foo› > it type X = Integer where ‹it› value V { u: U = 0 w: W = 0 x: X = 0 y: ref B = "a" z: ref D = "a" } aggregate ‹B› {} aggregate D { id ‹d›: ref D }',
      expect: [
        'may-divide-by-zero The divisor of `/` may be zero. Give it a range without 0, or ask `it != 0` first.',
        'unknown-name Nothing is called `foo` here.',
        'rule-not-boolean The `where` of `X` must be a condition, and this is an Integer.',
        'missing-id The aggregate `B` has no `id`.',
        'misplaced-id An `id` must be a String, an Integer or an enum, and `d` is a reference to `D`.',
      ],
    },
  ]);
});
