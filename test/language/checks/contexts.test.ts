import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('bad-relation', () => {
  testCases([
    {
      name: 'every role where it belongs',
      text: `model M version 1
context A {} context B {} context D {} context E {} context F {} external context X { event Seen value W { n: Integer(0..9) } }
context G { value V { n: Integer(0..9) } event Done service S emits Done }
contextmap {
  A [OHS, PL] -> [CF] B
  D [S] -> [C] B
  X [PL] -> [ACL] A via Seen
  G [SK] <-> [SK] A via Done sharing V
  E [P] <-> [P] F
  F [SW] <-> [SW] A
  A -> D  D -> A
}`,
      expect: [],
    },
    {
      name: 'roles on the wrong side',
      text: `model M version 1
context A {} context B {} context D {} context E {}
contextmap {
  A [‹CF›] -> [‹OHS›] B
  A [‹SK›] -> [‹P›] D
  B [‹OHS›] <-> [‹C›] D
  D [‹SK›] <-> E
  A [‹S›] -> E
  B -> [‹C›] E
}`,
      expect: [
        'bad-relation `CF` is a role of the other side: `A` is upstream here.',
        'bad-relation `OHS` is a role of the other side: `B` is downstream here.',
        'bad-relation `SK` is mutual: write `<->`, with `[SK]` on both sides.',
        'bad-relation `P` is mutual: write `<->`, with `[P]` on both sides.',
        'bad-relation `OHS` has a direction: write `->`, the upstream context first.',
        'bad-relation `C` has a direction: write `->`, the upstream context first.',
        'bad-relation `SK` is mutual, and stands on one side only.',
        'bad-relation `A` is a supplier, and `E` is not called its customer, `[C]`.',
        'bad-relation `E` is a customer, and `B` is not called its supplier, `[S]`.',
      ],
    },
    {
      name: 'roles that exclude each other',
      text: `model M version 1
context A {} context B {} context D {}
contextmap { A -> [CF, ‹ACL›] B  A [SK, ‹SW›] <-> [SK, SW] D  B [P, ‹SW›] <-> [P, SW] D }`,
      expect: [
        {
          says: 'bad-relation `CF` and `ACL` exclude each other: who conforms needs no layer against it.',
          related: ['3:20 The other role (CF)'],
        },
        {
          says: 'bad-relation `SK` and `SW` exclude each other: who goes separate ways shares nothing.',
          related: ['3:35 The other role (SK)'],
        },
        {
          says: 'bad-relation `P` and `SW` exclude each other: who goes separate ways is no partner.',
          related: ['3:62 The other role (P)'],
        },
      ],
    },
    {
      name: 'itself, twice, and beside separate ways',
      text: `model M version 1
context A {} context B {} context D {}
contextmap { ‹A -> A›  A -> B  ‹A [PL] -> B›  A [P] <-> [P] B  ‹B [P] <-> [P] A›  A [SW] <-> [SW] D  ‹D -> A› }`,
      expect: [
        'bad-relation `A` does not relate to itself.',
        {
          says: 'bad-relation `A` and `B` are related already: put all of it into one relation.',
          related: ['3:22 The other relation (A -> B)'],
        },
        {
          says: 'bad-relation `B` and `A` are related already: put all of it into one relation.',
          related: ['3:43 The other relation (A [P] <-> [P] B)'],
        },
        {
          says: 'bad-relation `D` and `A` go separate ways, so they relate in no other way.',
          related: ['3:77 The other relation (A [SW] <-> [SW] D)'],
        },
      ],
    },
    {
      name: 'what crosses and what is shared',
      text: `model M version 1
context A { value V { n: Integer(0..9) } event Done service S emits Done }
context B { event Other service S emits Other }
context D {}
context E {}
contextmap {
  A -> D via ‹B.Other› sharing ‹V›
  D -> B via ‹Other›
  A [SW] <-> [SW] E via ‹Done› sharing ‹V›
  D [SK] <-> [SK] E sharing ‹A.V›
}`,
      expect: [
        'bad-relation `B.Other` is an event of `B`, which this relation is not about.',
        'bad-relation `V` is shared, and only a shared kernel, `[SK] <-> [SK]`, shares types.',
        'bad-relation `Other` is an event of `B`, and events flow from upstream, from `D`.',
        'bad-relation Who goes separate ways sends no events.',
        'bad-relation Who goes separate ways shares no types.',
        'bad-relation `A.V` is a type of `A`, which this relation is not about.',
      ],
    },
  ]);
});

describe('missing-relation and crossed-separation', () => {
  testCases([
    {
      name: 'once for two contexts, whatever is used',
      text: `model M version 1
context A { value V { n: Integer(0..9) } aggregate G { id: Uuid } calculation f { n: Integer(0..9) }: Integer = n }
context B { value W { v: ‹A.V›, w: A.V, g: ref A.G } calculation g { n: Integer(0..9) }: Integer = A.f { n } }
context D { value Z { v: A.V } }
type Shared = String(1..9)
context E { value X { s: Shared } }
contextmap { A -> D }`,
      expect: [
        'warning: missing-relation `B` uses `A.V`, and the context map does not say how the two relate.',
      ],
    },
    {
      name: 'separate ways are separate',
      text: `model M version 1
context A { value V { n: Integer(0..9) } }
context B { value W { v: ‹A.V› } }
contextmap { B [SW] <-> [SW] A }`,
      expect: [
        {
          says: 'crossed-separation `B` and `A` go separate ways, and here `B` uses `V`.',
          related: ['4:14 Their relation (B [SW] <-> [SW] A)'],
        },
      ],
    },
  ]);
});

describe('unshared-type', () => {
  testCases([
    {
      name: 'shared, conformed to, translated, or passed through',
      text: `model M version 1
external context X { enum P { On, Off } value V { p: P } }
context A { value K { n: Integer(0..9) } value L { n: Integer(0..9) } aggregate G { id: Uuid } }
context B {
  enum Q { ON, OFF }
  value W { k: A.K, g: ref A.G }
  translation X.P to Q { On -> ON, Off -> OFF }
  port Outside { read: X.V }
}
context D { value Z { p: X.P } }
contextmap { X [PL] -> [ACL] B  A [SK] <-> [SK] B sharing K  X -> [CF] D }`,
      expect: [],
    },
    {
      name: 'kept out, or not shared',
      text: `model M version 1
external context X { enum P { On, Off } }
context A { value K { n: Integer(0..9) } value L { n: Integer(0..9) } }
context B { value W { l: ‹A.L›[0..3], p: ‹X.P› } type T = ‹X.P› }
contextmap { X [PL] -> [ACL] B  A [SK] <-> [SK] B sharing K }`,
      expect: [
        {
          says: 'warning: unshared-type `L` is a type of `A` that the two do not share: write `sharing L` behind their relation.',
          related: ['5:33 Their relation (A [SK] <-> [SK] B sharing K)'],
        },
        {
          says: "warning: unshared-type `P` is a word of `X`, which the anti-corruption layer keeps out of `B`'s data: translate it.",
          related: ['5:14 Their relation (X [PL] -> [ACL] B)'],
        },
        {
          says: "warning: unshared-type `P` is a word of `X`, which the anti-corruption layer keeps out of `B`'s data: translate it.",
          related: ['5:14 Their relation (X [PL] -> [ACL] B)'],
        },
      ],
    },
  ]);
});

describe('invisible-event', () => {
  testCases([
    {
      name: 'it comes downstream by name, or both ways between partners',
      text: `model M version 1
context A { event Done event Other service S emits Done, Other }
context B { port P { go } policy L: on A.Done do P.go projection V { id n: Integer(0..9), m: Integer(0..9) = 0 } on A.Other { n: 1 } adds 1 to m }
context D { port P { go } policy L: 1h after A.Done unless A.Other do P.go }
contextmap { A -> B via Done, Other  D [P] <-> [P] A via Done, Other }`,
      expect: [],
    },
    {
      name: 'it does not come',
      text: `model M version 1
context A { event Done event Other service S emits Done, Other }
context B { port P { go } policy L: on ‹A.Done› do P.go policy M: 1h after A.Other unless ‹A.Done› do P.go }
context D { port P { go } policy L: on ‹A.Done› do P.go }
contextmap { A -> B via Other  D -> A }`,
      expect: [
        {
          says: 'invisible-event `Done` is an event of `A`, and nothing brings it to `B`: write `via Done` behind their relation.',
          related: ['5:14 Their relation (A -> B via Other)'],
        },
        {
          says: 'invisible-event `Done` is an event of `A`, and nothing brings it to `B`: write `via Done` behind their relation.',
          related: ['5:14 Their relation (A -> B via Other)'],
        },
        'invisible-event `Done` is an event of `A`, and nothing brings it to `D`: write `A -> D via Done` in the context map.',
      ],
    },
  ]);
});

describe('external-behaviour', () => {
  testCases([
    {
      name: 'words and events are theirs, the rest is not ours to say',
      text: `model M version 1
external context X {
  type T = String(1..9) enum E { A } value V { t: T } value U is one of { A1 B1 } event Seen { v: V }
  aggregate ‹G› { id: Uuid } actor ‹A› port ‹P› { go } service ‹S› step P.go calculation ‹f›: Integer = 1
  query ‹Q›: Boolean = true allows A policy ‹L›: on Seen do S repository ‹R› of G { find all } projection ‹P1› of G { id } trait ‹‹T1›› {}
}`,
      expect: [
        'external-behaviour `X` is external, so an aggregate of it is not ours to say.',
        'external-behaviour `X` is external, so an actor of it is not ours to say.',
        'external-behaviour `X` is external, so a port of it is not ours to say.',
        'external-behaviour `X` is external, so a service of it is not ours to say.',
        'external-behaviour `X` is external, so a calculation of it is not ours to say.',
        'external-behaviour `X` is external, so a query of it is not ours to say.',
        'external-behaviour `X` is external, so a policy of it is not ours to say.',
        'external-behaviour `X` is external, so a repository of it is not ours to say.',
        'external-behaviour `X` is external, so a projection of it is not ours to say.',
        'external-behaviour `X` is external, so a trait of it is not ours to say.',
        'warning: unused-trait No aggregate has the trait `T1`, so nothing in it comes to be.',
      ],
    },
  ]);
});

describe('bad-translation and untranslated-literal', () => {
  testCases([
    {
      name: 'case by case, field by field, by hand, and to a command or an event',
      text: `model M version 1
external context X { enum P { On, Off, Broken } value V { p: P, ps: P[0..3], n: Integer(0..9)? } event Seen { v: V } }
context A {
  enum Q { ON, OFF }
  value W { p: Q, ps: Q[0..3], n: Integer(0..9) }
  type Name = String(1..9)
  aggregate G { id: Uuid w: W event Made { id, w } creates create Make { id, w } emits Made }
  translation X.P to Q { On -> ON, else -> OFF }
  translation X.V to W { p, ps, n: n ?? 0 } when n is present
  translation X.V to W { p: ON, ps: [], n: 0 }
  translation X.V to Name by hand
  translation X.Seen to G.Make { id: "x", w: { p: ON, ps: [], n: v.n ?? 0 } }
}
contextmap { X [PL] -> [ACL] A via Seen }`,
      expect: [],
    },
    {
      name: 'what does not go',
      text: `enum P { On, Off } enum Q { ON, OFF } value V { n: Integer(0..9) } value W { n: Integer(0..9) } type T = String(1..9) value U is one of { A1 B1 }
aggregate G { id: Uuid }
translation P to ‹P› { On -> On, Off -> Off }
translation P to V { ‹On -> n› }
‹translation› P to Q { ON: On }
translation V to ‹G› { id: "x" }
translation V to ‹T› { n }
translation ‹U› to W { n: 1 }
translation V to W { n }
‹translation› V to W { n: 2 }`,
      expect: [
        'bad-translation `P` is translated into itself.',
        'bad-translation Only two enums are translated case by case, and `V` is a value.',
        'bad-translation Between two enums a translation goes case by case, `A -> B`.',
        'bad-translation `G` is an aggregate, which changes by commands alone: translate into one of them.',
        'bad-translation `T` is a type and has no fields, so it is translated `by hand`.',
        'bad-translation `U` is a value and has no fields, so it is translated `by hand`.',
        {
          says: 'bad-translation `V` is translated to `W` already, and no `when` tells which of the two holds.',
          related: ['11:1 The other translation (translation)'],
        },
      ],
    },
    {
      name: 'every literal once',
      text: `enum P { On, Off, Broken } enum Q { ON, OFF }
translation ‹P› to Q { On, Off -> ON  ‹Off› -> OFF }
translation Q to P { ON -> On  else -> Off  ‹else -> Broken› }`,
      expect: [
        {
          says: 'untranslated-literal `Broken` of `P` means nothing here: add a case, or `else -> …`.',
          related: ['3:19 `Broken` is declared here (Broken)'],
        },
        { says: 'untranslated-literal `Off` has a meaning already.', related: ['4:26 The other case (Off)'] },
        {
          says: 'untranslated-literal `else` has a meaning already.',
          related: ['5:32 The other case (else -> Off)'],
        },
      ],
    },
    {
      name: "words of one context for another's only where there is a translation",
      text: `enum P { On, Off } enum Q { ON, OFF } value V { p: P } value W { q: Q }
translation V to W { q: ‹p› }`,
      expect: ['type-mismatch `q` is a `Q`, and what it is given is a `P`.'],
    },
  ]);
});
