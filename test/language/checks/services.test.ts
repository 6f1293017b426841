import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('bad-call', () => {
  testCases([
    {
      name: 'the id of an aggregate, and what is none',
      text: `type Word = String(1..9)
aggregate G { id: Word  event Made { id } creates  event Changed  create Make { id } emits Made  command Change emits Changed }
aggregate K { id: Integer(0..9)  event Born { id } creates  event Grown  create Bear { id } emits Born  command Grow emits Grown }
port Port { a  b }
service S { word: Word, text: String(1..9), number: Integer(0..9), g: ref G, k: ref K } step G[word].Change
service T { text: String(1..9), number: Integer(0..9), g: ref G } step G[text].Change
service U { g: ref G } step G[g].Change
service V { number: Integer(0..9) } step G[‹number›].Change
service W { text: String(1..9) } step K[‹text›].Grow
service X { k: ref K } step G[‹k›].Change
policy P: every 1h do G["abc"].Change`,
      expect: [
        {
          says: 'bad-call The id of `G` is a String, and this is an Integer.',
          related: ['4:11 `G` is declared here (G)'],
        },
        'bad-call The id of `K` is an Integer, and this is a String.',
        'bad-call The id of `G` is a String, and this is a reference to `K`.',
      ],
    },
    {
      name: 'commands to aggregates, creates to none, operations, services',
      text: `model M version 1
context C {
  aggregate G {
    id: Uuid
    event Made { id } creates  event Changed
    create Make { id } emits Made
    command Change emits Changed
    command Undo by hand may emit Changed
  }
  projection Row of G { id }
  query Rows: Row[]
  port P { go }
  service W { g: ref G, id: Uuid, gs: G[0..3] }
    step P.go
    step V
    step made = G.Make { id } undo made.Undo
    step made.Change undo made.Undo
    step g.Change undo g.Undo
    step G[id].Change
  service V let rows = Rows {} for each row in rows { step row.id.Change }
}`,
      expect: [],
    },
    {
      name: 'which one, what else, and what it has not',
      text: `aggregate G {
  id: Uuid
  event Made { id } creates  event Changed
  create Make { id } emits Made
  command Change emits Changed
}
service W { g: ref G, s: String(1..9), n: Integer(0..9) }
  step ‹‹G.Change››
  step ‹s›.Change
  step g.‹change›
  step g.‹Chang›
  step g.‹Make› { id: "x" }
  step ‹h.Change›`,
      expect: [
        'bad-call `Change` goes to one `G`, and this does not say which: write `g.Change` where `g` is a reference to it, or `G[…].Change` with its id.',
        'warning: missing-undo `G.Change` stays done if `g.Make` fails: nothing undoes it.',
        'bad-call Commands go to an aggregate, and this is a String.',
        {
          says: 'bad-call `G` has no command `change`. Did you mean `Change`?',
          fixed: `aggregate G {
  id: Uuid
  event Made { id } creates  event Changed
  create Make { id } emits Made
  command Change emits Changed
}
service W { g: ref G, s: String(1..9), n: Integer(0..9) }
  step G.Change
  step s.Change
  step g.Change
  step g.Chang
  step g.Make { id: "x" }
  step h.Change`,
        },
        'bad-call `G` has no command `Chang`. Did you mean `Change`?',
        'bad-call `Make` makes a new `G`, and goes to none that is there: write `G.Make`.',
        'unknown-reference Nothing is called `h` here. Did you mean `G`?',
      ],
    },
  ]);
});

describe('bad-result', () => {
  testCases([
    {
      name: 'what is given back',
      text: `actor A
aggregate G {
  id: Uuid
  event Made { id } creates  event Changed { n: Integer(0..9) }
  create Make { id } emits Made
  command Change { n: Integer(0..9) } emits Changed
}
port P { go: Integer(0..9) }
service W { id: Uuid }: Integer allows A
  step n = P.go
  step m = V
  step g = G.Make { id }
  step changed = g.Change { n: 1 }
  returns n + m + changed.n
service V: Integer returns 1`,
      expect: [],
    },
    {
      name: 'what is not given back',
      text: `aggregate G {
  id: Uuid
  event Made { id } creates  event Changed  event Other
  create Make { id } emits Made
  command Change emits Changed, Other
  command ‹Nothing›
  command Hand by hand may emit Changed
}
port P { go }
service ‹W› { g: ref G }: Integer
  step ‹a› = g.‹Change›
  step ‹b› = g.‹Nothing›
  step ‹c› = g.‹Hand›
  step ‹d› = P.go
  step ‹e› = V
  step P.go when a is present
service V step P.go returns ‹1›`,
      expect: [
        'warning: idle-command `Nothing` emits nothing, so it does nothing.',
        {
          says: 'bad-result `W` says what it gives back, and `returns` nothing.',
          related: ['12:25 What it says to give back (Integer)'],
        },
        {
          says: 'bad-result `a` would be what `Change` gives back, and it emits one of several: `Changed`, `Other`.',
          related: ['7:11 `Change` is declared here (Change)'],
        },
        {
          says: 'warning: missing-undo `g.Change` stays done if `V` fails: nothing undoes it.',
          related: ['17:12 The step that may fail (V)'],
        },
        {
          says: 'bad-result `b` would be what `Nothing` gives back, and it emits no event. Take off `b =`.',
          related: ['8:11 `Nothing` is declared here (Nothing)'],
        },
        {
          says: 'warning: missing-undo `g.Nothing` stays done if `V` fails: nothing undoes it.',
          related: ['17:12 The step that may fail (V)'],
        },
        {
          says: 'bad-result `c` would be what `Hand` gives back, and it is written by hand, so nothing tells which event it emits. Take off `c =`.',
          related: ['9:11 `Hand` is declared here (Hand)'],
        },
        {
          says: 'warning: missing-undo `g.Hand` stays done if `V` fails: nothing undoes it.',
          related: ['17:12 The step that may fail (V)'],
        },
        {
          says: 'bad-result `d` would be what `go` gives back, and it gives nothing back. Take off `d =`.',
          related: ['11:10 `go` is declared here (go)'],
        },
        {
          says: 'bad-result `e` would be what `V` gives back, and it gives nothing back. Take off `e =`.',
          related: ['19:9 `V` is declared here (V)'],
        },
        'bad-result `V` does not say that it gives anything back: write its type, `service V { … }: …`.',
      ],
    },
    {
      name: 'and what is of another type',
      text: `port P { go { n: Integer(0..9) } }
service W { s: String(1..9) }: Integer
  step P.go { n: ‹s› }
  returns ‹s›`,
      expect: [
        'type-mismatch `n` is an Integer, and what it is given is a String.',
        'type-mismatch `W` gives back an Integer, and this is a String.',
      ],
    },
  ]);
});

describe('misfit-undo', () => {
  testCases([
    {
      name: 'takes back, with what the step gave',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9) = 0
  event Made { id } creates  event Gone deletes  event Added { n: Integer(0..9) } adds n to n
  create Make { id } emits Made
  command Drop emits Gone
  command Add { n: Integer(0..9) } emits Added
}
port P { go { n: Integer(0..9) }: Integer(0..9) fails Broken  back { m: Integer(0..9), why: String(0..1000) } }
service W { id: Uuid, n: Integer(0..9) }
  step g = G.Make { id } undo g.Drop
  step m = P.go { n } undo P.back { m, why: failure.message }
  step g.Add { n } undo g.Add { n: 0 - n }`,
      expect: [],
    },
    {
      name: 'makes another, or does the same again',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9) = 0
  event Made { id } creates  event Added { n: Integer(0..9) } adds n to n
  create Make { id } emits Made
  command Add { n: Integer(0..9) } emits Added
}
service W { g: ref G, id: Uuid, n: Integer(0..9) }
  step g.Add { n } undo ‹G.Make› { id }
  step g.Add { n } undo g.‹Add› { n }`,
      expect: [
        {
          says: 'misfit-undo `Make` makes another `G`, and takes back nothing of what the step did.',
          related: ['10:10 The step (Add)'],
        },
        {
          says: 'misfit-undo To send `Add` once more, with the same values, takes back nothing of what the step did.',
          related: ['11:10 The step (Add)'],
        },
      ],
    },
    {
      name: 'what is not there yet, or not known when all has failed',
      text: `port P { go { n: Integer(0..9) }: Integer(0..9) fails Broken  back { m: Integer(0..9) } }
event Failed { m: Integer(0..9) }
service W { n: Integer(0..9) }
  step P.go { n: ‹second› } undo P.back { m: ‹second› }
  step second = P.go { n }
  on failure emits Failed { m: ‹second› }`,
      expect: [
        'unknown-name `second` is not there yet: it is bound further down.',
        'unknown-name `second` is not there yet: it is bound further down.',
        'unknown-name `second` is not known here: whether it came to be depends on how far the rest came.',
      ],
    },
  ]);
});

describe('missing-undo', () => {
  testCases([
    {
      name: 'undone, last, on one aggregate alone, or before what cannot fail',
      text: `aggregate G { id: Uuid event Made { id } creates event Done create Make { id } emits Made command Go emits Done command Back emits Done }
port P { go fails Broken  tell }
service A1 { g: ref G } step g.Go undo g.Back step P.go
service A2 { g: ref G } step P.go step g.Go
service A3 { g: ref G } step g.Go step g.Back
service A4 { g: ref G } step g.Go step P.tell`,
      expect: [],
    },
    {
      name: 'what stays done',
      text: `aggregate G { id: Uuid event Made { id } creates event Done create Make { id } emits Made command Go emits Done }
port P { go fails Broken }
service A1 { g: ref G, h: ref G } step g.‹Go› step h.Go
service A2 { g: ref G, id: Uuid } step ‹G.Make› { id } step P.go
service A3 { gs: ref G[0..9] } for each g in gs { step g.‹Go› } step P.go`,
      expect: [
        {
          says: 'warning: missing-undo `g.Go` stays done if `h.Go` fails: nothing undoes it.',
          related: ['5:52 The step that may fail (Go)'],
        },
        {
          says: 'warning: missing-undo `G.Make` stays done if `P.go` fails: nothing undoes it.',
          related: ['6:59 The step that may fail (P.go)'],
        },
        {
          says: 'warning: missing-undo `g.Go` stays done if `P.go` fails: nothing undoes it.',
          related: ['7:68 The step that may fail (P.go)'],
        },
      ],
    },
  ]);
});

describe('policy-loop', () => {
  testCases([
    {
      name: 'ends somewhere',
      text: `aggregate G { id: Uuid n: Integer(0..9) = 0 event Made { id } creates event A1 event B1 create Make { id } emits Made command A emits A1 command B emits B1 command C1 emits A1 when n > 3 }
policy P1: on A1 do g.B
policy P2: on Made do g.A
policy P3: on B1 when g.n > 3 do g.A
policy P4: 1h after B1 do g.A
policy P5: on B1 do g.C1`,
      expect: [],
    },
    {
      name: 'goes on for ever',
      text: `aggregate G { id: Uuid event Made { id } creates event A1 event B1 create Make { id } emits Made command A emits A1 command B emits B1 }
service S { g: ref G } step g.A
policy ‹P1›: on A1 do g.B
policy P2: on B1 do S { g }`,
      expect: [
        {
          says: 'warning: policy-loop `P1` sets itself off again, for ever: `P1` → `P2` → `P1`.',
          related: ['6:8 By way of `P2` (P2)'],
        },
      ],
    },
  ]);
});

describe('cyclic-calculation', () => {
  testCases([
    {
      name: 'itself, each other, a service; a condition may end it',
      text: `calculation ‹f› { n: Integer(0..9) }: Integer = if n == 0 then 0 else f { n }
calculation ‹g› { n: Integer(0..9) }: Integer = h { n }
calculation h { n: Integer(0..9) }: Integer = g { n }
calculation ok { n: Integer(0..9) }: Integer = twice { n }
calculation twice { n: Integer(0..9) }: Integer = n * 2
port P { go }
service ‹S› step S
service T { n: Integer(0..9) } step T { n } when n > 3 step P.go`,
      expect: [
        'cyclic-calculation The calculation `f` calls itself, and nothing says where that ends: `f` → `f`.',
        {
          says: 'cyclic-calculation The calculation `g` calls itself, and nothing says where that ends: `g` → `h` → `g`.',
          related: ['5:13 By way of `h` (h)'],
        },
        'cyclic-calculation The service `S` calls itself, and nothing says where that ends: `S` → `S`.',
      ],
    },
  ]);
});
