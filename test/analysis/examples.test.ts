import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenBy, exampleOf, heldBy, waysBrokenBy, waysHeldBy } from '../../analysis/examples.ts';
import { draftOf, searchDraft } from '../../analysis/goal-search.ts';
import { mostWays, waysToHold } from '../../analysis/rule-ways.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { judge, withDefaults } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import { declarationOf, indexModel, isStructure, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { type RuleShape, ruleShapes, shapeModel } from './rule-shapes.ts';

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!model || errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return indexModel(model);
}

const thing = 'Shapes.Main.Thing';

function ruleId({ name }: RuleShape): string {
  return `${thing}.${name}`;
}

/** What the judge refuses an example for, by rule or constraint; the state before must be fine. */
function refusals(
  index: ModelIndex,
  subject: string,
  { instance, old }: { instance: JsonValue; old?: JsonValue },
): readonly string[] {
  if (old !== undefined) expect(judge(index, subject, old), 'the state before').toEqual([]);
  return judge(index, subject, instance, old).map(
    ({ rule, constraint, path }) => rule ?? `${constraint} ${path}`,
  );
}

describe('rules of every form', () => {
  it.each(ruleShapes)('$name: $condition', (shape) => {
    const index = indexOf(shapeModel([shape]));
    for (const extent of ['minimal', 'full'] as const) {
      const example = exampleOf(index, thing, extent);
      expect(example.found && judge(index, thing, example.instance), extent).toEqual([]);
    }
    const held = waysHeldBy(index, thing, ruleId(shape));
    const broken = waysBrokenBy(index, thing, ruleId(shape));
    expect(held.length, 'ways to hold').toBeGreaterThan(0);
    expect(broken.length, 'ways to break').toBeGreaterThan(0);
    for (const way of held) expect(refusals(index, thing, way), JSON.stringify(way)).toEqual([]);
    for (const way of broken)
      expect(refusals(index, thing, way), JSON.stringify(way)).toEqual([ruleId(shape)]);
  });
});

describe('an example', () => {
  const index = indexOf(`model M version 1 context C {
    value Shape is one of { Point  Circle { radius: Integer(1..9) = 3 } } by form
    aggregate Drawing { id: Uuid  first: Shape  more: Shape[0..3]  named: Map(String(1..9), Shape)[0..3] }
  }`);

  it.each([
    ['Shape', 'minimal', { form: 'Point' }],
    ['Shape', 'full', { form: 'Circle', radius: 5 }],
    ['Drawing', 'minimal', undefined],
    ['Drawing', 'full', undefined],
  ] as const)('of %s (%s) says which shape a value has', (name, extent, expected) => {
    const example = exampleOf(index, `M.C.${name}`, extent);
    if (!example.found) throw new Error(example.reason);
    expect(judge(index, `M.C.${name}`, example.instance)).toEqual([]);
    if (expected) expect(example.instance).toEqual(expected);
    else if (extent === 'full') {
      const point = { form: 'Point' };
      expect(example.instance).toMatchObject({ first: point, more: [point, point] });
      expect(Object.values(example.instance ?? {}).at(-1)).toEqual({ 'named-1': point });
    }
  });
});

describe('rules together', () => {
  it('never gives an example that the judge sees otherwise', () => {
    const subsets = fc.uniqueArray(fc.constantFrom(...ruleShapes), { minLength: 2, maxLength: 6 });
    let [asked, found] = [0, 0];
    fc.assert(
      fc.property(subsets, (shapes) => {
        const index = indexOf(shapeModel(shapes));
        const example = exampleOf(index, thing);
        if (example.found) expect(judge(index, thing, example.instance)).toEqual([]);
        for (const shape of shapes) {
          const [held, broken] = [heldBy(index, thing, ruleId(shape)), brokenBy(index, thing, ruleId(shape))];
          asked += 2;
          found += Number(held.found) + Number(broken.found);
          if (held.found) expect(refusals(index, thing, held)).toEqual([]);
          if (broken.found) expect(refusals(index, thing, broken)).toEqual([ruleId(shape)]);
        }
      }),
      { seed: 20261121, numRuns: 60 },
    );
    // Some sets contradict themselves, or one rule follows from the others; most do not.
    expect(found / asked).toBeGreaterThan(0.8);
  });

  it('tells the rule at its limit from one that is off by one', () => {
    const index = indexOf(shapeModel([{ name: 'Within', condition: 'parts.sum(p => p.size) <= count' }]));
    const held = waysHeldBy(index, thing, `${thing}.Within`).map(({ instance }) => overrun(instance));
    const broken = waysBrokenBy(index, thing, `${thing}.Within`).map(({ instance }) => overrun(instance));
    expect(held[0]).toBe(0);
    expect(broken[0]).toBe(1);
  });

  it('makes the left side of an `implies` true and its list not empty', () => {
    const index = indexOf(shapeModel([{ name: 'Busy', condition: 'on implies parts.all(p => p.size > 3)' }]));
    expect(heldBy(index, thing, `${thing}.Busy`)).toMatchObject({
      instance: { on: true, parts: [expect.anything()] },
    });
  });
});

/** By how much the parts exceed the count. */
function overrun(instance: JsonValue): number {
  return sum(instance) - countOf(instance);
}

function sum(instance: JsonValue): number {
  const { parts } = instance as { parts: readonly { size: number }[] };
  return parts.reduce((total, { size }) => total + size, 0);
}

function countOf(instance: JsonValue): number {
  return (instance as { count: number }).count;
}

describe('data that reads well', () => {
  const index = indexOf(`model Shop version 1
    context Sales {
      type Label = String(1..63) matching /[a-z0-9]([-a-z0-9]*[a-z0-9])?/
      type Source = String(1..200) where it.startsWith("https://") or it.startsWith("git@")
      value Site { address: Url, admin: Email, host: Hostname, ip: Ipv4 }
      aggregate Fabric {
        id name: Label
        description: String(0..500)?
        source: Source
        sites: Site[1..3]
        colour: String = "green"
        open: Boolean = true
        ports: Integer(1..48)
        made: Date
      }
    }`);

  it('names things after what they are and uses the examples of the formats', () => {
    expect(exampleOf(index, 'Shop.Sales.Fabric')).toEqual({
      found: true,
      instance: {
        name: 'fabric-1',
        source: 'https://source-1',
        sites: [
          {
            address: 'https://example.org/',
            admin: 'somebody@example.org',
            host: 'host.example.org',
            ip: '192.0.2.1',
          },
        ],
        ports: 10,
        made: '2026-03-14',
      },
    });
  });

  it('sets what is optional, and other values than the defaults, in the full example', () => {
    expect(exampleOf(index, 'Shop.Sales.Fabric', 'full')).toMatchObject({
      instance: { description: 'The description of this fabric', colour: 'colour-1', open: false },
    });
  });
});

describe('parts of a whole', () => {
  const index = indexOf(`model Plan version 1
    context Time {
      type Even = Integer(0..100) where it % 2 == 0
      value Span { first: Integer(0..9), last: Integer(0..9), rule Forwards: first <= last }
      aggregate Plan {
        id key: Uuid
        weeks: Week[1..4]
        rule Short: weeks.all(w => w.span.last < 8)
        entity Week { id uid: Uuid, span: Span, load: Even }
      }
    }`);

  it('breaks the rule of a nested value, and of a type, inside the aggregate', () => {
    for (const rule of ['Plan.Time.Span.Forwards', 'Plan.Time.Even.where']) {
      const broken = brokenBy(index, 'Plan.Time.Plan', rule);
      expect(broken.found && refusals(index, 'Plan.Time.Plan', broken), rule).toEqual([rule]);
    }
  });
});

describe('where there is nothing to find', () => {
  it('says so, within its budget', () => {
    const contradiction = { name: 'Never', condition: 'count > 5 and count < 3' };
    const index = indexOf(shapeModel([contradiction]));
    expect(exampleOf(index, thing)).toEqual({
      found: false,
      reason: expect.stringMatching(
        /^no example of `Thing` was found: its rules refuse each of the [0-9]+ instances/,
      ),
    });
    expect(brokenBy(index, thing, ruleId(contradiction))).toMatchObject({ found: false });
    expect(heldBy(index, thing, ruleId(contradiction))).toMatchObject({ found: false });
  });

  it('says so of a rule that cannot be broken alone', () => {
    const rules = [
      { name: 'Small', condition: 'count <= 10' },
      { name: 'Smaller', condition: 'count <= 100' },
    ];
    const index = indexOf(shapeModel(rules));
    expect(brokenBy(index, thing, `${thing}.Smaller`)).toEqual({
      found: false,
      reason: 'no instance was found that breaks `Smaller` alone',
    });
    expect(brokenBy(index, thing, `${thing}.Small`).found).toBe(true);
  });

  it.each([1, 7, 40, 200])('judges at most %i drafts', (budget) => {
    // No odd and even number make 40, and there is much to try.
    const condition = 'count % 2 == 1 and other % 2 == 0 and count + other == 40 and count * other % 97 == 5';
    const index = indexOf(shapeModel([{ name: 'Odd', condition }]));
    const declaration = declarationOf(index, thing);
    const start = exampleOf(indexOf(shapeModel([])), thing);
    if (!start.found || !isStructure(declaration)) throw new Error('no start');
    const result = searchDraft(
      { samples: { index, example: () => undefined }, subject: thing, wishes: [], budget, thorough: true },
      [draftOf(withDefaults(index, declaration, start.instance))],
    );
    expect(result).toEqual({ found: false, judged: budget });
  });
});

/** Everything that is known about these rules, asked for in this order. */
function ask(index: ModelIndex, ids: readonly string[]): readonly string[] {
  return ids
    .map((id) => {
      const subject = index.parent(id)?.id ?? '';
      return JSON.stringify([id, waysHeldBy(index, subject, id), waysBrokenBy(index, subject, id)]);
    })
    .toSorted();
}

describe('determinism', () => {
  it('gives the same examples for the same text, whatever was asked before', () => {
    const text = shapeModel(
      ruleShapes.filter(({ name }) =>
        ['Implication', 'All', 'SumWithin', 'UniqueKey', 'GrowsOnly'].includes(name),
      ),
    );
    const [one, other] = [indexOf(text), indexOf(text)];
    const rules = rulesOf(one.model).map(({ id }) => id);
    expect(ask(other, rules.toReversed())).toEqual(ask(one, rules));
    expect(exampleOf(other, thing, 'full')).toEqual(exampleOf(one, thing, 'full'));
  });

  it('tells only so many ways apart', () => {
    const condition = ruleShapes
      .slice(0, 12)
      .map((shape) => `(${shape.condition})`)
      .join(' or ');
    const index = indexOf(shapeModel([{ name: 'Many', condition }]));
    const rule = rulesOf(index.model).find(({ name }) => name === 'Many');
    if (!rule) throw new Error('no rule');
    // The plain condition comes after them.
    expect(waysToHold(index, rule.condition)).toHaveLength(mostWays + 1);
    expect(waysHeldBy(index, thing, rule.id).length).toBeLessThanOrEqual(mostWays + 1);
  });
});

it('breaks a rule about a change that calculates with the state before', () => {
  const index = indexOf(`model M version 1 context C {
    aggregate Priced {
      id name: String(1..20) matching /[a-z0-9]+/
      price: Decimal(0..100, scale 2)
      rule NoMoreThanDouble: price <= old.price * 2
    }
  }`);
  const [priced, rule] = ['M.C.Priced', 'M.C.Priced.NoMoreThanDouble'];
  const broken = waysBrokenBy(index, priced, rule);
  expect(broken.length).toBeGreaterThan(0);
  for (const way of broken) expect(refusals(index, priced, way), JSON.stringify(way)).toEqual([rule]);
});

it('holds and breaks a rule that divides only where a guard lets it', () => {
  const index = indexOf(`model M version 1 context C {
    aggregate Rest {
      id name: String(1..20) matching /[a-z0-9]+/
      a: Integer(-9..9)
      b: Integer(-9..9)
      rule NoRest: not (b == 0) implies a % b == 0
    }
  }`);
  const [rest, rule] = ['M.C.Rest', 'M.C.Rest.NoRest'];
  const [held, broken] = [waysHeldBy(index, rest, rule), waysBrokenBy(index, rest, rule)];
  expect(Math.min(held.length, broken.length)).toBeGreaterThan(0);
  for (const way of held) expect(refusals(index, rest, way), JSON.stringify(way)).toEqual([]);
  for (const way of broken) expect(refusals(index, rest, way), JSON.stringify(way)).toEqual([rule]);
});
