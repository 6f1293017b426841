import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('duplicate-name of all kinds', () => {
  testCases([
    {
      name: 'one set of names for a context, one for an aggregate, and one for each payload',
      text: `actor ‹A1› value ‹a1› { n: Integer(0..9) }
aggregate G {
  id: Uuid  n: Integer(0..9)
  event E1 { id, n, ‹n›: Integer(0..9) } creates
  event ‹e1›
  command ‹‹E1›› by hand may emit e1
  create ‹‹n›› { id } by hand may emit E1
  example G1: G { id: "x", n: 1 }  example ‹g1›: G { id: "x", n: 1 }
}
port P { go { a: Integer(0..9), ‹A›: Integer(0..9) } fails Broken, ‹broken›  ‹go› }
service ‹‹P›› step P.go { a: 1, A: 2 }
calculation f: Integer = 1  calculation ‹F›: Integer = 1`,
      expect: [
        'warning: unused-actor Nothing allows `A1` anything.',
        'duplicate-name `a1` and `A1` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
        'duplicate-name `n` is declared twice.',
        'duplicate-name `e1` and `E1` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
        'duplicate-name `E1` is declared twice.',
        'warning: unsent-command `E1` allows nobody, and no service or policy sends it.',
        'duplicate-name `n` is declared twice.',
        'warning: unsent-command `n` allows nobody, and no service or policy sends it.',
        'duplicate-name `g1` and `G1` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
        'duplicate-name `A` and `a` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
        'duplicate-name `broken` and `Broken` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
        'duplicate-name `go` is declared twice.',
        'duplicate-name `P` is declared twice.',
        'warning: unsent-command `P` allows nobody, and no service or policy sends it.',
        'duplicate-name `F` and `f` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
      ],
    },
    {
      name: 'shapes, their texts and what tells them apart',
      text: `value U is one of { A1 = "a" { ‹kind›: String(1..9) } ‹B1› = "a" ‹a1› { type: String(1..9) } }
value W is one of { A2 { kind: String(1..9) } } by type`,
      expect: [
        'duplicate-name `kind` is what tells the shapes of `U` apart in JSON: give the field another name, or write `by` and another behind the braces.',
        {
          says: 'duplicate-name `B1` and `A1` have the same text in JSON, "a".',
          related: ['3:21 `A1` is first declared here (A1)'],
        },
        {
          says: 'duplicate-name `a1` and `A1` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
          related: ['3:21 `A1` is first declared here (A1)'],
        },
      ],
    },
    {
      name: 'names bound one after the other',
      text: `port P { go: Integer(0..9) }
service S { ns: Integer(0..9)[0..3] }
  let a = 1
  step ‹a› = P.go
  for each n in ns { step b = P.go }
  for each n in ns { step c = P.go step ‹c› = P.go }`,
      expect: [
        { says: 'duplicate-name `a` is declared twice.', related: ['5:7 `a` is first declared here (a)'] },
        { says: 'duplicate-name `c` is declared twice.', related: ['8:27 `c` is first declared here (c)'] },
      ],
    },
    {
      name: 'refusals say one thing in one aggregate',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9) = 0
  event E1 sets n = 1
  command A1 requires n > 0 else No "nothing there" emits E1
  command B1 requires n > 1 else No emits E1
  command C1 requires n > 2 else No "nothing there" emits E1
  command D1 requires n > 3 else ‹No› "something else" emits E1
}`,
      expect: [
        {
          says: 'duplicate-name `No` says something else elsewhere, “nothing there”: one refusal has one text.',
          related: ['6:29 The other text (else No "nothing there")'],
        },
      ],
    },
    {
      name: 'values and titles that stand twice',
      text: `value V { n: Integer(0..9) }
value W { v: V = V { n: 1, ‹n: 2› }  m: Map(String(1..9), Integer(0..9))[0..3] = { a: 1, ‹a: 2› } }
aggregate G { id: Uuid generated event Made { id } creates create Make emits Made scenario "it works" when Make then Made scenario ‹"it works!"› when Make then Made }`,
      expect: [
        { says: 'duplicate-name `n` is given twice.', related: ['4:22 The first value (n: 1)'] },
        { says: 'duplicate-name `a` is given twice.', related: ['4:82 The first value (a: 1)'] },
        {
          says: 'duplicate-name There is a scenario “it works” already.',
          related: ['5:92 The first scenario ("it works")'],
        },
      ],
    },
  ]);
});

describe('reserved names where they are bound', () => {
  testCases([
    {
      name: 'it and old are bound already',
      text: `aggregate G { id: Uuid  n: Integer(0..9)  event E1 { ‹old›: Integer(0..9) }  command C1 let ‹it› = n emits E1 { old: it } }
port P { go }
service S { ns: Integer(0..9)[0..3] } for each ‹old› in ns { step P.go }
projection ‹Json› { id n: Integer(0..9) } on E1 { n: 1 } deletes
value U is one of { ‹Date› { n: Integer(0..9) } }`,
      expect: [
        'reserved-name `old` is the state before a change and cannot name a field: write another name, such as `former`.',
        'reserved-name `it` is what a condition is about and cannot name a parameter: write another name, such as `item`.',
        'reserved-name `old` is the state before a change and cannot name a parameter: write another name, such as `former`.',
        'reserved-name `Json` is a type that every model knows; a declaration needs another name.',
        'reserved-name `Date` is a type that every model knows; a declaration needs another name.',
      ],
    },
  ]);
});

describe('types of payloads and results', () => {
  testCases([
    {
      name: 'every type is known, bounded and allowed',
      text: `aggregate G {
  id: Uuid  es: E[0..9]
  entity E { id key: String(1..9) }
  event Made { id, e: E, x: ‹Nope› } creates
  create Make { id, e: E } by hand may emit Made
}
value V { n: Integer(0..9) }
event ‹Done› { e: ‹E›, g: ‹G›, v: ref ‹V›, ‹s›: String(9..1) }
service S { e: E }: ‹Nope› step P.go { s: "a" } returns 1
port P { go { ‹s›: String(1..9) matching /^a/ }: G.E[0..9]  back: ‹Map(Integer(0..9), String(1..9))[0..9]› }
query Q1: E[0..9] = []
calculation f { m: Map(String(1..9), ‹Nope›)[0..9] }: Integer by hand
projection R of G { es, ‹n›: ‹G› }
value W { p: ‹R› }`,
      expect: [
        'unknown-type No type is called `Nope`.',
        'warning: unemitted-event No service of `C` emits `Done`, so it never happens.',
        {
          says: 'misplaced-entity `E` is an entity inside the aggregate `G`, and only that aggregate can hold it.',
          related: ['5:10 `E` is declared here (E)'],
        },
        'misplaced-entity `G` is an aggregate, and an aggregate is not part of anything: refer to it, `ref G`.',
        {
          says: 'not-an-aggregate `ref` refers to aggregates, and `V` is a value.',
          related: ['9:7 `V` is declared here (V)'],
        },
        'impossible-bound Nothing lies between 9 and 1: the smaller bound comes first.',
        'unknown-type No type is called `Nope`.',
        'bad-pattern The pattern of `s` is not valid: `^` is not needed, for a pattern matches the whole text: take it off, or write `\\^` for the sign.',
        'type-mismatch The keys of a Map are texts, and this is an Integer.',
        'unknown-type No type is called `Nope`.',
        'bad-projection `G` has no field `n` that `R` could show.',
        'misplaced-entity `G` is an aggregate, and an aggregate is not part of anything: refer to it, `ref G`.',
        'misplaced-entity `R` is a projection, and what readers see is no part of what they see it of.',
      ],
    },
    {
      name: 'what a bare name takes its type from',
      text: `aggregate G { id: Uuid name: String(1..9) event Made { id, ‹nam› } creates create Make { id, ‹other› } by hand may emit Made }
event Done { ‹name› }
service S { ‹name› } emits Done`,
      expect: [
        'unknown-type `G` has no field `nam` whose type this could take: write one, `nam: …`. Did you mean `name`?',
        'unknown-type `G` has no field `other` whose type this could take: write one, `other: …`.',
        'unknown-type Nothing near has a field `name` whose type this could take: write one, `name: …`.',
        'unknown-type Nothing near has a field `name` whose type this could take: write one, `name: …`.',
      ],
    },
    {
      name: 'a bare name is checked where its type is written',
      text: `value V { ‹s›: String  ‹p›: String(1..9) matching /^a/ }
aggregate G { id: Uuid  ‹s›: String  ‹vs›: V[]  event Made { id, s, vs } creates create Make { id, s?, vs } emits Made { s: s ?? "" } }`,
      expect: [
        'warning: missing-bound `s` states no maximum, so it has at most 1024 characters.',
        'bad-pattern The pattern of `p` is not valid: `^` is not needed, for a pattern matches the whole text: take it off, or write `\\^` for the sign.',
        'warning: missing-bound `s` states no maximum, so it has at most 1024 characters.',
        'warning: missing-bound `vs` states no maximum, so it has at most 100 items.',
      ],
    },
    {
      name: 'derived fields are of structures and projections',
      text: `event Done { derived ‹n›: Integer = 1 }
service S emits Done { ‹n›: 1 }`,
      expect: [
        'bad-default `n` is derived, and what comes in is given, not computed: give it a value where it is sent.',
        'unknown-field `n` is derived: it is computed, and nothing gives it a value.',
      ],
    },
  ]);
});

describe('cyclic-containment and needless-depth', () => {
  testCases([
    {
      name: 'to a stated depth, through lists, maps and shapes',
      text: `value A1 depth 3 { a: A1? }
value B1 depth 3 { c: C1[0..3] }  value C1 { b: Map(String(1..9), B1)[0..3] }
value D1 depth 2 { e: E1[0..2] }  value E1 is one of { Leaf { n: Integer(0..9) } Branch { d: D1 } }`,
      expect: [],
    },
    {
      name: 'endless, though a depth is stated; and shapes of which none ends',
      text: `value A1 depth 3 { ‹a›: A1 }
value E1 is one of { Left { ‹e›: E1 } Right { e: E1 } }
value F1 is one of { Leaf { n: Integer(0..9) } Branch { ‹f›: F1 } }`,
      expect: [
        'cyclic-containment `A1` contains itself (`A1.a`), so no instance could ever end.',
        'cyclic-containment `Left` contains itself (`Left.e`), so no instance could ever end.',
        'cyclic-containment `Branch` contains itself (`Branch.f`), to no stated depth: let its shapes hold a value that has a `depth` and holds it.',
      ],
    },
    {
      name: 'a depth for nothing',
      text: `value ‹A1› depth 3 { n: Integer(0..9) }
value ‹B1› depth 3 { a: A1 }`,
      expect: [
        'warning: needless-depth `A1` states a depth, and does not hold itself.',
        'warning: needless-depth `B1` states a depth, and does not hold itself.',
      ],
    },
  ]);
});

describe('impossible bounds of new types', () => {
  testCases([
    {
      name: 'Decimals, Durations, Maps, depths and pages',
      text: `value ‹V› depth 99 { v: V? }
value W { ‹a›: Decimal(0..1, scale 20)  ‹b›: Decimal(2..1, scale 2)  ‹c›: Duration(1h..1min)  ‹d›: Map(String(1..9), Integer(9..1))[0..3]  ‹e›: Map(String(1..9), String(1..9))[3..1] }`,
      expect: [
        'impossible-bound A depth lies between 1 and 32, and 99 does not.',
        'impossible-bound A Decimal has at most 15 digits, and a scale of 20 is more.',
        'impossible-bound Nothing lies between 2.00 and 1.00: the smaller bound comes first.',
        'impossible-bound Nothing lies between 1h and 1min: the smaller bound comes first.',
        'impossible-bound Nothing lies between 9 and 1: the smaller bound comes first.',
        'impossible-bound Nothing lies between 3 and 1: the smaller bound comes first.',
      ],
    },
  ]);
});

describe('missing bounds of Maps', () => {
  testCases([
    {
      name: 'keys, values and entries',
      text: 'value W { ‹a›: Map(String, String)  b: Map(String(1..9), String(1..9))[0..9] }',
      expect: [
        'warning: missing-bound `a` states no maximum, so it has at most 100 entries and each key has at most 1024 characters and each value has at most 1024 characters.',
      ],
    },
  ]);
});

describe('one finding for what is written once', () => {
  testCases([
    {
      name: 'a trait in several aggregates',
      text: `trait T { note: ‹Strng›(1..9)?  event Noted { note } sets note, ‹nothing› = 3  command Note { note } allows ‹Nobody› emits Noted }
aggregate A1 with T { id: Uuid }
aggregate B1 with T { id: Uuid }`,
      expect: [
        'unknown-type No type is called `Strng`. Did you mean `String`?',
        'unknown-name Nothing is called `nothing` here.',
        'unknown-reference No actor is called `Nobody`.',
      ],
    },
    {
      name: "what differs in more than the aggregate's name is told for each",
      text: `enum S { X, Y, Z }
trait T { id: Uuid s: S = X lifecycle ‹‹s›› {} event Made { ‹nope› } creates create Make by hand may emit Made }
aggregate A1 with T {}
aggregate B1 with T {}`,
      expect: [
        'warning: unreachable-state `Y` is never reached: no moves lead there from where `s` begins.',
        'warning: unreachable-state `Z` is never reached: no moves lead there from where `s` begins.',
        'unknown-type `A1` has no field `nope` whose type this could take: write one, `nope: …`.',
      ],
    },
  ]);
});

describe('idle-command', () => {
  testCases([
    {
      name: 'does something, or nothing',
      text: `aggregate G {
  id: Uuid generated  n: Integer(0..9) = 0
  event Made { id } creates  event Put
  create Make emits Made
  command Go requires n > 0 else No emits Put
  command Hand by hand
  command ‹Idle› requires n > 0 else No
}
port P { go }
service A1 step P.go
service B1: Integer returns 1
service ‹C1› { n: Integer(0..9) } requires n > 3 else No`,
      expect: [
        'warning: idle-command `Idle` emits nothing, so it does nothing.',
        'warning: idle-command `C1` takes no step and emits nothing, so it does nothing.',
      ],
    },
  ]);
});

describe('loops and lookups', () => {
  testCases([
    {
      name: 'what can be gone over and looked into',
      text: `value V { name: String(1..9) }
aggregate G {
  id: Uuid generated  ns: Integer(0..9)[0..9]  vs: V[0..9]  n: Integer(0..9)  m: Map(String(1..9), Integer(0..9))[0..9]
  rule R1: ‹ns[3]› is present
  rule R2: ‹vs["x"]› is present
  rule R3: ‹n["x"]› is present
  rule R4: m["x"] is present and m.has("y")
  event E2
  command Go emits E2 for each x in ‹n›
}
port P { go { n: Integer(0..9) } }
service S { n: Integer(0..9) } for each x in ‹n› { step P.go { n: 1 } }
policy L: ‹every 0s› do P.go { n: 1 }
service T step ‹P.go› { n: 1 } timeout 0s`,
      expect: [
        'type-mismatch An item is found by its id, or by what the list is `unique by`, and these items have neither.',
        'type-mismatch An item is found by its id, or by what the list is `unique by`, and these items have neither.',
        'type-mismatch `[…]` looks into a list or a Map, and this is an Integer.',
        'type-mismatch `for each` goes over a list, an enum or all aggregates of a kind, and this is an Integer.',
        'type-mismatch `for each` goes over a list, an enum or all aggregates of a kind, and this is an Integer.',
        'impossible-bound `L` happens `every` no time at all.',
        'impossible-bound `P.go` has no time at all: give it a `timeout`.',
      ],
    },
  ]);
});

describe('defaults of what comes in', () => {
  testCases([
    {
      name: 'a command takes those of the fields that it is named after',
      text: `aggregate G {
  id: Uuid generated  n: Integer(0..9) = 3  o: Integer(0..9)
  event Made { id, n, o } creates
  event Put { n } sets n
  create Make { n, o } emits Made
  command Change { n } emits Put
}
service S { g: ref G } step ‹‹G.Make›› step g.Change`,
      expect: [
        'warning: missing-undo `G.Make` stays done if `g.Change` fails: nothing undoes it.',
        'unset-field The command `Make` needs `o`, and nothing here says what that is.',
      ],
    },
  ]);
});
