import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('bad-effect', () => {
  testCases([
    {
      name: 'what can be done to fields, lists, maps, numbers and parts',
      text: `enum S { A, B }
value V { name: String(1..9), n: Integer(0..9)? }
aggregate G {
  id: Uuid  s: S = A  n: Integer(0..99) = 0  total: Decimal(scale 2) = 0.00  waited: Duration = 0ms
  note: String(0..9)?  tags: String(1..9)[0..9]  vs: V[0..9] unique by name  es: E[0..9]  m: Map(String(1..9), Integer(0..9))[0..9]
  entity E { id key: String(1..9), n: Integer(0..9) = 0, note: String(0..9)? }
  lifecycle s { A -> B on Moved }
  event Made { id, s } creates sets note = "new"
  event Moved  sets n = 3 adds "x" to tags keeping 5 removes "y" from tags
  event Put { v: V, e: E, k: String(1..9) }
    adds v to vs  adds e to es  removes k from es  removes k from vs  removes k from m
    sets es[k].n = 3, m[k] = 4, vs[k].n = 5
    adds 1 to n  removes 1 from n  adds 1 to es[k].n  clears note, tags, m, es[k].note
  event Paid { price: Decimal(scale 2), time: Duration } adds price to total  adds time to waited
  event Gone deletes
  create Make { id, s } by hand may emit Made
  command Go by hand may emit Moved, Put, Paid, Gone
}`,
      expect: [],
    },
    {
      name: "an identity, a derived field and a lifecycle's field change in no other way",
      text: `enum S { A, B }
aggregate G {
  id: Uuid  s: S = A  n: Integer(0..9)  derived twice: Integer = n * 2  es: E[0..9]
  entity E { id key: String(1..9), n: Integer(0..9) }
  lifecycle s { every move sets ‹s› = B  A -> B on Moved }
  event Made { id, n } creates sets s = B
  event Moved { id } sets ‹id›, ‹twice› = 3, ‹s› = B, ‹es["k"].key› = "l"
  create Make { id, n } by hand may emit Made
  command Go by hand may emit Moved
}`,
      expect: [
        'bad-effect `s` has a lifecycle: it is changed by a move, `A -> B on …`, and by nothing else.',
        'bad-effect `id` is an `id`, and an identity never changes.',
        'bad-effect `twice` is derived: it is computed, and nothing sets it.',
        'bad-effect `s` has a lifecycle: it is changed by a move, `A -> B on Moved`, and by nothing else.',
        'bad-effect `key` is an `id`, and an identity never changes.',
      ],
    },
    {
      name: 'adds, removes and clears where nothing can be',
      text: `value V { n: Integer(0..9) }
aggregate G {
  id: Uuid  t: String(1..9)  x: Number  v: V  vs: V[0..9]  ts: String(1..9)[2..9]  o: Integer(0..9)?  d: Date
  event Made { id, t, x, v, ts, d } creates
  event Bad { v, n: Integer(0..9) }
    adds 1 to ‹t›  adds 1 to ‹x›  adds 1 to ‹o›  removes v from ‹v›  removes v from ‹vs›  adds n to ‹d› keeping 3
    clears ‹t›, ‹ts›  adds "a" to ‹ts› keeping 10  adds "b" to ‹ts› keeping 1
  create Make { id, t, x, v, ts, d } by hand may emit Made
  command Go by hand may emit Bad
}`,
      expect: [
        'bad-effect `t` is a String, and only a list and a number can be added to.',
        'bad-effect `x` is a Number, and only a list and a number can be added to.',
        'bad-effect `o` may be absent, and then there is nothing to add to or remove from: take off the `?` and give it a default.',
        'bad-effect `v` is a `V` (a structure), and only from a list, a Map and a number can something be removed.',
        'bad-effect The items of `vs` cannot be told apart: say what they differ in, `unique by name`.',
        'bad-effect `d` is no list, and only a list is kept to some items.',
        'bad-effect `t` must always be there, so nothing can clear it.',
        'bad-effect `ts` holds at least 2 items, so nothing can clear it.',
        'bad-effect `ts` holds at most 9 items, so it cannot keep 10.',
        'bad-effect `ts` holds at least 2 items, so it cannot keep only 1.',
      ],
    },
    {
      name: 'whole aggregates',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9) = 0
  event Made { id } creates
  event Both { id } creates ‹deletes›
  create Make { id } by hand may emit Made, Both
}
event Happened { n: Integer(0..9) } sets ‹‹n››
service S emits Happened { n: 1 }`,
      expect: [
        'bad-effect `Both` cannot create and delete, nor do either twice.',
        'bad-effect `Happened` belongs to no aggregate, so there is nothing that it could change.',
        'unknown-name Nothing is called `n` here.',
      ],
    },
    {
      name: 'one field is set once; what creates sets by itself gives way',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9)
  event Made { id, n } creates sets n = 3
  event Put { n } sets n, ‹n› = 4
  create Make { id, n } by hand may emit Made
  command Go by hand may emit Put
}`,
      expect: [
        {
          says: 'bad-effect `n` is set twice: only one of the two could hold.',
          related: ['6:24 It is set here first (n)'],
        },
      ],
    },
    {
      name: 'what is added and removed fits',
      text: `value V { name: String(1..9) }
aggregate G {
  id: Uuid  ns: Integer(0..9)[0..9]  vs: V[0..9] unique by name  n: Integer(0..9) = 0
  event Made { id } creates
  event Bad { s: String(1..9), v: V, more: V[0..3] }
    adds ‹s› to ns  removes ‹s› from ns  adds v to vs  adds more to vs  removes ‹v› from vs  removes s from vs  adds ‹s› to n
  create Make { id } by hand may emit Made
  command Go by hand may emit Bad
}`,
      expect: [
        'type-mismatch `ns` takes an Integer, and this is a String.',
        'type-mismatch `ns` is searched by an Integer, and this is a String.',
        'type-mismatch `vs` is searched by a String, and this is a `V` (a structure).',
        'type-mismatch `n` takes an Integer, and this is a String.',
      ],
    },
  ]);
});

describe('incomplete-creation', () => {
  testCases([
    {
      name: 'optionals, defaults, lists, derived fields and generated ids need nothing',
      text: `aggregate G {
  id: Uuid generated  a: Integer(0..9)  b: Integer(0..9)?  c: Integer(0..9) = 1  d: Integer(0..9)[0..3]
  e: Map(String(1..9), Integer)[0..3]  derived f: Integer = a
  event Made { a } creates
  create Make { a } emits Made
}`,
      expect: [],
    },
    {
      name: 'what must be there is set',
      text: `aggregate G {
  id: Uuid  a: Integer(0..9)  b: Integer(0..9)[1..3]  c: DateTime
  event ‹Made› { id, a } creates
  event MadeToo { id, b } creates sets a = 1, c = now
  create Make { id, a } emits Made
  create MakeToo { id, b } emits MadeToo
}`,
      expect: [
        {
          says: 'incomplete-creation `Made` creates `G`, and leaves `b` and `c` unset.',
          related: ['4:31 `b` is declared here (b)', '4:55 `c` is declared here (c)'],
        },
      ],
    },
    {
      name: "a trait's event is complete in one aggregate and not in another",
      text: `trait T { id name: String(1..9)  event Made { name } creates  create Make { name } emits Made }
aggregate A with T {}
aggregate ‹B› with T { b: Integer(0..9) }
aggregate ‹D› with T { d: Integer(0..9) }`,
      expect: [
        'incomplete-creation `Made` creates `B`, and leaves `b` unset.',
        'incomplete-creation `Made` creates `D`, and leaves `d` unset.',
      ],
    },
    {
      name: 'the first event of a row brings all of it',
      text: `aggregate G {
  id: Uuid
  event Made { id } creates
  event Put
  create Make { id } emits Made
  command Go emits Put
}
projection P { id g: ref G, n: Integer(0..9) = 0, at: DateTime, by: Caller? } on ‹Put› adds 1 to n
projection Q { id g: ref G, at: DateTime } on Made sets at = now on Put sets at = now
projection R { id g: ref G, n: Integer(0..9) = 0, at: DateTime } on Made sets at = now on Put adds 1 to n`,
      expect: ['incomplete-creation `Put` may be the first event of a row, and leaves `at` unset.'],
    },
  ]);
});

describe('misplaced-creation', () => {
  testCases([
    {
      name: 'a create begins with what creates, and nothing else does',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9) = 0
  event Made { id } creates
  event Put adds 1 to n
  create Make { id } emits Made, Put when id == "x"
  create MakeByHand { id } by hand may emit Put, Made
  command Go emits Put
}`,
      expect: [],
    },
    {
      name: 'a create that creates nothing',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9) = 0
  event Made { id } creates
  event Put adds 1 to n
  create ‹Empty› { id }
  create Other { id } emits ‹Put›
  create Late { id } emits ‹Put›, Made
  create Twice { id } emits Made, ‹Made›
  create Maybe { id } emits ‹Made when id == "x"›
  create Many { ids: Uuid[1..9] } emits ‹Made { id: one } for each one in ids›
  create ‹ByHand› { id } by hand may emit Put
  command Go { id } emits ‹Made›
  command Back { id } by hand may emit ‹Made›
}`,
      expect: [
        'misplaced-creation `Empty` creates `G`, and emits no event that does.',
        'misplaced-creation `Other` creates `G`: the first event that it emits must be one that `creates`, and `Put` does not.',
        'misplaced-creation `Late` creates `G`: the first event that it emits must be one that `creates`, and `Put` does not.',
        'misplaced-creation `Twice` has created its `G` already.',
        'misplaced-creation `Maybe` always creates one `G`: `Made` takes no `when` and no `for each` here.',
        'misplaced-creation `Many` always creates one `G`: `Made` takes no `when` and no `for each` here.',
        'misplaced-creation `ByHand` creates `G`, and may emit no event that does.',
        'misplaced-creation `Made` creates, and `Go` is sent to a `G` that is there already: only a `create` emits it.',
        'misplaced-creation `Made` creates, and `Back` is sent to a `G` that is there already: only a `create` emits it.',
      ],
    },
  ]);
});

describe('foreign-event', () => {
  testCases([
    {
      name: 'an event belongs to its aggregate, and one of a context to its services',
      text: `enum S { X, Y }
event Done
aggregate A {
  id: Uuid  s: S = X
  event Made { id } creates
  event Moved
  lifecycle s { X -> Y on Moved, ‹Changed›, ‹Done› }
  create Make { id } emits Made, ‹Done›
  command Go emits ‹Changed› { n: 1 }
  command Move by hand may emit Moved, ‹Changed›
}
aggregate B {
  id: Uuid
  event Born { id } creates
  event Changed { n: Integer(0..9) }
  create Bear { id } emits Born
  command Change { n: Integer(0..9) } emits Changed
}
service W { a: ref A } emits Done, ‹Made› { id: "x" }`,
      expect: [
        {
          says: 'foreign-event `Changed` happens to `B`, and here it is `A` that something happens to.',
          related: ['17:9 `Changed` is declared here (Changed)'],
        },
        {
          says: 'foreign-event `Done` belongs to no aggregate, and here something happens to `A`: declare an event in it, or let a service emit this one.',
          related: ['4:7 `Done` is declared here (Done)'],
        },
        {
          says: 'foreign-event `Done` belongs to no aggregate, and here something happens to `A`: declare an event in it, or let a service emit this one.',
          related: ['4:7 `Done` is declared here (Done)'],
        },
        {
          says: 'foreign-event `Changed` happens to `B`, and here it is `A` that something happens to.',
          related: ['17:9 `Changed` is declared here (Changed)'],
        },
        {
          says: 'foreign-event `Changed` happens to `B`, and here it is `A` that something happens to.',
          related: ['17:9 `Changed` is declared here (Changed)'],
        },
        {
          says: 'foreign-event `Made` happens to `A`: only its own commands emit it, so send it one.',
          related: ['7:9 `Made` is declared here (Made)'],
        },
      ],
    },
    {
      name: 'nor does a service speak for another context',
      text: `model M version 1
context D { event Done service S emits Done }
context C { service W emits ‹D.Done› }
contextmap { D -> C via Done }`,
      expect: ['foreign-event `D.Done` is an event of the context `D`, and only that emits it.'],
    },
  ]);
});

describe('unemitted-event', () => {
  testCases([
    {
      name: 'emitted, possible by hand, emitted on failure, or from outside',
      text: `model M version 1
context C {
  event Done  event Failed
  aggregate A {
    id: Uuid
    event Made { id } creates
    event Maybe
    create Make { id } emits Made
    command Go by hand may emit Maybe
  }
  port P { go }
  service W step P.go emits Done on failure emits Failed
}
external context X { event Seen }`,
      expect: [],
    },
    {
      name: 'nobody emits them',
      text: `enum S { X, Y }
event ‹Done›
aggregate A {
  id: Uuid  s: S = X
  event Made { id } creates
  event ‹Moved›
  event ‹Other›
  lifecycle s { X -> Y on Moved }
  create Make { id } emits Made
}`,
      expect: [
        'warning: unemitted-event No service of `C` emits `Done`, so it never happens.',
        {
          says: 'warning: unemitted-event No command of `A` emits `Moved`, so it never happens, and its moves are never made.',
          related: ['10:17 A move that waits for it (X -> Y on Moved)'],
        },
        'warning: unemitted-event No command of `A` emits `Other`, so it never happens.',
      ],
    },
  ]);
});
