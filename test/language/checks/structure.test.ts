import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('missing-id and several-ids', () => {
  testCases([
    {
      name: 'aggregates and entities need one, values none',
      text: 'value V {} aggregate ‹A› { entity ‹E› { x: Boolean } } aggregate B { id: Uuid entity F { id name: String(1..9) } }',
      expect: ['missing-id The aggregate `A` has no `id`.', 'missing-id The entity `E` has no `id`.'],
    },
    {
      name: 'one is enough',
      text: 'aggregate A { id number: Integer id ‹email›: Email ‹id›: Uuid }',
      expect: [
        { says: 'several-ids `A` has an `id` already.', related: ['3:18 Its first `id` (number)'] },
        'several-ids `A` has an `id` already.',
      ],
    },
    {
      name: 'two unnamed ids are one mistake',
      text: 'aggregate A { id: Uuid ‹id›: Email }',
      expect: ['several-ids `A` has an `id` already.'],
    },
  ]);
});

describe('misplaced-id', () => {
  testCases([
    {
      name: 'texts, Integers and enums identify',
      text: 'type N = String(1..9) enum E { X } aggregate A { id: N } aggregate B { id: E } aggregate C1 { id: Integer } aggregate D { id: Email } type I = Uuid aggregate G { id: I generated } aggregate H { id: Uuid generated } aggregate F { id: String(3) }',
      expect: [],
    },
    {
      name: 'a value has none',
      text: 'value V { ‹id›: Uuid }',
      expect: ['misplaced-id `V` is a value: values have no identity, they are equal by their fields.'],
    },
    {
      name: 'it cannot be optional',
      text: 'aggregate A { ‹id›: Uuid? }',
      expect: ['misplaced-id The `id` of `A` must always be there: it cannot be optional.'],
    },
    {
      name: 'nothing but a Uuid is generated',
      text: 'enum X { A } aggregate B { ‹id›: Email generated } aggregate C1 { ‹id›: Integer(0..9) generated } aggregate D { id ‹x›: X generated }',
      expect: [
        'misplaced-id Only a `Uuid` can be `generated`, and `id` is a String.',
        'misplaced-id Only a `Uuid` can be `generated`, and `id` is an Integer.',
        'misplaced-id Only a `Uuid` can be `generated`, and `x` is a `X`.',
      ],
    },
    {
      name: 'only ids are generated',
      text: 'value V { ‹x›: Uuid generated }',
      expect: ['misplaced-id `x` is not an `id`, and only an `id` can be `generated`.'],
    },
    {
      name: 'other types do not identify',
      text: 'value V {} aggregate A { ‹id›: Number } aggregate B { id ‹v›: V } aggregate C1 { ‹id›: String(1..9)[0..3] } aggregate D { id ‹a›: ref A } aggregate E { ‹id›: Boolean }',
      expect: [
        'misplaced-id An `id` must be a String, an Integer or an enum, and `id` is a Number.',
        'misplaced-id An `id` must be a String, an Integer or an enum, and `v` is a `V` (a structure).',
        'misplaced-id An `id` must be a String, an Integer or an enum, and `id` is a list.',
        'misplaced-id An `id` must be a String, an Integer or an enum, and `a` is a reference to `A`.',
        'misplaced-id An `id` must be a String, an Integer or an enum, and `id` is a Boolean.',
      ],
    },
  ]);
});

describe('misplaced-entity', () => {
  testCases([
    {
      name: 'its aggregate and the other entities hold it',
      text: 'aggregate A { id: Uuid es: E[0..3] entity E { id: Uuid f: F? } entity F { id: Uuid } }',
      expect: [],
    },
    {
      name: 'nobody else does',
      text: 'aggregate A { id: Uuid entity E { id: Uuid } } value V { e: ‹E›[0..3] } aggregate B { id: Uuid e: ‹A.E›? } type T = ‹E›',
      expect: [
        {
          says: 'misplaced-entity `E` is an entity inside the aggregate `A`, and only that aggregate can hold it.',
          related: ['3:31 `E` is declared here (E)'],
        },
        ...Array(2).fill(
          'misplaced-entity `E` is an entity inside the aggregate `A`, and only that aggregate can hold it.',
        ),
      ],
    },
    {
      name: 'an aggregate is referred to',
      text: 'aggregate A { id: Uuid } value V { a: ‹A›[0..3] }',
      expect: [
        {
          says: 'misplaced-entity `A` is an aggregate, and an aggregate is not part of anything: refer to it, `ref A`.',
          fixed: 'aggregate A { id: Uuid } value V { a: ref A[0..3] }',
        },
      ],
    },
    {
      name: 'by the name that was written',
      text: 'model M version 1 context C { value V { a: ‹D.A› } } context D { aggregate A { id: Uuid } } contextmap { D -> C }',
      expect: [
        {
          says: 'misplaced-entity `A` is an aggregate, and an aggregate is not part of anything: refer to it, `ref D.A`.',
          fixed:
            'model M version 1 context C { value V { a: ref D.A } } context D { aggregate A { id: Uuid } } contextmap { D -> C }',
        },
      ],
    },
    {
      name: 'an aggregate that holds itself is not a cycle as well',
      text: 'aggregate A { id: Uuid a: ‹A› }',
      expect: [
        'misplaced-entity `A` is an aggregate, and an aggregate is not part of anything: refer to it, `ref A`.',
      ],
    },
  ]);
});

describe('not-an-aggregate', () => {
  testCases([
    {
      name: 'an aggregate of any context',
      text: 'model M version 1 context C { value V { a: ref D.A b: ref D.A[0..3] } } context D { aggregate A { id: Uuid } } contextmap { D -> C }',
      expect: [],
    },
    {
      name: 'anything else',
      text: 'value V {} enum E { X } aggregate A { id: Uuid l: L l1: ref ‹L› entity L { id: Uuid } } value W { v: ref ‹V› e: ref ‹E›[0..3] }',
      expect: [
        'not-an-aggregate `ref` refers to aggregates, and `L` is an entity inside `A`.',
        {
          says: 'not-an-aggregate `ref` refers to aggregates, and `V` is a value.',
          related: ['3:7 `V` is declared here (V)'],
        },
        'not-an-aggregate `ref` refers to aggregates, and `E` is an enum.',
      ],
    },
  ]);
});

describe('cyclic-containment', () => {
  testCases([
    {
      name: 'the same value twice, and references in a circle, are fine',
      text: 'value V {} value W { a: V b: V } value X { w: W v: V } aggregate A { id: Uuid b: ref B } aggregate B { id: Uuid a: ref A }',
      expect: [],
    },
    {
      name: 'itself',
      text: 'value V { ‹v›: V }',
      expect: ['cyclic-containment `V` contains itself (`V.v`), so no instance could ever end.'],
    },
    {
      name: 'by way of others',
      text: 'value V { ‹w›: W }\nvalue W { x: X[1..3] }\nvalue X { v: V }',
      expect: [
        {
          says: 'cyclic-containment `V` contains itself (`V.w` → `W.x` → `X.v`), so no instance could ever end.',
          related: ['4:11 This holds `X` (x)', '5:11 This holds `V` (v)'],
        },
      ],
    },
    {
      name: 'optional or in a list',
      text: 'value V { ‹v›: V? } value W { ‹w›: W[0..3] }',
      expect: [
        'cyclic-containment `V` contains itself (`V.v`), to no stated depth: write `value V depth 4`.',
        'cyclic-containment `W` contains itself (`W.w`), to no stated depth: write `value W depth 4`.',
      ],
    },
    {
      name: 'through a named type',
      text: 'type T = V[0..3] value V { ‹t›: T }',
      expect: [
        'cyclic-containment `V` contains itself (`V.t`), to no stated depth: write `value V depth 4`.',
      ],
    },
    {
      name: 'entities',
      text: 'aggregate A { id: Uuid e: E entity E { id: Uuid ‹f›: F? } entity F { id: Uuid e: E } }',
      expect: [
        'cyclic-containment `E` contains itself (`E.f` → `F.e`), to no stated depth: hold all of them in one list, and let each name the one it belongs to.',
      ],
    },
    {
      name: 'what must be there comes first',
      text: 'value V { o: V? ‹w›: W } value W { v: V }',
      expect: ['cyclic-containment `V` contains itself (`V.w` → `W.v`), so no instance could ever end.'],
    },
    {
      name: 'a derived field holds nothing',
      text: 'value V { n: Integer(0..9) derived v: W = w  w: W } value W { m: Integer(0..9) }',
      expect: [],
    },
  ]);
});

describe('cyclic-type', () => {
  testCases([
    { name: 'a chain that ends', text: 'type A = B type B = D type D = Integer(0..9)', expect: [] },
    {
      name: 'itself',
      text: 'type ‹A› = A',
      expect: ['cyclic-type The type `A` is based on itself: `A` → `A`.'],
    },
    {
      name: 'by way of others',
      text: 'type ‹A› = B\ntype B = D[0..3]\ntype D = A\nvalue V { a: A b: A? rule R: b is present implies b.size > 2 }',
      expect: [
        {
          says: 'cyclic-type The type `A` is based on itself: `A` → `B` → `D` → `A`.',
          related: ['4:6 By way of `B` (B)', '5:6 By way of `D` (D)'],
        },
      ],
    },
    {
      name: 'what uses it is not reported again',
      text: 'type ‹A› = B type B = A value V { a: A = 3 b: A rule R: a == b and a and a.size > 3 }',
      expect: ['cyclic-type The type `A` is based on itself: `A` → `B` → `A`.'],
    },
  ]);
});

describe('cyclic-derivation', () => {
  testCases([
    {
      name: 'one after the other',
      text: 'value V { derived c1: Integer = b + a a: Integer(0..9) derived b: Integer = a + a }',
      expect: [],
    },
    {
      name: 'itself',
      text: 'value V { derived ‹a›: Integer = 10 / a }',
      expect: ['cyclic-derivation `a` is computed from itself: `a` → `a`.'],
    },
    {
      name: 'by way of another structure',
      text: 'value V { derived a: Integer = w.b w: W } value W { derived ‹b›: Integer = c1 derived c1: Integer = b }',
      expect: ['cyclic-derivation `b` is computed from itself: `b` → `c1` → `b`.'],
    },
  ]);
});

describe('empty-enum', () => {
  testCases([
    { name: 'one literal will do', text: 'enum E { A }', expect: [] },
    { name: 'none will not', text: 'enum ‹E› { }', expect: ['empty-enum The enum `E` has no literals.'] },
  ]);
});

describe('platform marks', () => {
  testCases([
    {
      name: 'each once',
      text: 'model M version 1 context C {} context D {} platform p for C { a: 1 b { a: 1 } } platform p for D { a: 1 } platform q for C { a: [{ a: 1 }, { a: 2 }] }',
      expect: [],
    },
    {
      name: 'unknown-platform-context',
      text: 'model M version 1 context Sales {} platform p for ‹Sale› {} platform p for ‹Elephant› {}',
      expect: [
        'unknown-platform-context No context is called `Sale`. Did you mean `Sales`?',
        'unknown-platform-context No context is called `Elephant`.',
      ],
    },
    {
      name: 'duplicate-mark',
      text: 'model M version 1\ncontext C {}\nplatform p for C { a: 1, ‹a›: 2, b { x: 1, ‹x›: 2 }, c: [{ y: 1, ‹y›: 2 }] }',
      expect: [
        { says: 'duplicate-mark The mark `a` stands here twice.', related: ['3:20 The first `a` (a)'] },
        'duplicate-mark The mark `x` stands here twice.',
        'duplicate-mark The mark `y` stands here twice.',
      ],
    },
    {
      name: 'two blocks',
      text: 'model M version 1\ncontext C {}\nplatform p for C {}\nplatform ‹p› for C {}',
      expect: [
        { says: 'duplicate-mark `C` has a block for `p` already.', related: ['3:10 The first block (p)'] },
      ],
    },
  ]);
});
