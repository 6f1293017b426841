import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('bad-lifecycle', () => {
  testCases([
    {
      name: 'an enum that is always there and stored, once',
      text: `enum S { X, Y }
aggregate A {
  id k: S  ok: S = X  b: Boolean  o: S?  derived d: S = ok  l: S[0..3]
  lifecycle ok { X -> Y on Moved }
  lifecycle ‹b› {}  lifecycle ‹o› {}  lifecycle ‹d› {}  lifecycle ‹k› {}  lifecycle ‹l› {}
  lifecycle ‹ok› { Y -> X on Moved }
  event Moved
  command Go by hand may emit Moved
}`,
      expect: [
        'bad-lifecycle The states of a lifecycle are the literals of an enum, and `b` is a Boolean.',
        'bad-lifecycle `o` has a lifecycle, so it is always in one of its states: take off the `?`.',
        'bad-lifecycle `d` is derived: it is computed, and nothing moves it.',
        'bad-lifecycle `k` is an `id`, and an identity never changes.',
        'bad-lifecycle The states of a lifecycle are the literals of an enum, and `l` is a list.',
        {
          says: 'bad-lifecycle `ok` has a lifecycle already: all of its moves stand in one.',
          related: ['6:13 The first lifecycle (ok)'],
        },
      ],
    },
    {
      name: 'what creates moves nothing',
      text: `enum S { X, Y }
aggregate A {
  id: Uuid  s: S = X
  lifecycle s { X -> Y on ‹Made›, Moved }
  event Made { id } creates
  event Moved
  create Make { id } emits Made
  command Go emits Moved
}`,
      expect: ['bad-lifecycle `Made` creates `A`, so there is no state that it could move from.'],
    },
  ]);
});

describe('ambiguous-move', () => {
  testCases([
    {
      name: 'chains, any and several events are fine',
      text: `enum S { X, Y, Z, End }
aggregate A {
  id: Uuid  s: S = X
  lifecycle s { X -> Y -> Z on Next  Z -> Y -> X on Back  any -> End on Ended, Broken }
  event Next  event Back  event Ended  event Broken
  command Go by hand may emit Next, Back, Ended, Broken
}`,
      expect: [],
    },
    {
      name: 'two moves from one state with one event',
      text: `enum S { X, Y, Z }
aggregate A {
  id: Uuid  s: S = X
  lifecycle s { X -> Y on Moved, Other  ‹X, Y -> Z on Moved›  ‹X -> Y on Other› }
  event Moved  event Other
  command Go by hand may emit Moved, Other
}`,
      expect: [
        {
          says: 'ambiguous-move From `X`, `Moved` leads to `Y` already, and nothing tells which of the two is meant.',
          related: ['6:17 The other move (X -> Y on Moved, Other)'],
        },
        {
          says: 'ambiguous-move From `X`, `Other` leads to `Y` already.',
          related: ['6:17 The other move (X -> Y on Moved, Other)'],
        },
      ],
    },
  ]);
});

describe('unreachable-state', () => {
  testCases([
    {
      name: 'reached by moves, by default, or set at the beginning',
      text: `enum S { X, Y, Z }
aggregate A {
  id: Uuid  s: S
  lifecycle s { X -> Y on Moved }
  event Made { id, s } creates
  event Moved
  create Make { id, s } emits Made
  command Go emits Moved
}
aggregate B {
  id: Uuid  s: S
  lifecycle s { X -> Y on Moved }
  event Made { id } creates sets s = X
  event MadeToo { id } creates sets s = Z
  event Moved
  create Make { id } emits Made
  create MakeToo { id } emits MadeToo
  command Go emits Moved
}`,
      expect: [],
    },
    {
      name: 'no move leads there',
      text: `enum S { X, Y, Z, Q }
aggregate A {
  id: Uuid  s: S = X
  lifecycle ‹‹s›› { X -> Y on Moved  Z -> Q on Moved }
  event Moved
  command Go by hand may emit Moved
}`,
      expect: [
        {
          says: 'warning: unreachable-state `Q` is never reached: no moves lead there from where `s` begins.',
          related: ['3:19 `Q` is declared here (Q)'],
        },
        {
          says: 'warning: unreachable-state `Z` is never reached: no moves lead there from where `s` begins.',
          related: ['3:16 `Z` is declared here (Z)'],
        },
      ],
    },
  ]);
});

describe('final-state', () => {
  testCases([
    {
      name: 'all that are final, or none stated; any is every other',
      text: `enum S { X, Y, Z }
aggregate A {
  id: Uuid  s: S = X
  lifecycle s { X -> Y on Moved  any -> Z on Ended  final Y, Z }
  event Moved  event Ended
  command Go by hand may emit Moved, Ended
}
aggregate B {
  id: Uuid  s: S = X
  lifecycle s { X -> Y on Moved  X -> Z on Ended }
  event Moved  event Ended
  command Go by hand may emit Moved, Ended
}`,
      expect: [],
    },
    {
      name: 'one with a move, and one that is not named',
      text: `enum S { X, Y, Z }
aggregate A {
  id: Uuid  s: S = X
  lifecycle ‹s› { X -> Y on Moved  Y -> Z on Moved  final ‹Y› }
  event Moved
  command Go by hand may emit Moved
}`,
      expect: [
        {
          says: 'final-state No move leads out of `Z`, and it is not called `final`.',
          related: ['3:16 `Z` is declared here (Z)'],
        },
        {
          says: 'final-state `Y` is called final, and a move leads out of it, to `Z`.',
          related: ['6:34 The move (Y -> Z on Moved)'],
        },
      ],
    },
  ]);
});

describe('cyclic-actor', () => {
  testCases([
    {
      name: 'one is another, and both are themselves',
      text: `actor A  actor B is A  actor ‹C1› is D  actor D is C1  actor ‹E› is E
query Q: Boolean = true allows A, B, C1`,
      expect: [
        {
          says: 'cyclic-actor The actor `C1` is itself: `C1` → `D` → `C1`.',
          related: ['3:45 By way of `D` (D)'],
        },
        'cyclic-actor The actor `E` is itself: `E` → `E`.',
      ],
    },
  ]);
});

describe('misplaced-actor', () => {
  testCases([
    {
      name: 'of an aggregate: for its commands, and for what gives it back',
      text: `aggregate A {
  id: Uuid  owner: Caller
  actor Owner: caller == owner
  event Made { id } creates sets owner = caller
  event Changed
  create Make { id } by hand may emit Made
  command Change allows Owner emits Changed
}
projection V of A { id }
query One by id: V allows Owner
query Whole by id: A allows Owner
query All: V[] allows A.Owner`,
      expect: [],
    },
    {
      name: 'and nowhere else',
      text: `actor ‹Rich›: 1 == 1
aggregate A {
  id: Uuid  owner: Caller
  actor Owner: caller == owner
  event Made { id } creates sets owner = caller
  create Make { id } allows ‹Owner› emits Made
}
aggregate B {
  id: Uuid
  event Born { id } creates
  event Changed
  create Bear { id } allows Rich emits Born
  command Change allows ‹A.Owner› emits Changed
}
port P { go }
service W allows ‹Owner› step P.go
query Other by id: B allows ‹Owner›
query Truth: Boolean = true allows ‹Owner›`,
      expect: [
        'misplaced-actor `Rich` is an actor of the whole context: only an actor of an aggregate depends on a condition.',
        {
          says: 'misplaced-actor `Owner` is somebody to one `A`, and `Make` creates: there is nothing yet to be somebody to.',
          related: ['6:9 `Owner` is declared here (Owner)'],
        },
        {
          says: 'misplaced-actor `A.Owner` is somebody to one `A`, and `Change` is sent to a `B`.',
          related: ['6:9 `Owner` is declared here (Owner)'],
        },
        {
          says: 'misplaced-actor `Owner` is somebody to one `A`, and `W` is a service, and sent to no aggregate.',
          related: ['6:9 `Owner` is declared here (Owner)'],
        },
        {
          says: 'misplaced-actor `Owner` is somebody to one `A`, and `Other` gives back something else.',
          related: ['6:9 `Owner` is declared here (Owner)'],
        },
        {
          says: 'misplaced-actor `Owner` is somebody to one `A`, and `Truth` gives back something else.',
          related: ['6:9 `Owner` is declared here (Owner)'],
        },
      ],
    },
  ]);
});

describe('unused-actor', () => {
  testCases([
    {
      name: 'allowed something, or somebody who is',
      text: `actor A  actor B is A  actor ‹C1›
query Q: Boolean = true allows A`,
      expect: ['warning: unused-actor Nothing allows `C1` anything.'],
    },
  ]);
});

describe('unsent-command', () => {
  testCases([
    {
      name: 'allowed, sent, or in a context without actors',
      text: `model M version 1
context C {
  actor A
  value X { n: Integer(0..9) }
  aggregate G {
    id: Uuid
    event Made { id } creates  event E1  event E2  event E3
    create Make { id } allows A emits Made
    command ByService emits E1
    command ByUndo emits E2
    command ByPolicy emits E3
    command ‹Never› emits E3
  }
  port P { go fails Broken }
  service S { g: ref G } allows A step g.ByService undo g.ByUndo step P.go
  policy L: on Made do g.ByPolicy
}
context D {
  aggregate G { id: Uuid event Made { id } creates create Make { id } emits Made }
}`,
      expect: ['warning: unsent-command `Never` allows nobody, and no service or policy sends it.'],
    },
  ]);
});

describe('unused-trait', () => {
  testCases([
    {
      name: 'one that somebody has, and one that nobody has',
      text: `trait T { note: String(0..9)? }  trait ‹U› { note: String(0..9)? }
aggregate A with T { id: Uuid }`,
      expect: ['warning: unused-trait No aggregate has the trait `U`, so nothing in it comes to be.'],
    },
  ]);
});

describe('unused-type', () => {
  testCases(
    [
      {
        name: 'fields, results, keys, expressions, shapes and translations use; what is inside does not',
        text: `type Word = String(1..9)  type Name = Word  type Key = String(1..9)  type ‹Spare› = String(1..9)
enum Colour { RED, BLUE }  enum Old { ROT }  enum ‹Mood› { GOOD }
value Line { name: Name }  value Made { n: Integer(0..9) }  value ‹Tree› depth 3 { trees: Tree[0..3] }
value Shape is one of { Round { r: Integer(0..9) } Square }  value ‹Form› is one of { Oval Flat }
aggregate A { id: Uuid lines: Line[0..9] labels: Map(Key, Key)[0..9] shape: Shape }
translation Old to Colour by hand
calculation red: Boolean = RED == RED
query Q: Made = Made { n: 1 }`,
        expect: [
          'warning: unused-type Nothing uses the type `Spare`.',
          'warning: unused-type Nothing uses the enum `Mood`.',
          'warning: unused-type Nothing uses the value `Tree`.',
          'warning: unused-type Nothing uses the value `Form`.',
        ],
      },
      {
        name: 'of other contexts, vocabularies, shared words and systems outside',
        text: `model M version 1
type Word = String(1..9)
context Words { value Address { town: String(1..9) } enum Unit { KG, M } }
context A { value Money { n: Integer } value Weight { n: Integer } value ‹Length› { n: Integer } aggregate X { id: Uuid } }
context B { aggregate Y { id: Uuid price: A.Money } }
external context Outside { value Thing { n: Integer } event Happened { n: Integer } }
contextmap { A [SK] <-> [SK] B sharing Weight, Money }`,
        expect: ['warning: unused-type Nothing uses the value `Length`.'],
      },
    ],
    { unused: true },
  );
});

describe('deprecated-use', () => {
  testCases([
    {
      name: 'types, defaults, events, commands, actors and moves',
      text: `type Code deprecated "Use a name" = String(1..9)  type Name = String(1..9)
enum State { NEW, OLD deprecated, DONE }
value Fax deprecated "Nobody has one." { number: Code }
actor Clerk deprecated  actor Boss
aggregate A {
  id: Uuid  code: ‹Code›  gone deprecated "so": Code?  paper deprecated "so": Fax?  state: State = ‹OLD›
  rule Quiet: paper is absent or state != OLD
  lifecycle state { NEW, OLD -> DONE on Finished  NEW -> ‹OLD› on Dropped }
  event Made { id, code, state } creates
  event Finished
  event Dropped deprecated "Nothing is dropped"
  create Make { id, code, state } allows ‹Clerk›, Boss emits Made
  command Finish allows Boss emits Finished
  command Drop allows Boss emits ‹Dropped›
  command Lose deprecated allows Clerk emits Dropped
}
service S { a: ref A } allows Boss step ‹a.Lose›`.replace('‹a.Lose›', 'a.‹Lose›'),
      expect: [
        'warning: deprecated-use `code` stays, and uses `Code`, which is deprecated: Use a name.',
        'warning: deprecated-use `state` stays, and uses `OLD`, which is deprecated.',
        'warning: deprecated-use `state` stays, and uses `OLD`, which is deprecated.',
        'warning: deprecated-use `Make` stays, and uses `Clerk`, which is deprecated.',
        'warning: deprecated-use `Drop` stays, and uses `Dropped`, which is deprecated: Nothing is dropped.',
        'warning: deprecated-use `S` stays, and uses `Lose`, which is deprecated.',
      ],
    },
    {
      name: 'fields of others, calculations, values that are made',
      text: `enum Colour { RED deprecated, BLUE }
value Paint { colour: Colour  thick deprecated "so": Integer(0..9) = 1  derived dull: Boolean = thick == 0 }
aggregate A { id: Uuid paint: Paint event Made { id, paint } creates event Painted { paint } sets paint
  rule Thin: paint.‹thick› < 5
  create Make { id } emits Made { paint: { colour: ‹RED› } }
  command Darken emits Painted { paint: if paint.colour == RED then { colour: BLUE } else paint } }
calculation half deprecated { n: Integer }: Integer = n / 2
calculation quarter { n: Integer }: Integer = ‹half { n }› / 2
calculation eighth deprecated { n: Integer }: Integer = half { n } / 4`.replace(
        'paint.‹thick›',
        '‹paint.thick›',
      ),
      expect: [
        'warning: deprecated-use `Thin` stays, and uses `thick`, which is deprecated: so.',
        'warning: deprecated-use `Make` stays, and uses `RED`, which is deprecated.',
        'warning: deprecated-use `quarter` stays, and uses `half`, which is deprecated.',
      ],
    },
  ]);
});

describe('missing-refusal', () => {
  testCases([
    {
      name: 'of commands and services',
      text: `actor Clerk
aggregate A { id: Uuid n: Integer(0..9) event Made { id, n } creates event Counted sets n = 1
  create Make { id, n } allows Clerk emits Made
  command Count allows Clerk ‹requires› n > 0 and n < 5 requires n != 3 else Three emits Counted }
service S { a: ref A, n: Integer } allows Clerk ‹requires› n > 1 step a.Count`,
      expect: [
        'missing-refusal Whoever `Count` refuses must be told why: write `else` and a name behind what is required, `requires … else NotOpen "Only what is open can be closed"`.',
        'missing-refusal Whoever `S` refuses must be told why: write `else` and a name behind what is required, `requires … else NotOpen "Only what is open can be closed"`.',
      ],
    },
  ]);
});
