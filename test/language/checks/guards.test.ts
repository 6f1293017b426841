import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('may-be-absent', () => {
  testCases([
    {
      name: 'what a map has, and nothing else of it',
      text: `value V {
  m: Map(String(1..9), Integer(0..9))[0..9]  other: Map(String(1..9), Integer(0..9))[0..9]  maybe: Map(String(1..9), Integer(0..9))[0..9]?
  keys: String(1..9)[0..9]
  rule Literal: m.has("a") implies m["a"] > 3
  rule Lambda: keys.all(k => not m.has(k) or m[k] < 3)
  rule Maybe: maybe is present and maybe.has("a") implies maybe["a"] > 3
  rule OtherKey: m.has("a") implies ‹m["b"]› > 3
  rule OtherMap: m.has("a") implies ‹other["a"]› > 3
  rule OtherWay: m.has("a") or ‹m["a"]› > 3
  rule Unknown: ‹maybe›.has("a") implies maybe["a"] > 3
}`,
      expect: [
        'may-be-absent `m["b"]` may be absent here. Ask `m["b"] is present` first, or say what to take instead with `??`.',
        'may-be-absent `other["a"]` may be absent here. Ask `other["a"] is present` first, or say what to take instead with `??`.',
        'may-be-absent `m["a"]` may be absent here. Ask `m["a"] is present` first, or say what to take instead with `??`.',
        'may-be-absent `maybe` may be absent here. Ask `maybe is present` first, or say what to take instead with `??`.',
      ],
    },
    {
      name: "guards of commands, of effects' own places, and of what is optional itself",
      text: `value V { a: Integer(0..9)?, b: String(1..9)? }
aggregate G {
  id: Uuid generated  n: Integer(0..99)?  v: V?  es: E[0..9]  m: Map(String(1..9), Integer(0..9))[0..9]
  entity E { id key: String(1..9), v: V?, n: Integer(0..9) = 0 }
  event Made { n } creates
  event Put { k: String(1..9), n } sets es[k].n = 3, n = n clears es[k].v
  event Seen { n: Integer(0..999) }
  create Make { n? } emits Made
  command Go { k: String(1..9), x: Integer(0..9)? }
    let line = es[k] else NoLine
    let there = n else NoNumber
    requires v is present and v.a is present else NoValue
    requires x is absent or x < 9 else TooMuch
    emits Put { k, n: there + line.n },
          Seen { n: v.a + (x ?? 0) } when m.has(k),
          Seen { n: m[k] } when m[k] is present,
          Seen { n: m[k] } when m.has(k)
  command Each emits Seen { n: e.v.a } for each e in es when e.v is present and e.v.a is present,
          Seen { n: e.v.a } for each e in es.where(e => e.v is present and e.v.a is present)
}`,
      expect: [],
    },
    {
      name: 'what may be absent',
      text: `aggregate G {
  id: Uuid generated  n: Integer(0..99)?  es: E[0..9]  m: Map(String(1..9), Integer(0..9))[0..9]
  entity E { id key: String(1..9), n: Integer(0..9)? }
  event Seen { n: Integer(0..999) }
  event Set { n: Integer(0..9)? } sets n = ‹old.n› + 1
  command A1 emits Seen { ‹n› }
  command A2 { k: String(1..9) } emits Seen { n: ‹es[k]›.n + 1 }
  command A3 { k: String(1..9) } requires es[k] is present else No emits Seen { n: ‹es[k].n› }
  command A4 { k: String(1..9) } emits Seen { n: ‹m[k]› }
  command A5 let first = es.first requires ‹first›.key == "x" else No emits Seen { n: 1 }
  command A6 emits Seen { n: ‹e.n› } for each e in es
  command A7 { x: Integer(0..9)? } emits Set { n: x }, Seen { n: ‹x› }
}`,
      expect: [
        'may-be-absent `old.n` may be absent here. Ask `old.n is present` first, or say what to take instead with `??`.',
        'may-be-absent `n` may be absent here. Ask `n is present` first, or say what to take instead with `??`.',
        'may-be-absent `es[k]` may be absent here. Ask `es[k] is present` first, or say what to take instead with `??`.',
        'may-be-absent `es[k].n` may be absent here. Ask `es[k].n is present` first, or say what to take instead with `??`.',
        'may-be-absent `m[k]` may be absent here. Ask `m[k] is present` first, or say what to take instead with `??`.',
        'may-be-absent `first` may be absent here. Ask `first is present` first, or say what to take instead with `??`.',
        'may-be-absent `e.n` may be absent here. Ask `e.n is present` first, or say what to take instead with `??`.',
        'may-be-absent `x` may be absent here. Ask `x is present` first, or say what to take instead with `??`.',
      ],
    },
    {
      name: 'what an event changes is not known any more',
      text: `aggregate G {
  id: Uuid generated  n: Integer(0..9)?  o: Integer(0..9)?
  event Seen { n: Integer(0..9) }  event Cleared clears n
  command Go requires n is present and o is present else No emits Seen { n }, Cleared, Seen { n: ‹o› }
  command Back requires n is present else No requires o is present else NoO emits Cleared, Seen { n: o }, Seen { ‹n› }
}`,
      expect: [
        'may-be-absent `o` may be absent here. Ask `o is present` first, or say what to take instead with `??`.',
        'may-be-absent `n` may be absent here. Ask `n is present` first, or say what to take instead with `??`.',
      ],
    },
    {
      name: 'in services, policies, queries and translations',
      text: `aggregate G { id: Uuid generated  n: Integer(0..9)?  other: ref G? }
port P { go { n: Integer(0..9) }: Integer(0..9)?  fails Broken  back { n: Integer(0..9) } }
event Done { g: ref G, n: Integer(0..9)? }
service S { g: ref G, x: Integer(0..9)? }: Integer
  let n = g.n else NoNumber
  let other = g.other
  step P.go { n: other.n ?? 1 } when other is present
  step a = P.go { n } undo P.back { n: a }
  step b = P.go { n: x } when x is present undo P.back { n: x }
  step c = P.go { n: ‹a› }
  emits Done
  returns ‹c›
policy L: on Done do P.go { ‹n› }
policy M: on Done when n is present do P.go { n }
query Q1 { g: ref G }: Integer = ‹g.n›
query Q2 { g: ref G }: Integer = g.n else NoNumber
query Q3 { g: ref G }: Integer? = g.n
query Q4: G[] where ‹it.n› > 3 order by n
value V { n: Integer(0..9)? } value W { n: Integer(0..9) }
translation V to W { ‹n› }
translation W to V { n }
value X { w: W? }  value Y { v: V? }
translation X to Y { v: w }`,
      expect: [
        'may-be-absent `a` may be absent here. Ask `a is present` first, or say what to take instead with `??`.',
        'may-be-absent `c` may be absent here. Ask `c is present` first, or say what to take instead with `??`.',
        'may-be-absent `n` may be absent here. Ask `n is present` first, or say what to take instead with `??`.',
        'may-be-absent `g.n` may be absent here. Ask `g.n is present` first, or say what to take instead with `??`.',
        'may-be-absent `n` may be absent here. Ask `n is present` first, or say what to take instead with `??`.',
        'may-be-absent `n` may be absent here. Ask `n is present` first, or say what to take instead with `??`.',
      ],
    },
  ]);
});

describe('may-have-another-shape', () => {
  testCases([
    {
      name: 'asked first, or in all shapes',
      text: `value V is one of { A1 { n: Integer(0..9), a: Integer(0..9) } B1 { n: Integer(0..9), b: Integer(0..9)? } }
value W {
  v: V  o: V?
  rule R1: v.n > 0
  rule R2: v is A1 implies v.a > 0
  rule R3: if v is A1 then v.a > 0 else v.b is present
  rule R4: not (v is B1) and v.a > 0 or v is B1
  rule R5: o is present and o is A1 implies o.a > 0
}
aggregate G { id: Uuid v: V event Made { id, v } creates event Seen { n: Integer(0..9) } create Make { id, v } emits Made command Go requires v is A1 else Wrong emits Seen { n: v.a } }`,
      expect: [],
    },
    {
      name: 'read of a shape that lacks it',
      text: `value V is one of { A1 { n: Integer(0..9), a: Integer(0..9) } B1 { n: String(1..9) } C1 }
value W {
  v: V
  rule R1: ‹v.a› > 0
  rule R2: v is C1 or ‹v.a› > 0
  rule R3: v is C1 or ‹v.n› == 3
  rule R4: v is ‹Nothing›
}`,
      expect: [
        'may-have-another-shape This `V` may be `B1` or `C1`, which have no such `a`: ask `v is A1` first.',
        'may-have-another-shape This `V` may be `B1`, which has no such `a`: ask `v is A1` first.',
        'may-have-another-shape This `V` may be `B1`, which has no such `n`: ask `v is A1` first.',
        'unknown-name Nothing is called `Nothing` here.',
      ],
    },
  ]);
});

describe('may-divide-by-zero', () => {
  testCases([
    {
      name: 'guards of commands',
      text: `aggregate G {
  id: Uuid generated  n: Integer(0..9)  ps: Integer(0..9)[0..9]  m: Map(String(1..9), Integer(0..9))[1..9]
  event Seen { n: Integer }
  command A1 requires n != 0 else No emits Seen { n: 3 / n }
  command A2 emits Seen { n: 3 / n } when n > 0, Seen { n: 3 / m.size }, Seen { n: 3 % ‹n› }
  command A3 requires ps.size > 0 else No emits Seen { n: 9 / ps.size }, Seen { n: 9 / ‹ps.where(p => p > 3).size› }
}
value R { a: Decimal(0..9, scale 1), b: Decimal(1..9, scale 1), d: Duration(0s..1h) rule Q: ratio(b, ‹a›, scale 2) > 1.00 and ratio(a, b, scale 2) > 1.00 }`,
      expect: [
        'may-divide-by-zero The divisor of `%` may be zero. Give it a range without 0, or ask `n != 0` first.',
        'may-divide-by-zero The divisor of `/` may be zero. Give it a range without 0, or ask `!= 0` first.',
        'may-divide-by-zero The divisor of `ratio` may be zero. Give it a range without 0, or ask `a != 0.0` first.',
      ],
    },
  ]);
});

describe('misplaced-call', () => {
  const declarations = `actor A
calculation hand { n: Integer }: Integer by hand
calculation viaHand { n: Integer }: Integer = hand { n } + 1
calculation pure { n: Integer }: Integer = n + 1
calculation late { n: Integer }: DateTime = now + n * 1h
query Count: Integer allows A = viaHand { n: 3 }
enum Theirs { T }
enum Ours { Y }
enum St { X, Z }
translation Theirs to Ours by hand
`;
  testCases([
    {
      name: 'a command, a service and a query may call what is by hand, an event what is the same each time',
      text: `${declarations}
aggregate G {
  id: Uuid generated  n: Integer = 0  at: DateTime?  o: Ours?  ps: P[0..9]
  entity P { id: Uuid generated }
  event Made { id } creates sets n = pure { n: 3 }, at = late { n: 3 }
  event Seen version 2 { n, o, p: P } sets n, o adds p to ps
    was 1 { m: Integer, o, p: P } becomes { n: pure { n: m }, o, p }
  create Make allows A emits Made
  command Go { t: Theirs } allows A emits Seen { n: viaHand { n }, o: t, p: P {} }
}
projection R { id g: ref G, n: Integer = 0 } on Seen sets n = pure { n }
query More { g: ref G }: Integer allows A = Count {} + g.n
service S { g: ref G, t: Theirs } allows A
  let n = Count {}
  step g.Go { t } when n > 3`,
      expect: [],
    },
    {
      name: 'an event does not, and nothing but services, policies and queries asks a query',
      text: `${declarations}
calculation asks: Integer = ‹Count {}›
aggregate G {
  id: Uuid generated  n: Integer = 0  o: Ours?  s: St = X  ps: P[0..9]
  entity P { id: Uuid generated }
  lifecycle s {
    every move sets n = ‹hand { n }›
    X -> Z on Seen
  }
  event Made { id } creates sets n = ‹viaHand { n: 3 }›
  event Seen version 2 { t: Theirs } sets o = ‹t› adds ‹P {}› to ps
    was 1 { m: Integer } becomes { t: if ‹hand { n: m }› > 3 then T else T }
  create Make allows A emits Made
  command Go { t: Theirs } allows A requires ‹Count {}› > n else No emits Seen
}
projection R { id g: ref G, n: Integer = 0 } on Made sets n = ‹hand { n: 3 }›`,
      expect: [
        'misplaced-call `Count` is a query, which only services, policies and other queries can ask.',
        'misplaced-call `hand` is written by hand, and an event means the same each time it is read.',
        'misplaced-call `hand` is written by hand, and an event means the same each time it is read.',
        'misplaced-call The translation of `Theirs` to `Ours` is written by hand, and an event means the same each time it is read.',
        'misplaced-call This gets a new id, and an event means the same each time it is read: let it carry the id.',
        'misplaced-call `hand` is written by hand, and an event means the same each time it is read.',
        'misplaced-call `Count` is a query, which only services, policies and other queries can ask.',
        'misplaced-call `hand` is written by hand, and an event means the same each time it is read.',
      ],
    },
  ]);
});

describe('misplaced-expression', () => {
  testCases([
    {
      name: 'behaviour may do more',
      text: `actor A
value V { n: Integer(0..9) }
calculation f { n: Integer(0..9) }: Integer = n + 1
aggregate G {
  id: Uuid generated  at: DateTime  who: Caller  vs: V[0..9]  v: V = V { n: 3 }  ts: String(1..9)[0..3] = ["a"]  m: Map(String(1..9), String(1..9))[0..3] = { a: "b" }  o: ref G?
  actor Me: caller == who
  event Made { at: DateTime } creates sets at = now, who = caller
  event Seen { n: Integer }
  create Make { at: DateTime } allows A emits Made
  command Go allows Me emits Seen { n: f { n: vs.where(v => v.n > 3).map(v => v.n).sum } } when at < now
}
projection P of G { id, derived first: V? = vs.first, derived turned: V[0..9] = vs.reversed }`,
      expect: [],
    },
    {
      name: 'rules, derived fields, types and defaults do not',
      text: `enum S { X, Y }
value V { n: Integer(0..9) }
calculation f { n: Integer(0..9) }: Integer = n + 1
aggregate G {
  id: Uuid generated  n: Integer(0..9)  s: S  vs: V[1..9]  at: DateTime = ‹now›  o: ref G?
  derived a: Integer? = absent
  derived b: Integer = ‹f { n }›
  derived c: V = ‹V { n }›
  rule R1: ‹vs.where(v => v.n > 3)›.size > 0
  rule R2: ‹vs.first›.n > 0
  rule R3: ‹s.next› == Y
  rule R4: ‹vs.map(v => v.n)›.sum > 0 and ‹vs.reversed›.size > 0
  rule R5: at < ‹now›
  actor ‹Me›: ‹f { n: 1 }› > 0
}
type T = Integer(0..9) where ‹f { n: it }› > 3`,
      expect: [
        'unknown-name There is no `now` here: what is always true does not depend on when it is asked.',
        'misplaced-expression Nothing can be called in a derived field, which is the same on every platform and at any time.',
        'misplaced-expression No value can be made in a derived field, which is the same on every platform and at any time.',
        'misplaced-expression `.where` cannot be used in a rule, which is the same on every platform and at any time.',
        'misplaced-expression `.first` cannot be used in a rule, which is the same on every platform and at any time.',
        'misplaced-expression `.next` cannot be used in a rule, which is the same on every platform and at any time.',
        'misplaced-expression `.map` cannot be used in a rule, which is the same on every platform and at any time.',
        'misplaced-expression `.reversed` cannot be used in a rule, which is the same on every platform and at any time.',
        'unknown-name There is no `now` here: what is always true does not depend on when it is asked.',
        'warning: unused-actor Nothing allows `Me` anything.',
        'misplaced-expression Nothing can be called in what tells an actor, which is the same on every platform and at any time.',
        'misplaced-expression Nothing can be called in a `where`, which is the same on every platform and at any time.',
      ],
    },
  ]);
});
