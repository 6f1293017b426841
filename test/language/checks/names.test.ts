import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('unknown-type', () => {
  testCases([
    {
      name: 'primitives, own names and names of other contexts are known',
      text: `model M version 1
      context C { value A { a: String(1..2) b: B c: D.E f: ref G  } value B {} aggregate G { id: Uuid h: H entity H { id: Uuid } } }
      context D { value E {} } contextmap { D -> C }`,
      expect: [],
    },
    {
      name: 'a near miss is suggested',
      text: 'value A { a: ‹Strng›(1..3) }',
      expect: ['unknown-type No type is called `Strng`. Did you mean `String`?'],
    },
    {
      name: 'letter case is mended',
      text: 'value A { a: ‹string›(1..3)? }',
      expect: [
        {
          says: 'unknown-type No type is called `string`. Did you mean `String`?',
          fixed: 'value A { a: String(1..3)? }',
        },
      ],
    },
    {
      name: 'what other languages call it',
      text: 'value A { a: ‹int› b: ‹Bool› c: ‹Text› d: ‹Timestamp› }',
      expect: [
        'unknown-type No type is called `int`. Did you mean `Integer`?',
        'unknown-type No type is called `Bool`. Did you mean `Boolean`?',
        'unknown-type No type is called `Text`. Did you mean `String`?',
        'unknown-type No type is called `Timestamp`. Did you mean `DateTime`?',
      ],
    },
    {
      name: 'nothing near',
      text: 'type T = ‹Elephant›',
      expect: ['unknown-type No type is called `Elephant`.'],
    },
    {
      name: 'in a list and after ref',
      text: 'value A { a: ‹Elephant›[0..3] b: ref ‹Elephant› }',
      expect: ['unknown-type No type is called `Elephant`.', 'unknown-type No type is called `Elephant`.'],
    },
    {
      name: 'another context has it',
      text: 'model M version 1 context C { value A { a: ‹Customer› } } context Sales { value Customer {} }',
      expect: [
        {
          says: 'unknown-type The context `C` has no type `Customer`. Did you mean `Sales.Customer`?',
          fixed:
            'model M version 1 context C { value A { a: Sales.Customer } } context Sales { value Customer {} }',
        },
      ],
    },
    {
      name: 'two other contexts have it',
      text: 'model M version 1 context C { value A { a: ‹X› } } context D { value X {} } context E { value X {} }',
      expect: [
        {
          says: 'unknown-type The context `C` has no type `X`. Did you mean `D.X` or `E.X`?',
          fixed: 'no fix',
        },
      ],
    },
    {
      name: 'nearly what another context has',
      text: 'model M version 1 context C { value A { a: ‹Custmer› } } context Sales { value Customer {} }',
      expect: ['unknown-type No type is called `Custmer`. Did you mean `Sales.Customer`?'],
    },
    {
      name: 'a qualified name',
      text: 'model M version 1 context C { value A { a: ‹Sales.Custmer› } } context Sales { value Customer {} }',
      expect: ['unknown-type No type is called `Sales.Custmer`. Did you mean `Sales.Customer`?'],
    },
    {
      name: 'what uses the field is not reported again',
      text: 'value A { a: ‹Elephant› = 3 derived b: Integer = a + 1 rule R: a.trunk == b and a is present and a }',
      expect: ['unknown-type No type is called `Elephant`.'],
    },
  ]);
});

describe('unknown-name', () => {
  testCases([
    {
      name: 'what something can be is present, absent, or a shape of it',
      text: 'value A { a: Integer? rule R: a is ‹presnt› }',
      expect: ['unknown-name Nothing is called `presnt` here. Did you mean `present`?'],
    },
    {
      name: 'words of other languages',
      text: 'value V { a: Boolean = ‹True› b: Boolean? rule R: b ?? ‹No› }',
      expect: [
        'unknown-name Nothing is called `True` here. Did you mean `true`?',
        'unknown-name Nothing is called `No` here. Did you mean `false`?',
      ],
    },
    {
      name: 'there is no null',
      text: 'value V { n: Integer rule R: n == ‹null› }',
      expect: ['unknown-name There is no `null`: what may be absent is asked with `is absent`.'],
    },
    {
      name: 'fields, parameters, literals, it and operations are known',
      text: `type T = String(1..9) where it.size > 2
      enum S { A, B }
      value V { s: S t: T[0..3] n: Integer(0..9) rule R: s == A and s.rank < 1 and t.all(x => x.size > n) and it.n > 2 and t.size > S.B.rank }`,
      expect: [],
    },
    {
      name: 'a bare name',
      text: 'value V { name: String(1..9) rule R: ‹nmae›.size > 3 }',
      expect: ['unknown-name Nothing is called `nmae` here. Did you mean `name`?'],
    },
    {
      name: 'a literal',
      text: 'enum S { ACTIVE, GONE } value V { s: S rule R: s == ‹ACTIV› }',
      expect: ['unknown-name Nothing is called `ACTIV` here. Did you mean `ACTIVE`?'],
    },
    {
      name: 'a literal after its enum',
      text: 'enum S { ACTIVE, GONE } value V { s: S rule R: s == S.‹ACTIV› }',
      expect: ['unknown-name That enum has no literal `ACTIV`. Did you mean `ACTIVE`?'],
    },
    {
      name: 'a literal as a default',
      text: 'enum S { ACTIVE, GONE } value V { s: S = ‹ACTIV› }',
      expect: ['unknown-name The enum `S` has no literal `ACTIV`. Did you mean `ACTIVE`?'],
    },
    {
      name: 'an enum is no value',
      text: 'enum S { ACTIVE, GONE } value V { s: S rule R: s == ‹S› }',
      expect: ['unknown-name `S` is an enum, not a value: write one of its literals, such as `S.ACTIVE`.'],
    },
    {
      name: 'a type is no value',
      text: 'value W {} value V { b: Boolean rule R: b and ‹W› }',
      expect: ['unknown-name `W` is a type, not a value.'],
    },
    {
      name: 'a member of a structure',
      text: 'value W { street: String(1..9) } value V { w: W rule R: w.‹stret› == "x" }',
      expect: ['unknown-name `W` has no field `stret`. Did you mean `street`?'],
    },
    {
      name: 'a call on a structure',
      text: 'value W { street: String(1..9) } value V { w: W rule R: ‹w.where(3)› }',
      expect: ['unknown-name `W` has no operation `where`.'],
    },
    {
      name: 'what follows an unknown name is not reported',
      text: 'value V { b: Boolean rule R: ‹foo›.bar.baz == 3 and ‹foo› }',
      expect: ['unknown-name Nothing is called `foo` here.', 'unknown-name Nothing is called `foo` here.'],
    },
    {
      name: 'old has no meaning in a value',
      text: 'value V { n: Integer(0..9) rule R: n > ‹old›.n }',
      expect: [
        'unknown-name `old` is the state before a change, and only the rules, events and commands of an aggregate have one: say it there.',
      ],
    },
    {
      name: 'old in an aggregate',
      text: 'aggregate A { id: Uuid n: Integer(0..9) rule R: n > old.n }',
      expect: [],
    },
    {
      name: 'old in an entity, a derivation and a where',
      text: 'type T = Integer where it > ‹old› aggregate A { id: Uuid derived d: Boolean = ‹old› is present es: E[0..3] entity E { id: Uuid rule R: ‹old›.id == id } }',
      expect: Array(3).fill(
        'unknown-name `old` is the state before a change, and only the rules, events and commands of an aggregate have one: say it there.',
      ),
    },
    {
      name: 'self is it',
      text: 'type T = Integer where ‹self› > 3',
      expect: ['unknown-name Nothing is called `self` here: what a condition is about is `it`.'],
    },
    {
      name: 'words of other languages',
      text: 'value V { s: String(1..9) l: Integer[0..3] rule R: s.‹length› > 2 rule Q: ‹l.every(x => x > 2)› }',
      expect: [
        'unknown-name A String has no `.length`. Did you mean `size`?',
        'unknown-name A list has no `.every`. Did you mean `all`?',
      ],
    },
    {
      name: 'operations want what they take',
      text: 'value V { s: String(1..9) l: Integer[0..3] rule R: s.‹startsWith› rule Q: l.‹all› rule P: ‹l.sum(3)› > 2 rule O: ‹s.matches("x")› }',
      expect: [
        'unknown-name `.startsWith` is written `.startsWith("…")`.',
        'unknown-name `.all` is written `.all(x => …)`.',
        'unknown-name `.sum` is written `.sum` or `.sum(x => …)`.',
        'unknown-name `.matches` takes a pattern that is written out, `.matches(/…/)`, for every platform gets a spelling of its own. What another text holds is asked with `.contains`, `.startsWith` or `.endsWith`.',
      ],
    },
    {
      name: 'a member of a number',
      text: 'value V { n: Integer(0..9) rule R: n.‹size› > 3 }',
      expect: ['unknown-name An Integer has no `.size`.'],
    },
    {
      name: 'brackets where none belong',
      text: 'value V { s: String(1..9) rule R: ‹s.size()› > 3 rule Q: ‹s.isBlank()› }',
      expect: ['unknown-name `.size` takes no brackets.', 'unknown-name `.isBlank` takes no brackets.'],
    },
  ]);
});

describe('ambiguous-name', () => {
  testCases([
    {
      name: 'an enum field tells which is meant',
      text: 'enum S { A, B } enum T { A, C } value V { s: S t: T = A rule R: s == A and A == t and s in [A, B] }',
      expect: [],
    },
    {
      name: 'nothing tells',
      text: 'enum S { A, B }\nenum T { A, C }\nvalue V { n: Integer(0..9) rule R: ‹A›.rank < n }',
      expect: [
        {
          says: 'ambiguous-name `A` is a literal of several enums. Write `S.A` or `T.A`.',
          related: ['3:10 A literal of `S` (A)', '4:10 A literal of `T` (A)'],
        },
      ],
    },
    {
      name: 'the enum says it',
      text: 'enum S { A, B } enum T { A, C } value V { n: Integer(0..9) rule R: T.C.rank + S.A.rank < n }',
      expect: [],
    },
  ]);
});

describe('duplicate-name', () => {
  testCases([
    {
      name: 'each context and structure has names of its own',
      text: 'model M version 1 context C { value A { a: Boolean } value B { a: Boolean } enum E { a, b } enum F { a } } context D { value A {} }',
      expect: [],
    },
    {
      name: 'declarations',
      text: 'value A {}\nenum ‹A› { X }',
      expect: [
        { says: 'duplicate-name `A` is declared twice.', related: ['3:7 `A` is first declared here (A)'] },
      ],
    },
    {
      name: 'entities share the names of their context',
      text: 'value ‹Line› {} aggregate A { id: Uuid ls: Line[0..3] entity ‹Line› { id: Uuid } }',
      expect: [
        'warning: unused-type Nothing uses the value `Line`.',
        'duplicate-name `Line` is declared twice.',
      ],
    },
    {
      name: 'entities of one aggregate',
      text: 'aggregate A { id: Uuid entity L { id: Uuid } entity ‹L› { id: Uuid } }',
      expect: ['duplicate-name `L` is declared twice.'],
    },
    {
      name: 'a third one leads to the first, too',
      text: 'value A {} value ‹A› {} value ‹A› {}',
      expect: [
        { says: 'duplicate-name `A` is declared twice.', related: ['3:7 `A` is first declared here (A)'] },
        { says: 'duplicate-name `A` is declared twice.', related: ['3:7 `A` is first declared here (A)'] },
      ],
    },
    {
      name: 'fields, rules and entities',
      text: 'aggregate A { id: Uuid x: Integer(0..9) ‹x›: Boolean rule ‹x›: true or x > 3 entity Y { id: Uuid } ‹Y›: Boolean }',
      expect: [
        'duplicate-name `x` is declared twice.',
        'duplicate-name `x` is declared twice.',
        'duplicate-name `Y` is declared twice.',
      ],
    },
    {
      name: 'case-only twins of one kind',
      text: 'value A { name: Boolean ‹Name›: Boolean rule R: name rule ‹r›: Name }',
      expect: [
        'duplicate-name `Name` and `name` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
        'duplicate-name `r` and `R` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
      ],
    },
    {
      name: 'an entity may be named like its field but for case',
      text: 'aggregate A { id: Uuid line: Line entity Line { id: Uuid } }',
      expect: [],
    },
    {
      name: 'contexts that letter case alone tells apart',
      text: 'model M version 1 context Sales {} context ‹sales› {}',
      expect: [
        'duplicate-name `sales` and `Sales` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
      ],
    },
    {
      name: 'literals and their texts',
      text: 'enum E { A, ‹A›, ‹a›, B = "b", ‹C = "b"›, ‹D = "A"› }',
      expect: [
        'duplicate-name `A` is declared twice.',
        'duplicate-name `a` and `A` differ in letter case only, and are one to SQLite and to readers: give one of them another name.',
        {
          says: 'duplicate-name `C` and `B` have the same text in JSON, "b".',
          related: ['3:19 `B` is first declared here (B)'],
        },
        'duplicate-name `D` and `A` have the same text in JSON, "A".',
      ],
    },
  ]);
});

describe('reserved-name', () => {
  testCases([
    {
      name: 'words that mean something elsewhere are names',
      text: 'value A { constructor: Boolean self: Boolean rule: Boolean id2: Boolean hasOwnProperty: Boolean }',
      expect: [],
    },
    {
      name: '__proto__',
      text: 'value A { ‹__proto__›: Boolean } enum E { ‹__proto__› }',
      expect: Array(2).fill(
        'reserved-name `__proto__` cannot be a name, since JavaScript gives it a meaning of its own: write another, such as `proto`.',
      ),
    },
    {
      name: 'it and old',
      text: 'value A { ‹it›: Boolean ‹old›: Boolean l: Integer(0..9)[0..3] rule R: l.all(‹it› => it > 3) }',
      expect: [
        'reserved-name `it` is what a condition is about and cannot name a field: write another name, such as `item`.',
        'reserved-name `old` is the state before a change and cannot name a field: write another name, such as `former`.',
        'reserved-name `it` is what a condition is about and cannot name a parameter: write another name, such as `item`.',
      ],
    },
    {
      name: 'primitive types',
      text: 'value ‹String› {} aggregate A { id: Uuid entity ‹Date› { id: Uuid } }',
      expect: [
        'reserved-name `String` is a type that every model knows; a declaration needs another name.',
        'reserved-name `Date` is a type that every model knows; a declaration needs another name.',
      ],
    },
  ]);
});
