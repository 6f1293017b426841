import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('bad-example', () => {
  testCases([
    {
      name: 'accepted, with what has a default, may be absent or empty; or breaking just what it says',
      text: `enum S { X, Y }
value V { n: Integer(0..9)  rule Small: n < 5  rule Odd: n % 2 == 1 }
aggregate G {
  id: Uuid generated  s: S = X  vs: V[0..3]  m: Map(String(1..9), Decimal(0..9, scale 1))[0..3]  o: String(1..9)?  at: DateTime  d: Duration  c: Ipv4Cidr
  rule Some: vs.size > 0
  example plain: G { vs: [{ n: 1 }, { n: 3 }], m: { a: 1.5 }, at: "2024-01-01T00:00:00.000Z", d: 3min, c: "10.0.0.0/8" }
  example empty: G { s: Y, at: "2024-01-01T00:00:00.000Z", d: 0s, c: "10.0.0.0/8" } breaks Some
}
example four: V { n: 4 } breaks Odd
example eight: V { n: 8 } breaks Odd, Small
example three: V { n: 3 }`,
      expect: [],
    },
    {
      name: 'not what they say',
      text: `value V { n: Integer(0..9)  t: String(1..3)  rule Small: n < 5  rule Odd: n % 2 == 1 }
example missing: ‹V { n: 3 }›
example long: ‹V { n: 3, t: "abcd" }›
example six: ‹V { n: 6, t: "a" }› breaks Odd
example three: V { n: 3, t: "a" } breaks ‹Odd›
example two: ‹V { n: 2, t: "a" }›
example plain: ‹3›`,
      expect: [
        'bad-example `t` of `missing` is required.',
        'bad-example `t` of `long` must have at most 3 characters.',
        {
          says: 'bad-example `six` breaks the rule `Small`.',
          related: ['3:51 `Small` is declared here (Small)'],
        },
        'bad-example `three` keeps the rule `Odd`.',
        { says: 'bad-example `two` breaks the rule `Odd`.', related: ['3:70 `Odd` is declared here (Odd)'] },
        'bad-example `plain` is an example of nothing: say of what, `example plain: Name { … }`.',
      ],
    },
  ]);
});

describe('broken-default', () => {
  testCases([
    {
      name: 'of parts',
      text: `value V { n: Integer(0..9)  rule Small: n < 5 }
value W { v: V = V { n: 3 }  w: V = ‹V { n: 7 }›  ts: String(1..3)[1..2] = ‹[]›  us: String(1..3)[0..2] = ‹["abcd"]›  m: Map(String(1..9), Integer(0..9))[0..1] = ‹{ a: 10 }› }`,
      expect: [
        {
          says: 'broken-default The default of `w` breaks the rule `Small`.',
          related: ['3:34 `Small` is declared here (Small)'],
        },
        'broken-default The default of `ts` breaks its own type: must have at least 1 items.',
        'broken-default The default of `us` breaks its own type: `0` must have at most 3 characters.',
        'broken-default The default of `m` breaks its own type: `a` must be at most 9.',
      ],
    },
  ]);
});

describe('failing-scenario', () => {
  testCases([
    {
      name: 'events, refusals, rules, moves, and what is written by hand',
      text: `enum S { OPEN, CLOSED }
calculation by { n: Integer(0..9) }: Integer by hand
aggregate G {
  id: Uuid generated  s: S = OPEN  n: Integer(0..99)  rule Small: n < 50
  lifecycle s { OPEN -> CLOSED on Closed }
  event Made { id, n } creates
  event Added { n: Integer(0..99) } adds n to n
  event Closed
  create Make { n } emits Made
  command Add { n: Integer(0..99) } requires s == OPEN else IsClosed emits Added
  command Close emits Closed
  command Guess emits Added { n: by { n: 1 } }
  example ten: G { n: 10 }
  scenario "made" when Make { n: 3 } then Made { n: 3 }
  scenario "added" given ten when Add { n: 3 } then Added { n: 3 }
  scenario "too much" given ten, Added { n: 20 } when Add { n: 25 } then refused Small
  scenario "closed" given ten, Closed when Add { n: 3 } then refused IsClosed
  scenario "guessed" given ten when Guess then Added { n: 3 }
}`,
      expect: [],
    },
    {
      name: 'another way',
      text: `enum S { OPEN, CLOSED }
aggregate G {
  id: Uuid generated  s: S = OPEN  n: Integer(0..99)  rule Small: n < 50
  lifecycle s { OPEN -> CLOSED on Closed }
  event Made { id, n } creates
  event Added { n: Integer(0..99) } adds n to n
  event Closed
  create Make { n } emits Made
  command Add { n: Integer(0..99) } requires s == OPEN else IsClosed emits Added
  command Close emits Closed
  example ten: G { n: 10 }
  scenario ‹"another value"› when Make { n: 3 } then Made { n: 4 }
  scenario "not refused" given ten when Add { n: 3 } then refused ‹IsClosed›
  scenario ‹"refused"› given ten when Add { n: 90 } then Added { n: 90 }
  scenario ‹"twice closed"› given ten, Closed when Close then Closed
  scenario ‹"nothing there"› when Close then Closed
  scenario "of another" given ‹other› when Close then Closed
}
aggregate H { id: Uuid generated example other: H {} }`,
      expect: [
        'failing-scenario “another value” goes another way: what happened is `Made` {"id":"00000000-0000-4000-8000-000000000001","n":3}.',
        'failing-scenario “not refused” goes another way: what happened is `Added` {"n":3}.',
        'failing-scenario “refused” goes another way: it was refused: /n: Must be at most 99.',
        'failing-scenario “twice closed” goes another way: it was refused: `Closed` cannot happen in `CLOSED`.',
        'failing-scenario “nothing there” goes another way: there is no G that `Close` could change.',
        'failing-scenario `other` is not about `G`, which `Close` goes to.',
      ],
    },
  ]);
});
