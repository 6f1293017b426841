import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('unknown-reference', () => {
  testCases([
    {
      name: 'everything that can be named, near and far',
      text: `actor A  actor B is A
enum S { X, Y }
trait T { note: String(0..9)? }
aggregate G with T {
  id: Uuid  s: S = X
  rule R: s != Y
  lifecycle s { X -> Y on Moved  final Y }
  event Made { id } creates
  event Moved
  create Make { id } allows B emits Made
  command Move allows A by hand may emit Moved
  example e: G { id: "00000000-0000-4000-8000-000000000000", s: Y } breaks R
}
port P { go { g: ref G } }
repository Gs of G { find by s }
projection V of G { id, s }
query Q by id: V allows A
service W { g: ref G } allows A step P.go { g } step g.Move
policy L: on Made do W { g }`,
      expect: [],
    },
    {
      name: 'actors, events, steps, with near misses',
      text: `actor Clerk
aggregate G {
  id: Uuid
  event Made { id } creates
  create Make { id } allows ‹clerk› emits ‹Mode›
  command Go allows Clerk by hand may emit ‹Mad›
}
service W { g: ref G } allows ‹Boss›, Clerk step ‹Wx› { g } emits ‹Gone›
policy L: on ‹Mades› do W { ‹g› }
policy M: 1h after Made unless ‹Maid› do W { g }`,
      expect: [
        {
          says: 'unknown-reference No actor is called `clerk`. Did you mean `Clerk`?',
          fixed: `actor Clerk
aggregate G {
  id: Uuid
  event Made { id } creates
  create Make { id } allows Clerk emits Mode
  command Go allows Clerk by hand may emit Mad
}
service W { g: ref G } allows Boss, Clerk step Wx { g } emits Gone
policy L: on Mades do W { g }
policy M: 1h after Made unless Maid do W { g }`,
        },
        'unknown-reference No event is called `Mode`. Did you mean `Made`?',
        'unknown-reference No event is called `Mad`. Did you mean `Made`?',
        'unknown-reference No actor is called `Boss`.',
        'unknown-reference No command, operation or service is called `Wx`. Did you mean `W`?',
        'unknown-reference No event is called `Gone`.',
        'unknown-reference No event is called `Mades`. Did you mean `Made`?',
        'unknown-name Nothing is called `g` here.',
        'unknown-reference No event is called `Maid`.',
      ],
    },
    {
      name: 'an actor that is nobody, a trait, a repository, a projection',
      text: `actor A is ‹Z›
value V { x: Boolean }
aggregate G with ‹Tr› { id: Uuid }
repository R of ‹V› { find by ‹x› }
projection P of ‹H› { ‹id› }
query Q: Boolean = true allows A`,
      expect: [
        'unknown-reference No actor is called `Z`. Did you mean `A`?',
        'unknown-reference No trait is called `Tr`.',
        'unknown-reference `V` is a value, and here stands an aggregate.',
        'unknown-name Nothing is called `x` here.',
        'unknown-reference No aggregate is called `H`. Did you mean `G`?',
        'unknown-type Nothing near has a field `id` whose type this could take: write one, `id: …`.',
      ],
    },
    {
      name: 'states, fields and literals of one enum only',
      text: `enum S { OPEN, CLOSED }
aggregate G {
  id: Uuid  state: S = OPEN
  lifecycle state { ‹OPNE› -> CLOSED on Closed  final ‹CLOSD› }
  lifecycle ‹stat› { OPEN -> CLOSED on Closed }
  event Closed
  command Close by hand may emit Closed
}
enum T { A, B }
translation S to T { OPEN -> A, ‹CLOSD› -> B, else -> ‹C› }`,
      expect: [
        'unknown-reference No state is called `OPNE` here. Did you mean `OPEN`?',
        'unknown-reference No state is called `CLOSD` here. Did you mean `CLOSED`?',
        'unknown-reference No field is called `stat` here. Did you mean `state`?',
        'unknown-reference No literal is called `CLOSD`. Did you mean `CLOSED`?',
        'unknown-reference No literal is called `C`. Did you mean `A`?',
      ],
    },
    {
      name: 'what an example breaks and a scenario refuses',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9)
  rule Small: n < 5
  event Made { id, n } creates
  create Make { id, n } requires n > 0 else Nothing emits Made
  example big: G { id: "00000000-0000-4000-8000-000000000000", n: 7 } breaks ‹Smal›
  scenario "s" given ‹bog› when Make { id: "00000000-0000-4000-8000-000000000000", n: 0 } then refused ‹Nthing›
  scenario "t" when ‹Mak› then ‹Mad›
}`,
      expect: [
        'unknown-reference No rule is called `Smal`. Did you mean `Small`?',
        'unknown-reference No event or example is called `bog`. Did you mean `big`?',
        'unknown-reference No rule or refusal is called `Nthing`. Did you mean `Nothing`?',
        'unknown-reference No command is called `Mak`. Did you mean `Make`?',
        'unknown-reference No event is called `Mad`. Did you mean `Made`?',
      ],
    },
    {
      name: 'names of another context need its name',
      text: `model M version 1
context D { actor A aggregate G { id: Uuid event E { id } creates create Make { id } allows A emits E } }
context C { actor Z is ‹A› port P { go } policy L: on ‹G.E› do P.go query Q: Boolean = true allows Z }
contextmap { D -> C via E, ‹F›  D [‹OHX›] -> [CF] ‹Cc› }`,
      expect: [
        {
          says: 'unknown-reference No actor is called `A`. Did you mean `D.A`?',
          fixed: `model M version 1
context D { actor A aggregate G { id: Uuid event E { id } creates create Make { id } allows A emits E } }
context C { actor Z is D.A port P { go } policy L: on G.E do P.go query Q: Boolean = true allows Z }
contextmap { D -> C via E, F  D [OHX] -> [CF] Cc }`,
        },
        {
          says: 'unknown-reference No event is called `G.E`. Did you mean `D.G.E`?',
          fixed: `model M version 1
context D { actor A aggregate G { id: Uuid event E { id } creates create Make { id } allows A emits E } }
context C { actor Z is A port P { go } policy L: on D.G.E do P.go query Q: Boolean = true allows Z }
contextmap { D -> C via E, F  D [OHX] -> [CF] Cc }`,
        },
        'unknown-reference No event is called `F`. Did you mean `D.G.E`?',
        'unknown-reference No role of a context is called `OHX`: there are OHS, PL, CF, ACL, S, C, SK, P, SW. Did you mean `OHS`?',
        'unknown-reference No context is called `Cc`. Did you mean `C`?',
      ],
    },
  ]);
});

describe('unknown-field', () => {
  testCases([
    {
      name: 'of an event, a command, a value, a calculation, an operation',
      text: `actor A
value V { a: Integer(0..9) }
calculation twice { n: Integer(0..9) }: Integer = n * 2
aggregate G {
  id: Uuid  v: V
  event Made { id, v } creates
  create Make { id } allows A emits Made { v: V { a: 1, ‹b›: 2 }, ‹w›: 3 }
}
port P { go { g: ref G } }
service W { g: ref G } allows A step P.go { g, ‹h›: twice { n: 1, ‹m›: 2 } }`,
      expect: [
        'unknown-field The value `V` has no field `b`. Did you mean `a`?',
        'unknown-field The event `Made` has no field `w`. Did you mean `v`?',
        'unknown-field The operation `go` has no field `h`. Did you mean `g`?',
        'unknown-field The calculation `twice` has no field `m`. Did you mean `n`?',
      ],
    },
    {
      name: 'the name is nearly right',
      text: `value V { amount: Integer(0..9) }
value W { v: V = V { ‹Amount›: 3 } }`,
      expect: [
        {
          says: 'unknown-field The value `V` has no field `Amount`. Did you mean `amount`?',
          fixed: `value V { amount: Integer(0..9) }
value W { v: V = V { amount: 3 } }`,
        },
      ],
    },
    {
      name: 'nothing gives a derived field a value',
      text: `value V { a: Integer(0..9) derived b: Integer = a }
value W { v: V = V { a: 3, ‹b›: 4 } }`,
      expect: ['unknown-field `b` is derived: it is computed, and nothing gives it a value.'],
    },
    {
      name: 'what a list is unique by',
      text: `value V { name: String(1..9) }
aggregate G { id: Uuid vs: V[0..9] unique by ‹nam› ws: V[0..9] unique by name }`,
      expect: ['unknown-field The items of this list have no field `nam`. Did you mean `name`?'],
    },
  ]);
});

describe('unset-field', () => {
  testCases([
    {
      name: 'fields come by name, from lets, input and state; optionals, defaults and generated ids need nothing',
      text: `actor A
aggregate G {
  id: Uuid generated  n: Integer(0..9)  o: Integer(0..9)?  d: Integer(0..9) = 3
  event Made { id, n, o, d } creates
  event Changed { n, twice: Integer(0..18) } sets n
  create Make { n, o, d } allows A emits Made
  command Change allows A let twice = n * 2 emits Changed
}`,
      expect: [],
    },
    {
      name: 'calls take nothing by name',
      text: `actor A
aggregate G {
  id: Uuid  n: Integer(0..9)
  event Made { id, n, why: String(1..9) } creates
  create Make { id, n } allows A emits ‹Made›
  event Noted { n: Integer(0..9), m: Integer(0..9) }
  command Note { n: Integer(0..9), m: Integer(0..9)? } emits Noted { m: 1 }
}
calculation add { a: Integer(0..9), b: Integer(0..9) }: Integer = a + b
port P { go { g: ref G, n: Integer(0..9) } }
service W { g: ref G, n: Integer(0..9) } allows A
  step ‹P.go› { g }
  step g.‹Note› { m: ‹add { a: 1 }› }`,
      expect: [
        {
          says: 'unset-field The event `Made` needs `why`, and nothing here says what that is.',
          related: ['6:23 `why` is declared here (why)'],
        },
        {
          says: 'unset-field The operation `go` needs `n`, and nothing here says what that is.',
          related: ['12:25 `n` is declared here (n)'],
        },
        {
          says: 'unset-field The command `Note` needs `n`, and nothing here says what that is.',
          related: ['9:18 `n` is declared here (n)'],
        },
        {
          says: 'unset-field The calculation `add` needs `b`, and nothing here says what that is.',
          related: ['11:37 `b` is declared here (b)'],
        },
      ],
    },
    {
      name: 'values that are made, translations and earlier versions',
      text: `value V { a: Integer(0..9), b: Integer(0..9) = 1, c: Integer(0..9)? }
value W { v: V = ‹V { c: 2 }› }
value X { a: Integer(0..9) }
‹translation› X to V { b: 3 }
actor A
aggregate G {
  id: Uuid
  event Made version 3 { id, x: Integer(0..9), y: Integer(0..9) } creates
    was ‹2› { id, x: Integer(0..9) } becomes { id, x }
    was ‹1› { id } becomes { id }
  create Make { id, x: Integer(0..9), y: Integer(0..9) } allows A emits Made
}`,
      expect: [
        'unset-field The value `V` needs `a`, and nothing here says what that is.',
        'unset-field The value `V` needs `a`, and nothing here says what that is.',
        'unset-field The event `Made` needs `y`, and nothing here says what that is.',
        'unset-field Version 2 needs `x`, and nothing here says what that is.',
      ],
    },
    {
      name: 'a scenario gives events and commands whole, and looks at parts of what comes out',
      text: `aggregate G {
  id: Uuid  n: Integer(0..9)
  event Made { id, n } creates
  event Put { n, m: Integer(0..9) } sets n
  create Make { id, n } emits Made
  command Change { n } emits Put { m: n }
  scenario "s" given ‹Made› { id: "00000000-0000-4000-8000-000000000000" } when ‹Change› then Put { n: 3 }
  scenario "t" given Made { id: "00000000-0000-4000-8000-000000000000", n: 1 } when Change { n: 3 } then Put { n: 3 }
}`,
      expect: [
        'unset-field The event `Made` needs `n`, and nothing here says what that is.',
        'unset-field The command `Change` needs `n`, and nothing here says what that is.',
      ],
    },
  ]);
});
