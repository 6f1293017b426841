import { describe, expect, it } from 'vitest';
import { marksOf } from '../../generators/core/marks.ts';
import { budget } from '../../generators/kubernetes/cel-cost.ts';
import { kubernetes } from '../../generators/kubernetes/index.ts';
import type { KubernetesPsm, SchemaNode, ValidationRule } from '../../generators/kubernetes/psm.ts';
import { transform } from '../../generators/kubernetes/transform.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';
import { kubernetesModels } from '../support/custom-resources.ts';

function psmOf(text: string, server: string): KubernetesPsm {
  const { model, diagnostics } = readModelText(
    `model M version 1 context C { ${text} } platform kubernetes for C { group: "c.example.com" minimumServer: "${server}" }`,
  );
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return transform({ index: indexModel(model), marks: marksOf(model, kubernetes.id) });
}

/** What is not held for its cost, and what is said of all rules together. */
function complaints(text: string, server = '1.30'): readonly string[] {
  const psm = psmOf(text, server);
  const unheld = psm.documents.flatMap(({ rules }) => rules.flatMap(({ reason }) => reason ?? []));
  return [...unheld, ...kubernetes.check(psm).map(({ message }) => message)].filter((one) =>
    one.includes(' units, '),
  );
}

interface CostCase {
  readonly name: string;
  /** `‹300›` is the bound that the message must name. */
  readonly text: string;
  readonly server?: string;
  readonly bound: string;
}

const costCases: readonly CostCase[] = [
  {
    name: 'items that differ in a key, two by two',
    text: 'value L { key: String(1..63) } aggregate A { id name: Uuid, ls: L[0..‹300›] rule R: ls.unique(l => l.key) }',
    bound: '`ls`',
  },
  {
    name: 'the same with `distinct`',
    text: 'value L { key: String(1..63) } aggregate A { id name: Uuid, ls: L[0..‹900›] rule R: ls.unique(l => l.key) }',
    server: '1.35',
    bound: '`ls`',
  },
  {
    name: 'a key that may be absent, which the schema cannot hold',
    text: 'value L { key: String(1..63)? } aggregate A { id name: Uuid, ls: L[0..‹900›] unique by key }',
    bound: '`ls`',
  },
  {
    name: 'quantifiers in quantifiers',
    text: 'value L { tags: Integer(0..9)[0..10] } aggregate A { id name: Uuid, ls: L[0..‹400›] rule R: ls.all(l => ls.any(o => o.tags.size > l.tags.size)) }',
    bound: '`ls`',
  },
  {
    name: 'a list within the items of two others',
    text: 'value L { tags: Integer(0..9)[0..‹100›] } aggregate A { id name: Uuid, ls: L[0..50], os: L[0..50] rule R: ls.all(l => os.any(o => o.tags.any(t => t in l.tags))) }',
    bound: '`tags`',
  },
  {
    name: 'a text in a long text',
    text: 'aggregate A { id name: Uuid, whole: String(0..‹20000›), part: String(0..10000) rule R: whole.contains(part) }',
    bound: '`whole`',
  },
  {
    name: 'a pattern on long texts',
    text: 'aggregate A { id name: Uuid, texts: String(0..‹100000›)[0..20] rule R: texts.all(t => t.matches(/[a-z]+(-[a-z]{1,20})*/)) }',
    bound: 'an item of `texts`',
  },
  {
    name: 'a pattern on each item of a list, by its type',
    text: 'type T = String(0..‹10000›) where it.matches(/[a-z]+(-[a-z]{1,20})*/) aggregate A { id name: Uuid, ts: T[0..500] }',
    bound: '`T`',
  },
  {
    name: 'sums of maps in a list',
    text: 'value L { fees: Map(String(1..63), Decimal(0..9, scale 2))[0..‹2000›] } aggregate A { id name: Uuid, ls: L[0..100] rule R: ls.all(l => l.fees.values.sum < 10.00) }',
    bound: '`fees`',
  },
  {
    name: 'networks that overlap, two by two, by numbers',
    text: 'aggregate A { id name: Uuid, nets: Ipv4Cidr[0..‹300›] rule R: nets.all(n => nets.count(o => o.overlaps(n)) == 1) }',
    bound: '`nets`',
  },
  {
    name: "the same with the server's own library",
    text: 'aggregate A { id name: Uuid, nets: Ipv4Cidr[0..‹300›] rule R: nets.all(n => nets.count(o => o.overlaps(n)) == 1) }',
    server: '1.35',
    bound: '`nets`',
  },
  {
    name: 'the keys of a map',
    text: 'type K = String(1..63) matching /[a-z]+(-[a-z]{1,20})*/ aggregate A { id name: Uuid, m: Map(K, Integer)[0..‹50000›] }',
    bound: '`m`',
  },
  {
    name: 'a rule of each item of a long list',
    text: 'value L { tags: Integer(0..9)[0..‹50›] rule R: tags.unique } aggregate A { id name: Uuid, ls: L[0..2000] }',
    bound: '`tags`',
  },
  {
    name: 'a cheap rule in very many places',
    text: 'value M { n: Integer(0..9) rule R: n > 3 } value L { ms: M[0..1000] } aggregate A { id name: Uuid, ls: L[0..‹5000›] }',
    bound: '`ls`',
  },
  {
    name: 'all rules of a full object together',
    text: 'value S { ps: Integer[0..50] rs: Integer[0..50] rule P: ps.unique rule Q: rs.unique } aggregate A { id name: Uuid, ss: S[0..‹395›] }',
    bound: '`ss`',
  },
];

describe('what costs more than the API server spends', () => {
  it.each(costCases)(
    '$name: the bound is named, and what it must be lowered to',
    ({ text, server, bound }) => {
      const stated = Number(/‹(\d+)›/.exec(text)?.[1]);
      const withBound = (greatest: number): readonly string[] =>
        complaints(text.replace(/‹\d+›/, String(greatest)), server);
      const [complaint = '', ...others] = withBound(stated);
      expect(others).toEqual([]);
      const [, name, from, to] = /: lower the bound of (.+) from (\d+) to (\d+)/.exec(complaint) ?? [];
      expect([name, from], complaint).toEqual([bound, String(stated)]);
      expect(withBound(Number(to))).toEqual([]);
      expect(withBound(Number(to) + 1)).toHaveLength(1);
    },
  );

  it('names several bounds where none alone is enough, each as great as it can be', () => {
    const text = (ss: number, ps: number, rs: number, ts: number): readonly string[] =>
      complaints(
        `value S { ps: Integer[0..${ps}] rs: Integer[0..${rs}] rule P: ps.unique rule R: rs.unique }
         aggregate A { id name: Uuid, ss: S[390..${ss}] ts: S[390..${ts}] }`,
      );
    const [complaint = ''] = text(500, 50, 50, 500);
    const number = '(\\d+)';
    const [ss = 0, ps = 0, rs = 0, ts = 0] =
      new RegExp(
        `: lower the bounds of \`ss\` from 500 to ${number}, \`ps\` from 50 to ${number}, \`rs\` from 50 to ${number} and \`ts\` from 500 to ${number}\\.`,
      )
        .exec(complaint)
        ?.slice(1)
        .map(Number) ?? [];
    expect(ss, complaint).toBeGreaterThan(0);
    expect(text(ss, ps, rs, ts)).toEqual([]);
    expect(text(ss + 1, ps, rs, ts)).toHaveLength(1);
    expect(text(ss, ps + 1, rs, ts)).toHaveLength(1);
    expect(text(ss, ps, rs + 1, ts)).toHaveLength(1);
    expect(text(ss, ps, rs, ts + 1)).toHaveLength(1);
  });

  it('says so where no bound helps', () => {
    const long = 'abcdefghij'.repeat(16);
    const text = `aggregate A { id name: String(1..63) matching /[a-z]+/ rule R: name.matches(/${long}/) }`;
    expect(complaints(text)).toEqual([
      `judging it is estimated at 12897496 units, and Kubernetes allows ${budget.perRule}, and lower bounds are not enough: say it in fewer steps, or with shorter patterns`,
    ]);
    const rules = Array.from(
      { length: 12 },
      (_, at) => `rule R${at}: name.matches(/${'ab'.repeat(59)}/)`,
    ).join(' ');
    expect(complaints(`aggregate A { id name: String(1..9) matching /[a-z]+/ ${rules} }`).join()).toMatch(
      /^The API server would refuse `A`: .*, and lower bounds are not enough: shorten patterns .*, or have fewer rules\. The costliest: /,
    );
  });
});

/** Every entry of `x-kubernetes-validations`, with the path of its node. */
function validationsIn(node: SchemaNode, path = ''): readonly (readonly [string, ValidationRule])[] {
  return [
    ...(node['x-kubernetes-validations'] ?? []).map((one) => [path, one] as const),
    ...Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
      validationsIn(child, `${path}.${name}`),
    ),
    ...(node.items ? validationsIn(node.items, `${path}[]`) : []),
    ...(node.additionalProperties ? validationsIn(node.additionalProperties, `${path}{}`) : []),
  ];
}

function validationsOf(
  psm: Pick<KubernetesPsm, 'documents'>,
): readonly (readonly [string, ValidationRule])[] {
  return psm.documents.flatMap(({ document }) =>
    document.spec.versions.flatMap(({ schema }) => validationsIn(schema.openAPIV3Schema)),
  );
}

describe('what every validation says', () => {
  const all = kubernetesModels().flatMap(validationsOf);

  it('has a message of one line and a reason, in every definition that we make', () => {
    expect(all.length).toBeGreaterThan(500);
    for (const [path, { message, reason }] of all) {
      expect(message, path).toMatch(/^[^\n\r]*\S[^\n\r]*$/u);
      expect(['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired']).toContain(reason);
    }
  });

  it('points at the field, or at a node of its own where there is no one field', () => {
    for (const [path, { fieldPath = '.x' }] of all) expect(fieldPath, path).toMatch(/^(?:\.[A-Za-z_]\w*)+$/);
    expect(all.filter(([, { fieldPath }]) => fieldPath !== undefined).length).toBeGreaterThan(100);
  });

  it('is judged of a change alone where it reads the state before, and only where that state is', () => {
    const transitions = all.filter(([, { rule }]) => /\boldSelf\b/.test(rule));
    expect(transitions.length).toBeGreaterThan(10);
    // The spec is always there; what reads a status that may be missing stands at the root, and asks for it.
    for (const [path] of transitions) expect(['', '.spec', '.status']).toContain(path);
    expect(all.filter(([, one]) => 'optionalOldSelf' in one)).toEqual([]);
  });

  const broken =
    'value L { n: Integer(0..9)? } aggregate A { id name: Uuid m: Map(String(1..5) matching /[a-z]+/, Integer)[0..5] ls: L[0..5] unique by n }';
  const expressionsOf = (text: string, server: string): readonly (string | undefined)[] =>
    validationsOf(psmOf(text, server)).map(([, { messageExpression }]) => messageExpression);

  it('names the key or the item that breaks it, where no path can lead there', () => {
    expect(expressionsOf(broken, '1.30')).toEqual([
      '"Keys must have 1 to 5 characters and match ^[a-z]+$: %s".format([self.filter(key, !(key.size() >= 1 && key.size() <= 5 && key.matches("^[a-z]+$")))])',
      '"Items must differ in n: %s".format([self.filter(item, !(!has(item.n) || self.exists_one(other, has(other.n) && other.n == item.n)))[0].n])',
    ]);
    for (const [, { messageExpression, message }] of all)
      if (messageExpression !== undefined)
        expect(messageExpression).toContain(JSON.stringify(message).slice(1, 9));
  });

  it('says no more than the message where the oldest server has no `format`', () => {
    expect(expressionsOf(broken, '1.29')).toEqual([undefined, undefined]);
  });
});
