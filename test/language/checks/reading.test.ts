import { describe } from 'vitest';
import { testCases } from './check-table.ts';

describe('bad-query', () => {
  testCases([
    {
      name: 'looked up by what tells it, or computed',
      text: `aggregate G { id: Uuid name: String(1..9) other: String(1..9) key name }
aggregate H { id: Uuid v: V key v.a, v.b }
value V { a: Integer(0..9) b: Integer(0..9) }
query B1 by v.a, v.b: H
projection P of G { id, name, other }
query A1 by id: P
query A2 by name: G
query A7 by name: P
query A3 { text: String(1..9) }: P where it.name == text
query A4 by name?: P[] order by name or other descending page 5 max 50
query A5 { g: ref G }: Integer = g.name.size
query A6: G[]`,
      expect: [],
    },
    {
      name: 'what is not found',
      text: `aggregate G { id: Uuid name: String(1..9) }
projection P of G { id, name }
value V { n: Integer(0..9) }
query ‹A1›: P
query ‹A2› by name: P
aggregate H { id: Uuid a: Integer(0..9) b: Integer(0..9) key a, b }
query ‹B1› by a: H
query A3 by n: ‹V[]›
query A4: ‹Integer›
query A5 by id: P order by ‹name›
query ‹A6› by id: P page 5
query ‹A7›: P[] page 50 max 5
query ‹A8›: P[] page 0
query A9 { g: ref G }: String(1..9) = g.name where ‹true› page 5`,
      expect: [
        'bad-query `A1` does not say which one `P` it gives back: find it `by` its id, or give back a list.',
        'bad-query `A2` does not say which one `P` it gives back: find it `by` its id, or give back a list.',
        'bad-query `B1` does not say which one `H` it gives back: find it `by` its id, or give back a list.',
        'bad-query `A3` gives back a `V` (a structure), which is kept nowhere: look up an aggregate or a projection, or compute the answer after `=`.',
        'bad-query `A4` gives back an Integer, which is kept nowhere: look up an aggregate or a projection, or compute the answer after `=`.',
        'bad-query `A5` gives back one, and one is not ordered.',
        'bad-query `A6` gives back one, and one has no pages.',
        'bad-query A page of `A7` holds 50 items, and at most 5: the greatest comes last, `page 5 max 50`.',
        'bad-query A page of `A8` holds at least one item.',
        'bad-query `A9` computes its answer after `=`, so there is nothing to pick from, to order or to page: do it there, `….where(x => …)`.',
      ],
    },
    {
      name: 'only what the answer has',
      text: `aggregate G { id: Uuid name: String(1..9) tags: String(1..9)[0..3] note: Json }
projection P of G { id, tags, note }
query A1 by ‹name›: P[] where it.‹nam› == "x" order by ‹name› or ‹tags› or ‹note›
repository R of G { find by ‹tags›  find all by name order by ‹note› }`,
      expect: [
        'unknown-name Nothing is called `name` here.',
        'unknown-name `P` has no field `nam`.',
        'unknown-name Nothing is called `name` here.',
        'type-mismatch What is found or ordered by is a single value, and this is a list (of String).',
        'type-mismatch What is found or ordered by is a single value, and this is Json.',
        'type-mismatch What is found or ordered by is a single value, and this is a list (of String).',
        'type-mismatch What is found or ordered by is a single value, and this is Json.',
      ],
    },
  ]);
});

describe('bad-projection and missing-id', () => {
  testCases([
    {
      name: 'of an aggregate, or on events that tell the row',
      text: `aggregate G { id: Uuid n: Integer(0..9) event Made { id, n } creates create Make { id, n } emits Made }
event Done { g: ref G, n: Integer(0..9) }
service S { g: ref G } emits Done { n: 1 }
projection P1 of G { id, n, derived twice: Integer = n * 2, derived low: Boolean = n < 3 }
projection P2 { id of: ref G, n: Integer(0..9) = 0 } on Made adds 1 to n on Done { of: g } adds 1 to n
projection P3 { id g: ref G, n: Integer(0..9) = 0 } on Done adds n to n
projection P4 { id n: Integer(0..9), at: DateTime } on Made sets at = now on Done deletes`,
      expect: [],
    },
    {
      name: 'what shows nothing, or nobody knows which row',
      text: `aggregate G { id: Uuid n: Integer(0..9) event Made { id, n } creates create Make { id, n } emits Made }
projection P1 of G { id, ‹m›: Integer(0..9), ‹n›: String(1..9) } on ‹Made› deletes
projection ‹P2› { id of: ref G, n: Integer(0..9) = 0 }
projection P3 { id name: String(1..9), m: Integer(0..9) = 0 } on ‹Made› adds 1 to m
projection ‹P4› { m: Integer(0..9) = 0 } on Made adds 1 to m
projection P5 { id g: ref G, id ‹h›: ref G, m: Integer(0..9) = 0 } on Made adds 1 to m`,
      expect: [
        'bad-projection `G` has no field `m` that `P1` could show. Did you mean `n`?',
        {
          says: 'bad-projection `n` is an Integer in the aggregate, and a String here: leave out the type.',
          related: ['3:24 The field that it shows (n)'],
        },
        'bad-projection `P1` shows the state of `G`, which changes with it: it listens to no events.',
        'bad-projection `P2` is of no aggregate and listens to no event, so nothing is ever in it.',
        {
          says: 'bad-projection Nothing tells which row of `P3` `Made` is about: write `on Made { name: … }`.',
          related: ['6:20 What a row is known by (name)'],
        },
        'missing-id The projection `P4` has no `id`, by which a row is known.',
        { says: 'several-ids `P5` has an `id` already.', related: ['8:20 Its first `id` (g)'] },
      ],
    },
  ]);
});

describe('leaking-secret and plain-secret', () => {
  testCases([
    {
      name: 'kept, told as a reference, and taken to where it is used',
      text: `aggregate G { id: Uuid token: Secret passwordHash: String(64) secretName: String(1..9) tokens: Integer(0..9) event Made { id, token, passwordHash, secretName, tokens } creates create Make { id, token, passwordHash, secretName, tokens } emits Made }
port P { use { token: Secret } }
service S { g: ref G } step P.use { token: g.token }`,
      expect: [],
    },
    {
      name: 'shown to readers, and put into Json',
      text: `value K { token: Secret? } value U is one of { A1 { k: K } B1 }
aggregate G { id: Uuid k: K us: U[0..3] }
projection P of G { id, ‹us› }
query Q1: P[]
query Q2: ‹G[]›
query Q3 { g: ref G }: ‹K› = g.k
port Log { write { what: Json } }
service S { g: ref G } step Log.write { what: { id: "x", k: ‹g.k› } }`,
      expect: [
        'warning: leaking-secret `P` shows the Secret `us.k.token` to its readers.',
        'warning: leaking-secret `Q2` gives the Secret `k.token` to whoever asks.',
        'warning: leaking-secret `Q3` gives the Secret `token` to whoever asks.',
        'warning: leaking-secret `k` puts a Secret into Json, where nothing keeps it from a log.',
      ],
    },
    {
      name: 'plain text that sounds secret',
      text: `type Text = String(1..99)
value V { ‹password›: String(1..9) ‹apiKey›: Text ‹oldSecrets›: String(1..9)[0..3] privateKey: Secret secretId: String(1..9) key: String(1..9) passwordLength: Integer(8..99) }`,
      expect: [
        'warning: plain-secret `password` sounds like a secret, and is plain text: make it a `Secret`, or call it what it is.',
        'warning: plain-secret `apiKey` sounds like a secret, and is plain text: make it a `Secret`, or call it what it is.',
        'warning: plain-secret `oldSecrets` sounds like a secret, and is plain text: make it a `Secret`, or call it what it is.',
      ],
    },
  ]);
});

describe('platform-word', () => {
  testCases([
    {
      name: 'words of the domain, and platforms that it is about',
      text: `model M version 1
external context Kubernetes { value KubernetesObject { n: Integer(0..9) } }
context C { value Bean { n: Integer(0..9) } enum Language { PYTHON, SQL } port PostgreSql { go } }`,
      expect: [],
    },
    {
      name: 'words of none',
      text: 'value ‹OrderDto› { ‹sqlType›: String(1..9) } value ‹DjangoModel› { n: Integer(0..9) } aggregate ‹OrderImpl› { id: Uuid }',
      expect: [
        'warning: platform-word `OrderDto` speaks of a data transfer object, which is no word of the domain: the model is the same for every platform.',
        'warning: platform-word `sqlType` speaks of SQL, which is no word of the domain: the model is the same for every platform.',
        'warning: platform-word `DjangoModel` speaks of Django, which is no word of the domain: the model is the same for every platform.',
        'warning: platform-word `OrderImpl` speaks of an implementation, which is no word of the domain: the model is the same for every platform.',
      ],
    },
  ]);
});

describe('bad-evolution', () => {
  testCases([
    {
      name: 'told as it was',
      text: `model M version 3
context C {
  value V was W was U { b since 2: Integer(0..9)? c was d deprecated "no use": Integer(0..9)? }
  aggregate G {
    id: Uuid
    event Made version 3 { id } creates was 2 { id, n: Integer(0..9) } becomes { id } was 1 { id } becomes { id, n: 0 }
    create Make { id } emits Made
  }
}`,
      expect: [],
    },
    {
      name: 'what cannot have been',
      text: `model M version 2
context C {
  value ‹V› was W was W { ‹a› since 3: Integer(0..9) ‹b› since 0: Integer(0..9) }
  value ‹W› was V { n: Integer(0..9) }
  value ‹X› was X {} value Y was Q {} value ‹Z› was Q {}
  aggregate G {
    id: Uuid  v: V?  w: W?  x: X?  z: Z?
    event ‹E1› version 0 { id } creates
    event ‹E2› version 3 { id } was 1 { id } becomes { id }
    event E3 version 2 { id } was ‹2› { id } becomes { id } was 1 { id } becomes { id }
    event E4 version 2 { id } was 1 { id } becomes { id } was ‹1› { id } becomes { id }
    create Make { id } emits E1
    command Go { id } emits E2, E3, E4
  }
}`,
      expect: [
        {
          says: 'bad-evolution `V` was called `W`, and something else beside it is called that now.',
          related: ['4:9 The other one (W)'],
        },
        {
          says: 'bad-evolution `a` is there since version 3, and `M` is at version 2.',
          related: ['1:7 The version (M)'],
        },
        'bad-evolution `b` is there since version 0, and the first is 1.',
        {
          says: 'bad-evolution `W` was called `V`, and something else beside it is called that now.',
          related: ['3:9 The other one (V)'],
        },
        'bad-evolution `X` is what it is called now, too.',
        { says: 'bad-evolution `Z` and `Y` cannot both have been `Q`.', related: ['5:26 The other one (Y)'] },
        'bad-evolution `E1` is of version 0, and the first is 1.',
        'bad-evolution `E2` is of version 3, and nothing says what it was before: write `was 2 { … } becomes { … }`, or stored events cannot be read.',
        'bad-evolution `E3` is of version 2, so it never was 2.',
        'bad-evolution What `E4` was in version 1 is told twice.',
      ],
    },
  ]);
});
