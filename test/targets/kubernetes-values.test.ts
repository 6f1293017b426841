import { describe, expect, it } from 'vitest';
import { marksOf } from '../../generators/core/marks.ts';
import { compileCel } from '../../generators/kubernetes/cel.ts';
import { kubernetes } from '../../generators/kubernetes/index.ts';
import type { SchemaNode } from '../../generators/kubernetes/psm.ts';
import { transform } from '../../generators/kubernetes/transform.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { inlineDerived } from '../../pim/expression-tools.ts';
import { limitWords } from '../../pim/limits.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return indexModel(model);
}

function specOf(index: ModelIndex): SchemaNode | undefined {
  const [document] = transform({ index, marks: marksOf(index.model, kubernetes.id) }).documents;
  return document?.document.spec.versions[0]?.schema.openAPIV3Schema.properties?.['spec'];
}

/** A rule on fields of a value, and what a definition that holds the value makes of it. */
function held(fields: string, rule: string, server = '1.35', more = '') {
  const index = indexOf(`model M version 1
      context C {
        enum Level { LOW, MIDDLE = "mid" }
        value Thing { name: String(0..9), size: Integer(0..9)? }
        value Shape is one of {
          Circle { radius: Integer(0..3) = 1 }
          Square = "sq" { side: Integer(0..9)?, radius: Integer(0..3)? }
        } by form
        ${more}
        value Probe { ${fields} rule R: ${rule} else "R!" }
        aggregate Hold { id name: String(1..9) matching /[a-z]+/, held: Probe }
      }
      platform kubernetes for C { group: "example.org" minimumServer: "${server}" }`);
  const node = specOf(index)?.properties?.['held'];
  const rule0 = rulesOf(index.model).find(({ id }) => id === 'M.C.Probe.R');
  if (!rule0) throw new Error('no rule');
  const [document] = transform({ index, marks: marksOf(index.model, kubernetes.id) }).documents;
  return {
    node,
    placed: document?.rules ?? [],
    texts: (node?.['x-kubernetes-validations'] ?? [])
      .filter(({ message }) => message === 'R!')
      .map((one) => one.rule),
    enforcement: kubernetes.enforce(rule0, index),
    estimate: (): number =>
      compileCel(inlineDerived(rule0.condition, index), {
        index,
        minimumServer: Number(server.split('.')[1]),
        self: 'self',
      }).cost.estimate,
  };
}

const decimals = 'p: Decimal(-5..5, scale 2), q: Decimal(-5..5, scale 2)?, ps: Decimal(-5..5, scale 2)[0..3]';
const moments = 'at: DateTime, till: DateTime, day: Date, span: Duration(0ms..2s), ats: DateTime[0..3]';
const nets = 'net: Ipv4Cidr, other: Ipv4Cidr network, ip: Ipv4, ips: Ipv4[0..3], nets: Ipv4Cidr[0..3]';
const shaped = 'shape: Shape, maybe: Shape?';
const maps =
  'labels: Map(String(0..9), String(0..9))[0..3], levels: Map(Level, Integer(0..9))[0..3], things: Thing[0..3] unique by name, count: Integer(0..9), fees: Map(String(0..9), Decimal(-5..5, scale 2))[0..3]';

describe('values in CEL', () => {
  it.each<readonly [fields: string, rule: string, cel: string]>([
    [decimals, 'p > 1.50', 'int(self.p.replace(".", "")) > 150'],
    [decimals, 'p * 2 + 0.01 == -p', 'int(self.p.replace(".", "")) * 2 + 1 == -int(self.p.replace(".", ""))'],
    [decimals, 'ps.sum < 4.00', 'self.ps.map(item, int(item.replace(".", ""))).sum() < 400'],
    [decimals, 'p in ps', 'self.ps.exists(item, int(item.replace(".", "")) == int(self.p.replace(".", "")))'],
    [
      decimals,
      '(q ?? p) > 0.00',
      '(has(self.q) ? int(self.q.replace(".", "")) : int(self.p.replace(".", ""))) > 0',
    ],
    [decimals, 'ratio(p, 4, scale 3) > 0.125', 'int(self.p.replace(".", "")) * 10 / 4 > 125'],
    [moments, 'at < till', 'self.at < self.till'],
    [
      moments,
      'at + span < till',
      'int(timestamp(self.at)) * 1000 + timestamp(self.at).getMilliseconds() + self.span < int(timestamp(self.till)) * 1000 + timestamp(self.till).getMilliseconds()',
    ],
    [
      moments,
      'till - at <= 90min',
      'int(timestamp(self.till)) * 1000 + timestamp(self.till).getMilliseconds() - (int(timestamp(self.at)) * 1000 + timestamp(self.at).getMilliseconds()) <= 5400000',
    ],
    [moments, 'day.epochDay % 7 == 4', 'int(timestamp(self.day + "T00:00:00Z")) / 86400 % 7 == 4'],
    [moments, 'span.millis % 1000 == 0', 'self.span % 1000 == 0'],
    [nets, 'net.prefixLength <= 24', 'cidr(self.net).prefixLength() <= 24'],
    [nets, 'net.contains(ip)', 'cidr(self.net).containsIP(self.ip)'],
    [
      nets,
      'net.contains(other)',
      'cidr(self.net).containsIP(cidr(self.other).ip()) && cidr(self.net).prefixLength() <= cidr(self.other).prefixLength()',
    ],
    [
      nets,
      'net.overlaps(other)',
      'cidr(self.net).containsIP(cidr(self.other).ip()) || cidr(self.other).containsIP(cidr(self.net).ip())',
    ],
    [nets, 'net.network == ip', 'string(cidr(self.net).masked().ip()) == self.ip'],
    [nets, 'net.network != other.network', 'cidr(self.net).masked().ip() != cidr(self.other).masked().ip()'],
    [
      nets,
      'ip > "10.0.0.9"',
      'int(self.ip.split(".")[0]) * 16777216 + int(self.ip.split(".")[1]) * 65536 + int(self.ip.split(".")[2]) * 256 + int(self.ip.split(".")[3]) > 167772169',
    ],
    [shaped, 'shape is Square', 'self.shape.form == "sq"'],
    [
      shaped,
      'shape is Circle implies shape.radius > 2',
      'self.shape.form != "Circle" || (has(self.shape.radius) ? self.shape.radius : 1) > 2',
    ],
    [shaped, 'maybe is absent or maybe is Circle', '!has(self.maybe) || self.maybe.form == "Circle"'],
    [maps, 'labels.has("a")', '"a" in self.labels'],
    [maps, 'labels.size < 3', 'self.labels.size() < 3'],
    [maps, 'labels["a"] is absent', '!("a" in self.labels)'],
    [maps, '(levels[LOW] ?? count) > 1', '("LOW" in self.levels ? self.levels["LOW"] : self.count) > 1'],
    [maps, 'labels.all((k, v) => k != v)', 'self.labels.all(k, k != self.labels[k])'],
    [maps, 'levels.values.sum < 9', 'self.levels.map(key, self.levels[key]).sum() < 9'],
    [maps, 'labels.keys.all(k => k != "b")', 'self.labels.map(key, key).all(k, k != "b")'],
    [
      maps,
      'things["a"] is present implies things["a"].size is present',
      '!self.things.exists(item, item.name == "a") || has(self.things.filter(item, item.name == "a")[0].size)',
    ],
    [
      maps,
      'exactly one of count > 1, count < 5',
      '[self.count > 1, self.count < 5].filter(holds, holds).size() == 1',
    ],
  ])('%s | %s', (fields, rule, cel) => {
    const { texts, enforcement } = held(fields, rule);
    expect(texts).toEqual([cel]);
    expect(enforcement).toEqual({ verdict: 'exact' });
  });

  it('asks a server without a library of networks for their numbers', () => {
    expect(held(nets, 'net.prefixLength <= 24', '1.30')).toMatchObject({
      texts: ['int(self.net.split("/")[1]) <= 24'],
      enforcement: { verdict: 'exact' },
    });
  });

  it('calculates within 64 bits', () => {
    const { texts, enforcement } = held('p: Decimal(scale 2)', 'p * 100000 > 0.00');
    expect(texts).toEqual([]);
    expect(enforcement.verdict === 'not enforceable' && enforcement.reason).toMatch(/Kubernetes has 64 bits/);
  });

  // What an API server of Kubernetes 1.36 said that it expects these rules to cost.
  it.each<readonly [fields: string, rule: string, server: string, expected: number]>([
    [decimals, 'p > 1.50', '1.30', 18],
    [decimals, 'p in ps', '1.30', 117],
    [decimals, 'ps.all(x => x > p)', '1.30', 114],
    [decimals, 'ps.sum < 4.00', '1.30', 101],
    [decimals, 'ps.count(x => x * 2 == p) > 1', '1.30', 159],
    [decimals, 'ps.unique', '1.30', 123],
    [decimals, 'ps.unique', '1.35', 36],
    [decimals, 'ps.all(x => ps.any(y => y < x))', '1.30', 354],
    [moments, 'ats.all(x => x + span > at)', '1.30', 78],
    [moments, 'at + span in ats', '1.30', 81],
    [moments, 'day.epochDay > 3', '1.30', 11],
    [nets, 'nets.all(n => n.contains(ip))', '1.30', 1011],
    [nets, 'nets.all(n => n.contains(ip))', '1.35', 75],
    [nets, 'nets.any(n => n.overlaps(net))', '1.30', 2457],
    [nets, 'nets.any(n => n.overlaps(net))', '1.35', 159],
    [nets, 'net.network in ips', '1.30', 1026],
    [nets, 'net < other', '1.30', 327],
    [maps, 'fees.all((k, v) => v > 1.00)', '1.30', 72],
    [maps, 'fees.values.all(v => v > 1.00)', '1.30', 80],
    [maps, 'fees.values.sum < 4.00', '1.30', 118],
    [maps, '1.50 in fees.values', '1.30', 83],
    [maps, 'labels.all((k, v) => k != v)', '1.30', 27],
    [maps, 'labels.values.any(v => v.contains("a"))', '1.30', 77],
    [maps, '(fees["a"] ?? 1.00) > 0.50', '1.30', 22],
    [maps, 'things["a"] is present', '1.30', 24],
  ])('%s | %s costs a server from %s on at least %i', (fields, rule, server, expected) => {
    const estimate = held(fields, rule, server).estimate();
    expect(estimate).toBeGreaterThanOrEqual(expected);
    expect(estimate).toBeLessThan(2 * expected);
  });

  it('knows lists without two items of one key by their shape, if each has it', () => {
    const { node } = held(maps, 'count < 9');
    expect(node?.properties?.['things']).toMatchObject({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    });
  });

  it('says that no two items have one key where not each has it', () => {
    const { node } = held('things: Thing[0..3] unique by size', 'things.size < 9');
    expect(node?.properties?.['things']?.['x-kubernetes-validations']?.map(({ rule }) => rule)).toEqual([
      'self.all(item, !has(item.size) || self.exists_one(other, has(other.size) && other.size == item.size))',
    ]);
    // Two items without it may be alike.
    expect(node?.properties?.['things']?.['x-kubernetes-list-type']).toBe('atomic');
  });

  it('refuses a shape that holds itself deeper than another value on its way may be', () => {
    const spec = specOf(
      indexOf(`model M version 1
        context C {
          value Tree depth 2 { label: String(0..9), branch: Branch }
          value Branch is one of { Leaf, Fork { tree: Tree } } by kind
          aggregate Hold { id name: String(1..9) matching /[a-z]+/, held: Tree }
        }
        platform kubernetes for C { group: "example.org" }`),
    );
    const branches: SchemaNode[] = [];
    let tree = spec?.properties?.['held'];
    while (tree) {
      const branch: SchemaNode | undefined = tree.properties?.['branch'];
      if (branch) branches.push(branch);
      tree = branch?.properties?.['tree'];
    }
    const ofShapes = ['self.kind != "Leaf" || !has(self.tree)', 'self.kind != "Fork" || has(self.tree)'];
    expect(branches.map((one) => one['x-kubernetes-validations']?.map(({ rule }) => rule))).toEqual([
      ofShapes,
      ofShapes,
      [...ofShapes, '!has(self.tree)'],
    ]);
  });
  it('holds the keys of maps to what their type demands', () => {
    const spec = specOf(
      indexOf(`model M version 1
        context C {
          type Tag = String(1..5) matching /[a-z]+/ where it != "old"
          enum Level { LOW, MIDDLE = "mid" }
          aggregate Hold { id name: String(1..9) matching /[a-z]+/, tags: Map(Tag, Integer)[0..3], levels: Map(Level, Integer)[0..2] }
        }
        platform kubernetes for C { group: "example.org" }`),
    );
    const rules = (name: string) =>
      spec?.properties?.[name]?.['x-kubernetes-validations']?.map(({ rule }) => rule);
    expect(rules('tags')).toEqual([
      'self.all(key, key.size() >= 1 && key.size() <= 5 && key.matches("^[a-z]+$"))',
      'self.all(key, key != "old")',
    ]);
    expect(rules('levels')).toEqual(['self.all(key, key in ["LOW", "mid"])']);
  });

  it.each<readonly [field: string, rule: string]>([
    ['hidden: Json[0..3]', 'hidden.size < 2'],
    ['hidden: Map(String(0..3), Json)[0..3]', 'hidden.size < 2'],
    ['hidden: Map(String(0..3), Json[0..2])[0..3]', 'hidden.has("a")'],
  ])('says nothing of %s, which rules cannot see', (field, rule) => {
    const { node, texts, enforcement } = held(field, rule);
    expect(texts).toEqual([]);
    expect(enforcement.verdict === 'not enforceable' && enforcement.reason).toMatch(
      /cannot see a Json field/,
    );
    expect(node?.properties?.['hidden']?.['x-kubernetes-validations']).toBeUndefined();
    const shapes = held(
      `of: Of, count: Integer`,
      'count < 9',
      '1.35',
      `value Of is one of { A { ${field}, a: Integer } B { b: Integer } }`,
    );
    expect(shapes.node?.properties?.['of']?.['x-kubernetes-validations']?.map((one) => one.rule)).toEqual([
      'self.kind != "A" || has(self.a)',
      'self.kind != "A" || !has(self.b)',
      'self.kind != "B" || has(self.b)',
      'self.kind != "B" || !has(self.a)',
    ]);
  });

  it('counts what the shapes of a value cost like any other rule', () => {
    const wire = 'x'.repeat(200);
    const shapes = `value Of is one of { A = "${wire}" { a: Integer rule Least: a > 3 } B { b: Integer } }`;
    const { placed } = held('ofs: Of[0..9], count: Integer', 'count < 9', '1.35', shapes);
    // Each compares 200 characters, which is 20 of the units.
    expect(placed.filter(({ rule }) => rule.startsWith('M.C.Of.A')).map(({ cost }) => cost.run)).toEqual([
      9 * 25,
      9 * 26,
      9 * 26,
    ]);
  });

  it('tells the limits that nothing in a definition holds', () => {
    const index = indexOf(`model M version 1
      context C {
        type Tag = String(1..5) matching /[a-z]+/
        value Of is one of { A { data: Json[0..3], a: Integer } B { b: Integer } }
        aggregate Hold { id name: String(1..9) matching /[a-z]+/, docs: Json[0..3], of: Of, notes: Map(Tag, Json)[0..3], more: Map(String(0..3), Json)[0..3], tags: Map(Tag, Integer)[0..3] }
      }
      platform kubernetes for C { group: "example.org" }`);
    expect(kubernetes.unheldLimits?.(index).map((limit) => `${limit.element} ${limitWords(limit)}`)).toEqual([
      'M.C.Of.A.data required',
      'M.C.Of.B forbidden',
      'M.C.Tag type',
      'M.C.Tag minLength',
      'M.C.Tag maxLength',
      'M.C.Tag pattern',
      'M.C.Hold.notes type',
      'M.C.Hold.more type',
      'M.C.Hold.more maxLength',
      'M.C.Of.A.data required of items',
      'M.C.Hold.docs required of items',
      'M.C.Hold.notes required of entries',
      'M.C.Hold.more required of entries',
      'M.C.Hold.tags required of entries',
    ]);
  });
});
