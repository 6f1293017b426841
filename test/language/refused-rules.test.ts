import { describe, expect, it } from 'vitest';
import { diagnosticsOf, readMarks, wrapped } from './checks/check-table.ts';

/** Something that an engine would fail at, or would not understand as another does. */
interface Hazard {
  readonly name: string;
  /** `‹…›` around what is reported. */
  readonly text: string;
  readonly code: string;
  /** What the message says to write instead. */
  readonly instead: string;
  /** The text with that written: nothing is an error any more. */
  readonly mended: string;
}

/** A rule of an aggregate with fields of every kind. */
function inRule(rule: string): string {
  return `
    enum S { A, B }
    enum T { X, Y }
    value Deep { k: Integer(0..9), r: Integer(0..9)? }
    value Item { key: String(1..9), n: Integer(0..9)?, d: Deep? }
    value Shape is one of {
      Round { radius: Integer(0..9), hue: Integer(0..9)? }
      Flat { side: Integer(0..9) }
    }
    aggregate G {
      id: Uuid
      a: Integer(0..9)?  b: Integer(0..9)?  c: Boolean  z: Integer(0..9)  p: Integer(1..9)  big: Integer
      t: String(0..30)  ot: String(0..30)?  s: S  os: S?  st: T
      o: Item?  l: Item[0..9]  lk: Item[0..9] unique by key  m: Map(String(1..9), Integer(0..9))[0..9]
      ns: Integer(0..9)[0..9]  ps: Integer(1..9)[1..9]  fee: Decimal(0..9, scale 2)
      shape: Shape  d: Date  net: Ipv4Cidr
      derived da: Integer? = a
      rule R: ${rule}
    }`;
}

/** An aggregate with commands and events, of which the text says the rest. */
function inAggregate(members: string, more = ''): string {
  return `
    port P { go { n: Integer(0..9) } back { n: Integer(0..9) } }
    aggregate G {
      id: Uuid
      n: Integer(0..9)?  z: Integer(0..9)  xs: Integer(0..9)[0..3]
      derived dn: Integer? = n
      event Made { id, n, z, xs } creates
      event Cleared clears n
      event Ended deletes
      event Took { k: Integer(0..9) } clears n
      event Seen { k: Integer(0..9) }
      create Make { id, n, z, xs } emits Made
      command Clear emits Cleared, Seen { k: 1 }
      command End emits Ended
      command Take emits Took { k: 1 }
      ${members}
    }
    ${more}`;
}

type Rules = readonly [bad: string, good: string];

function ofRule(name: string, [bad, good]: Rules, code: string, instead: string): Hazard {
  return { name, text: inRule(bad), code, instead, mended: inRule(good) };
}

function absent(name: string, path: string, rules: Rules): Hazard {
  const instead = `Ask \`${path} is present\` first, or say what to take instead with \`??\``;
  return ofRule(name, rules, 'may-be-absent', instead);
}

function zero(name: string, divisor: string, rules: Rules): Hazard {
  return ofRule(name, rules, 'may-divide-by-zero', `or ask \`${divisor} != 0\` first`);
}

/** A pattern of a rule: what is reported is the question. */
function pattern(name: string, [bad, good]: Rules, instead: string): Hazard {
  const rules: Rules = [`‹t.matches(/${bad}/)›`, `t.matches(/${good}/)`];
  return ofRule(name, rules, 'bad-pattern', instead);
}

const optionals: readonly Hazard[] = [
  absent('past an `or`', 'a', ['a is present or ‹a› > 3', 'a is absent or a > 3']),
  absent('past an `or` in parentheses', 'a', [
    '(a is present or c) and ‹a› > 3',
    '(a is present and c) and a > 3',
  ]),
  absent('past a `not`', 'a', ['not (a is present) and ‹a› > 3', 'not (a is absent) and a > 3']),
  absent('past a `not` of an `and`', 'a', [
    'not (a is absent and c) and ‹a› > 3',
    'not (a is absent or c) and a > 3',
  ]),
  absent('past a `not` that is joined by `or`', 'a', [
    'not (a is absent) or ‹a› > 3',
    'not (a is present) or a > 3',
  ]),
  absent('behind `implies` of what is absent', 'a', [
    'a is absent implies ‹a› > 3',
    'a is present implies a > 3',
  ]),
  absent('before `implies`', 'a', ['‹a› > 3 implies a is present', 'a is present implies a > 3']),
  absent('the other branch of an `if`', 'a', [
    'if a is present then c else ‹a› > 3',
    'if a is present then a > 3 else c',
  ]),
  absent('an `if` for a guard', 'a', [
    '(if c then a is present else c) implies ‹a› > 3',
    '(c and a is present) implies a > 3',
  ]),
  absent('a guard that is compared', 'a', [
    '(a is present) == c and ‹a› > 3',
    'a is present and c and a > 3',
  ]),
  absent('a guard of another field', 'a', ['b is present and ‹a› > 3', 'a is present and a > 3']),
  absent('a record', 'o', ['‹o›.key == "x"', 'o is present implies o.key == "x"']),
  absent('a field of a record that is there', 'o.n', [
    'o is present and ‹o.n› > 3',
    'o.n is present and o.n > 3',
  ]),
  absent('a record in a record', 'o.d', ['o is present and ‹o.d›.k > 3', 'o.d is present and o.d.k > 3']),
  absent('a field of a record in a record', 'o.d.r', [
    'o.d is present and ‹o.d.r› > 3',
    'o.d.r is present and o.d.r > o.d.k',
  ]),
  absent('in a lambda', 'x.n', ['l.all(x => ‹x.n› > 3)', 'l.all(x => x.n is absent or x.n > 3)']),
  absent('in a lambda behind one that asked', 'y.n', [
    'l.all(x => x.n is present) implies l.all(y => ‹y.n› > 3)',
    'l.all(y => y.n is present and y.n > 3)',
  ]),
  absent('in a lambda over another thing', 'y.n', [
    'l.all(x => x.n is present and l.all(y => ‹y.n› > x.n))',
    'l.all(x => x.n is present and l.all(y => y.n is absent or y.n > x.n))',
  ]),
  absent('what is added up', 'x.n', ['l.sum(x => ‹x.n›) > 3', 'l.sum(x => x.n ?? 0) > 3']),
  absent('a value of a map', 'm["x"]', ['‹m["x"]› > 3', 'm["x"] is present and m["x"] > 3']),
  absent('a value of a map under another key', 'm["y"]', [
    'm.has("x") and ‹m["y"]› > 3',
    'm.has("y") and m["y"] > 3',
  ]),
  absent('an item by its key', 'lk[t]', ['‹lk[t]›.key == "x"', 'lk[t] is present implies lk[t].key == "x"']),
  absent('the key of a lookup', 'ot', ['m[‹ot›] is present', 'ot is present and m[ot] is present']),
  absent('the end of a chain of `??`', 'b', ['(a ?? ‹b›) > 3', '(a ?? b ?? 0) > 3']),
  absent('an item of `in […]`', 'a', ['3 in [z, ‹a›]', '3 in [z, a ?? 0]']),
  absent('a derived field, though its source is there', 'da', [
    'a is present and ‹da› > 3',
    'da is present and da > 3',
  ]),
  absent('the state before a change', 'old.a', [
    'a is present and a > ‹old.a›',
    'a is present and old.a is present and a > old.a',
  ]),
  absent('a condition of `exactly one of`', 'a', ['exactly one of ‹a› > 3, b', 'exactly one of a, b']),
  absent('a field of a shape that is there', 'shape.hue', [
    'shape is Round implies ‹shape.hue› > 3',
    'shape is Round implies (shape.hue ?? 0) > 3',
  ]),
  ofRule(
    'a field that another shape lacks',
    ['‹shape.radius› > 3', 'shape is Round implies shape.radius > 3'],
    'may-have-another-shape',
    'ask `shape is Round` first',
  ),
  ofRule(
    'a field of another shape',
    ['shape is Flat and ‹shape.radius› > 3', 'shape is Flat or shape.radius > 3'],
    'may-have-another-shape',
    'ask `shape is Round` first',
  ),
  {
    name: 'what an event has changed, read through a derived field',
    text: inAggregate('command Go requires dn is present else No emits Cleared, Seen { k: ‹dn› }'),
    code: 'may-be-absent',
    instead: 'Ask `dn is present` first',
    mended: inAggregate('command Go let k = dn else No emits Cleared, Seen { k }'),
  },
  {
    name: 'what the round before has changed',
    text: inAggregate('command Go requires n is present else No emits Took { k: ‹n› } for each x in xs'),
    code: 'may-be-absent',
    instead: 'Ask `n is present` first',
    mended: inAggregate('command Go emits Took { k: n } for each x in xs when n is present'),
  },
  {
    name: 'what has been deleted',
    text: inAggregate('command Go emits Ended, Seen { k: ‹z› }'),
    code: 'may-be-absent',
    instead: 'Give it a name with `let` before',
    mended: inAggregate('command Go let k = z emits Ended, Seen { k }'),
  },
  {
    name: 'what a step may have changed',
    text: inAggregate(
      '',
      'service Go { g: ref G } requires g.n is present else No step g.Clear step P.go { n: ‹g.n› }',
    ),
    code: 'may-be-absent',
    instead: 'Ask `g.n is present` first',
    mended: inAggregate('', 'service Go { g: ref G } let n = g.n else No step g.Clear step P.go { n }'),
  },
  {
    name: 'what is undone once other steps were taken',
    text: inAggregate(
      '',
      'service Go { g: ref G } requires g.n is present else No step P.go { n: g.n } undo P.back { n: ‹g.n› }',
    ),
    code: 'may-be-absent',
    instead: 'Ask `g.n is present` first',
    mended: inAggregate('', 'service Go { g: ref G } let n = g.n else No step P.go { n } undo P.back { n }'),
  },
  {
    name: 'what a row does not have before its first event',
    text: inAggregate(
      '',
      'projection R { id z: Integer(0..9), count: Integer(0..) } on G.Made { z } sets count = ‹count› + 1',
    ),
    code: 'may-be-absent',
    instead: 'Give it a default',
    mended: inAggregate(
      '',
      'projection R { id z: Integer(0..9), count: Integer(0..) = 0 } on G.Made { z } sets count = count + 1',
    ),
  },
];

const divisors: readonly Hazard[] = [
  zero('a field', 'z', ['p / ‹z› < 3', 'z != 0 implies p / z < 3']),
  zero('a remainder', 'z', ['p % ‹z› < 3', 'z == 0 or p % z < 3']),
  zero('past an `or`', 'z', ['z != 0 or p / ‹z› < 3', 'z == 0 or p / z < 3']),
  zero('a guard with zero in it', 'z', ['z >= 0 and p / ‹z› < 3', 'z >= 1 and p / z < 3']),
  zero('a guard of something else', 'z', ['p != 0 and p / ‹z› < 3', 'z > 0 and p / z < 3']),
  zero('a difference', 'p - 1', ['9 / (‹p - 1›) < 3', 'p - 1 != 0 implies 9 / (p - 1) < 3']),
  zero('a product', 'z * p', ['9 / (‹z * p›) < 3', 'z != 0 implies 9 / (z * p) < 3']),
  zero('a remainder of what is never zero', 'p % 2', ['9 / (‹p % 2›) < 3', '9 / (p % 2 + 1) < 3']),
  zero('a quotient of what is never zero', 'p / 2', ['9 / (‹p / 2›) < 3', '9 / (p * 2) < 3']),
  zero('a size', 'ns.size', ['z / ‹ns.size› < 3', 'z / ps.size < 3']),
  zero('a sum', 'ns.sum', ['z / ‹ns.sum› < 3', 'z / ps.sum < 3']),
  zero('the length of a text', 't.size', ['z / ‹t.size› < 3', 't.size > 0 implies z / t.size < 3']),
  zero('a rank', 's.rank', ['z / ‹s.rank› < 3', 'z / (s.rank + 1) < 3']),
  zero('in a lambda', 'x', ['ns.all(x => p / ‹x› < 3)', 'ns.all(x => x == 0 or p / x < 3)']),
  zero('in a lambda, guarded in another', 'y', [
    'ns.all(x => x != 0) and ns.all(y => p / ‹y› < 3)',
    'ns.all(y => y != 0 and p / y < 3)',
  ]),
  zero('`ratio`', 'z', ['ratio(p, ‹z›, scale 2) > 1.00', 'z != 0 implies ratio(p, z, scale 2) > 1.00']),
  ofRule(
    'a Decimal',
    ['ratio(p, ‹fee›, scale 2) > 1.00', 'fee > 0.00 implies ratio(p, fee, scale 2) > 1.00'],
    'may-divide-by-zero',
    'or ask `fee != 0.00` first',
  ),
  ofRule(
    'zero itself',
    ['p / ‹0› < 3', 'p / 2 < 3'],
    'may-divide-by-zero',
    'is always zero: write another one',
  ),
  ofRule(
    'an optional that may be zero',
    ['p / (‹a ?? 1›) < 3', 'p / (if (a ?? 0) > 0 then 2 else 1) < 3'],
    'may-divide-by-zero',
    'say another number than 0 behind `??`',
  ),
  ofRule(
    'the size of one list or another',
    ['z / ‹(if c then ps else ns).size› < 3', 'z / (if c then ps.size else 1) < 3'],
    'may-divide-by-zero',
    'Give it a range without 0',
  ),
  ofRule(
    'the items of one list or another',
    ['(if c then ps else ns).all(x => p / ‹x› < 3)', '(if c then ps else ps).all(x => p / x < 3)'],
    'may-divide-by-zero',
    'or ask `x != 0` first',
  ),
  {
    name: 'a derived text that its type takes for longer than it is',
    text: 'value V { t: String(0..9), derived u: String(1..9) = ‹t›, rule R: 9 / u.size > 1 }',
    code: 'type-mismatch',
    instead: 'make it `String(0..9)`',
    mended: 'value V { t: String(1..9), derived u: String(1..9) = t, rule R: 9 / u.size > 1 }',
  },
  {
    name: 'a derived list that its type takes for longer than it is',
    text: 'value V { t: Integer(0..9)[0..9], derived u: Integer(1..9)[1..9] = ‹t›, rule R: u.all(x => 9 / x > 1) }',
    code: 'type-mismatch',
    instead: 'make it `Integer(0..9)[0..9]`',
    mended:
      'value V { t: Integer(1..9)[1..9], derived u: Integer(1..9)[1..9] = t, rule R: u.all(x => 9 / x > 1) }',
  },
  {
    name: 'what is given to a calculation that divides by it',
    text: inAggregate(
      'command Go emits Seen { k: share { by: ‹z› } }',
      'calculation share { by: Integer(1..9) }: Integer = 9 / by',
    ),
    code: 'may-divide-by-zero',
    instead: 'or ask `z != 0` first',
    mended: inAggregate(
      'command Go requires z != 0 else No emits Seen { k: share { by: z } }',
      'calculation share { by: Integer(1..9) }: Integer = 9 / by',
    ),
  },
  {
    name: 'the result of a calculation, whatever its type says',
    text: inAggregate(
      'command Go emits Seen { k: 9 / ‹half { z }› }',
      'calculation half { z: Integer(0..9) }: Integer(1..9) = z / 2',
    ),
    code: 'may-divide-by-zero',
    instead: 'Give it a range without 0',
    mended: inAggregate(
      'command Go emits Seen { k: 9 / half { z } }',
      'calculation half { z: Integer(0..9) }: Integer(1..9) = z / 2 + 1',
    ),
  },
  {
    name: 'a name for one of several values',
    text: inAggregate('command Go let f = [1, z].first emits Seen { k: 9 / (‹f ?? 1›) }'),
    code: 'may-divide-by-zero',
    instead: 'Give it a range without 0',
    mended: inAggregate('command Go let f = [1, z + 1].first emits Seen { k: 9 / (f ?? 1) }'),
  },
];

const patterns: readonly Hazard[] = [
  pattern('`^`', ['^a+', 'a+'], 'take it off'),
  pattern('`$`', ['a+$', 'a+'], 'take it off'),
  pattern('`\\A`', ['\\Aa', 'a'], 'take it off'),
  pattern('look-ahead', ['(?=a)b', 'b'], 'join what must hold with `and`'),
  pattern('negative look-ahead', ['(?!a).*', '.*'], 'what must not with `not`'),
  pattern('look-behind', ['(?<=a)b', 'ab'], 'join what must hold with `and`'),
  pattern('a group with a name', ['(?<n>a)', '(a)'], 'write `(…)`'),
  pattern('an atomic group', ['(?>a)', '(a)'], 'write `(…)`'),
  pattern('flags', ['(?i)a', '[Aa]'], 'write both letters, as `[Aa]`'),
  pattern('a lazy repetition', ['a*?b', 'a*b'], 'take off the `?`'),
  pattern('a possessive repetition', ['a*+b', 'a*b'], 'take off the `+`'),
  pattern('a back-reference', ['(a|b)\\1', 'aa|bb'], 'write out what comes back'),
  pattern('`\\b`', ['a\\b.*', 'a(\\W.*)?'], 'write what stands there, as `\\s` or `\\W`'),
  pattern('`\\p`', ['\\p{L}', '[A-Za-z]'], 'write the characters in a class'),
  pattern('a POSIX class', ['[[:alpha:]]+', '[A-Za-z]+'], 'write `[A-Za-z]`'),
  pattern('a POSIX class alone', ['[:digit:]+', '[0-9]+'], 'write `[0-9]`'),
  pattern('a character by its number', ['\\x41', 'A'], 'write the character itself'),
  pattern('a negated shorthand in a class', ['[\\D5]+', '(\\D|[5])+'], 'write it beside the class'),
  pattern('a count above 255', ['a{256}', '(a{128}){2}'], 'repeat a group'),
  pattern('nested counts above 1000', ['(a{100}){11}', '(a{100})+'], 'write `+`'),
  pattern('an empty count', ['a{3,2}', 'a{2,3}'], 'the smaller count comes first'),
  pattern('a count without its least', ['a{,3}', 'a{0,3}'], 'as in `{2}`, `{2,}` and `{0,2}`'),
  pattern(
    'a repetition of a repetition',
    ['a{2}{3}', '(a{2}){3}'],
    'put what the second repeats in parentheses',
  ),
  pattern('stars in stars', ['(a*)*', 'a*'], 'repeat only once'),
  pattern('stars side by side in a star', ['(a*b*)*', '(a|b)*'], 'as `(a|b)*` for `(a*b*)*`'),
  pattern('alternatives that match the same', ['(a|a)*', 'a*'], 'repeat only once'),
  pattern(
    'turns that nothing tells apart',
    ['([a-z]+-?)*', '([a-z]+-)*[a-z]*'],
    'put between two turns what none of them matches',
  ),
  pattern('optional turns', ['(a?){28}', 'a{0,28}'], 'repeat only once'),
  pattern('many stars side by side', ['a*a*a*a*a*a*a*a*a*a*a*a*b', 'a*b'], 'let the String have at most'),
  {
    name: 'in a type',
    text: 'type ‹T› = String(1..9) matching /^a+$/  value V { t: T }',
    code: 'bad-pattern',
    instead: 'take it off',
    mended: 'type T = String(1..9) matching /a+/  value V { t: T }',
  },
  ofRule(
    'a pattern in a field',
    ['‹t.matches(ot)›', 'ot is absent or t.contains(ot)'],
    'unknown-name',
    'is asked with `.contains`, `.startsWith` or `.endsWith`',
  ),
  ofRule(
    'a pattern that is put together',
    ['‹t.matches("a" + t)›', 't.startsWith("a")'],
    'unknown-name',
    '`.matches` takes a pattern that is written out, `.matches(/…/)`',
  ),
];

const orders: readonly Hazard[] = [
  ofRule(
    'an enum and its literal',
    ['‹s› < B', 's.rank < S.B.rank'],
    'type-mismatch',
    'write `s.rank < S.B.rank`',
  ),
  ofRule('two enums', ['‹s› >= st', 's.rank >= st.rank'], 'type-mismatch', 'write `s.rank >= st.rank`'),
  ofRule(
    'an enum in a lambda',
    ['ns.all(x => ‹s› > A)', 'ns.all(x => s.rank > S.A.rank or x > 3)'],
    'type-mismatch',
    'write `s.rank > S.A.rank`',
  ),
  ofRule(
    'the literal of another enum',
    ['‹s == X›', 's == A'],
    'type-mismatch',
    'the literals of `S` are `A` and `B`',
  ),
  ofRule(
    'the literal of another enum in `in`',
    ['‹s in [T.X]›', 's in [S.A]'],
    'type-mismatch',
    'the literals of `S` are `A` and `B`',
  ),
  ofRule('a text for a literal', ['‹s == "A"›', 's == A'], 'type-mismatch', 'write the literal `S.A`'),
  ofRule(
    'a rank of what has none',
    ['t.‹rank› > 1', 't.size > 1'],
    'unknown-name',
    'A String has no `.rank`',
  ),
  ofRule(
    'a text that is no date',
    ['d < ‹"2026-02-30"›', 'd < "2026-02-28"'],
    'type-mismatch',
    'write one as in `"2026-01-31"`',
  ),
  ofRule(
    'a text that is no network',
    ['net.overlaps(‹"10.0.0.1"›)', 'net.overlaps("10.0.0.1/32")'],
    'type-mismatch',
    'write one as in `"192.0.2.0/24"`',
  ),
  ofRule(
    'lists of different things',
    ['(‹if c then l else ns›).size > 1', '(if c then ps else ns).size > 1'],
    'type-mismatch',
    '`then` and `else` must give the same type',
  ),
];

const olds: readonly Hazard[] = [
  {
    name: 'in the guard of a create',
    text: 'aggregate G { id: Uuid n: Integer(0..9) event Made { id, n } creates create Make { id, n } requires n > ‹old›.n else No emits Made }',
    code: 'unknown-name',
    instead: 'what comes in is read by its own name',
    mended:
      'aggregate G { id: Uuid n: Integer(0..9) event Made { id, n } creates create Make { id, n } requires n > 3 else No emits Made }',
  },
  {
    name: 'in what a create emits',
    text: 'aggregate G { id: Uuid n: Integer(0..9) event Made { id, n } creates create Make { id } emits Made { n: ‹old›.n } }',
    code: 'unknown-name',
    instead: 'what comes in is read by its own name',
    mended:
      'aggregate G { id: Uuid n: Integer(0..9) event Made { id, n } creates create Make { id, n } emits Made { n } }',
  },
  {
    name: 'in an event that creates',
    text: 'aggregate G { id: Uuid n: Integer(0..9) event Made { id } creates sets n = ‹old.n› create Make { id } emits Made }',
    code: 'may-be-absent',
    instead: 'Let the event carry it in a field, or write a value',
    mended:
      'aggregate G { id: Uuid n: Integer(0..9) event Made { id, n } creates create Make { id, n } emits Made }',
  },
  {
    name: 'the state itself in an event that creates',
    text: 'aggregate G { id: Uuid n: Integer(0..9) m: Integer(0..9) event Made { id, n } creates sets m = ‹m› + 1 create Make { id, n } emits Made }',
    code: 'may-be-absent',
    instead: 'Let the event carry it in a field, or write a value',
    mended:
      'aggregate G { id: Uuid n: Integer(0..9) m: Integer(0..9) event Made { id, n } creates sets m = n + 1 create Make { id, n } emits Made }',
  },
  {
    name: 'the state itself in a create',
    text: 'aggregate G { id: Uuid n: Integer(0..9) event Made { id } creates sets n = 1 create Make { id } requires ‹n› > 3 else No emits Made }',
    code: 'unknown-name',
    instead: 'let it come in, `create Make { n }`',
    mended:
      'aggregate G { id: Uuid n: Integer(0..9) event Made { id } creates sets n = 1 create Make { id, n: Integer(0..9) } requires n > 3 else No emits Made }',
  },
  ofRule(
    'a rule that asks for it',
    ['‹old is absent› or z > old.z', 'z > old.z'],
    'misplaced-expression',
    'leave the question out',
  ),
  {
    name: 'in a value',
    text: 'value V { n: Integer(0..9) rule R: n > ‹old›.n }',
    code: 'unknown-name',
    instead: 'only the rules, events and commands of an aggregate have one: say it there',
    mended: 'value V { n: Integer(0..9) } aggregate G { id: Uuid v: V rule R: v.n > old.v.n }',
  },
  {
    name: 'in a projection',
    text: 'aggregate G { id: Uuid n: Integer(0..9) } projection P of G { id, derived k: Integer = ‹old›.n }',
    code: 'unknown-name',
    instead: 'only the rules, events and commands of an aggregate have one: say it there',
    mended: 'aggregate G { id: Uuid n: Integer(0..9) } projection P of G { id, derived k: Integer = n }',
  },
  absent('in a lambda', 'old.lk[x.key]', [
    'lk.all(x => ‹old.lk[x.key]›.key == "a")',
    'lk.all(x => old.lk[x.key] is absent or x.key == "a")',
  ]),
];

const names: readonly Hazard[] = [
  ...(
    [
      ['a field', 'value V { ‹NAME›: Boolean }'],
      ['a declaration', 'value ‹NAME› { a: Boolean } value V { v: NAME }'],
      ['a literal', 'enum E { A, ‹NAME› } value V { e: E }'],
      ['a shape', 'value U is one of { ‹NAME› { a: Boolean } Q { b: Boolean } } value V { u: U }'],
      ['a rule', 'value V { a: Boolean rule ‹NAME›: a }'],
      ['a lambda', 'value V { xs: Integer(0..9)[0..9] rule R: xs.all(‹NAME› => NAME > 3) }'],
      [
        'what tells shapes apart',
        'value ‹U› is one of { P { a: Boolean } Q { b: Boolean } } by NAME value V { u: U }',
      ],
    ] as const
  ).map(
    ([name, text]): Hazard => ({
      name: `\`__proto__\` for ${name}`,
      text: text.replaceAll('NAME', '__proto__'),
      code: 'reserved-name',
      instead: 'write another, such as `proto`',
      mended: text.replaceAll('NAME', 'proto').replaceAll(/[‹›]/g, ''),
    }),
  ),
  {
    name: '`it` for a field',
    text: 'value V { ‹it›: Boolean }',
    code: 'reserved-name',
    instead: 'write another name, such as `item`',
    mended: 'value V { item: Boolean }',
  },
  {
    name: '`old` for a lambda',
    text: 'value V { xs: Integer(0..9)[0..9] rule R: xs.all(‹old› => old > 3) }',
    code: 'reserved-name',
    instead: 'write another name, such as `former`',
    mended: 'value V { xs: Integer(0..9)[0..9] rule R: xs.all(former => former > 3) }',
  },
  {
    name: 'a type that every model knows',
    text: 'value ‹String› { a: Boolean }',
    code: 'reserved-name',
    instead: 'a declaration needs another name',
    mended: 'value Text { a: Boolean }',
  },
  {
    name: 'fields that letter case alone tells apart',
    text: 'value V { name: Boolean, ‹Name›: Boolean }',
    code: 'duplicate-name',
    instead: 'give one of them another name',
    mended: 'value V { name: Boolean, surname: Boolean }',
  },
  {
    name: 'literals that letter case alone tells apart',
    text: 'enum E { OPEN, ‹Open› } value V { e: E }',
    code: 'duplicate-name',
    instead: 'give one of them another name',
    mended: 'enum E { OPEN, SHUT } value V { e: E }',
  },
  {
    name: 'a field named but for letter case as what tells shapes apart',
    text: 'value U is one of { P { ‹Kind›: Boolean } Q { b: Boolean } } value V { u: U }',
    code: 'duplicate-name',
    instead: 'give the field another name, or write `by` and another behind the braces',
    mended: 'value U is one of { P { Kind: Boolean } Q { b: Boolean } } by shape value V { u: U }',
  },
];

const hazards: readonly (readonly [kind: string, hazards: readonly Hazard[]])[] = [
  ['an optional without a guard', optionals],
  ['a divisor that may be zero', divisors],
  ['a pattern that not every engine reads alike, in a short time', patterns],
  ['values that do not go together', orders],
  ['`old` where nothing was before', olds],
  ['a name that some platform takes for another', names],
];

describe.each(hazards)('%s', (_kind, cases) => {
  it.each(cases)('is refused: $name', ({ text, code, instead }) => {
    const { plain, ranges } = readMarks(wrapped(text));
    const found = errorsOf(plain);
    expect(found.map((one) => one.code)).toEqual([code]);
    expect(found.map(({ origin }) => [origin.start.offset, origin.end.offset])).toEqual(
      ranges.map(({ start, end }) => [start, end]),
    );
    expect(found[0]?.message).toContain(instead);
  });

  it.each(cases)('is mended as the message says: $name', ({ mended }) => {
    expect(errorsOf(wrapped(mended)).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});

function errorsOf(text: string) {
  return diagnosticsOf(text).filter(({ severity }) => severity === 'error');
}

describe('names that look dangerous', () => {
  it('are taken where every platform can have them', () => {
    const text = `
      enum E { A = "__proto__", B = "constructor", D = "toString" }
      value U is one of { P = "__proto__" { a: Boolean } Q { b: Boolean } } by constructor
      value V {
        constructor: Boolean, toString: Boolean, hasOwnProperty: Boolean, prototype: Boolean, u: U, e: E
        m: Map(String(1..20), String(0..9))[0..9] = { __proto__: "a", constructor: "b" }
        rule R: m["__proto__"] is absent or e == A
      }`;
    expect(diagnosticsOf(wrapped(text)).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});
