import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConstraintCases } from '../../analysis/case-list.ts';
import { constraintCases } from '../../analysis/constraint-cases.ts';
import { pointerOfPath } from '../../analysis/instance-place.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { judge } from '../../pim/conformance.ts';
import { isJsonObject, member } from '../../pim/json.ts';
import { indexModel, type ModelIndex } from '../../pim/model-index.ts';
import { ruleShapes, shapeModel } from './rule-shapes.ts';

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!model || errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return indexModel(model);
}

function subjectsOf(index: ModelIndex): readonly string[] {
  return index.model.contexts.flatMap(({ declarations }) =>
    declarations.flatMap((one) => [
      one.id,
      ...(one.kind === 'aggregate' ? one.entities.map(({ id }) => id) : []),
    ]),
  );
}

function expectJudged(index: ModelIndex, subject: string, cases: ConstraintCases): void {
  for (const { path, constraint, rule, instance } of cases.refused) {
    const expected = { path: pointerOfPath(path), constraint, ...(rule === undefined ? {} : { rule }) };
    expect(judge(index, subject, instance), JSON.stringify(instance)).toEqual([
      { ...expected, message: expect.any(String) },
    ]);
  }
  for (const { instance } of cases.accepted) expect(judge(index, subject, instance)).toEqual([]);
}

const everyConstruct = readFileSync(
  new URL('../cases/tests/every-construct/input.domain', import.meta.url),
  'utf8',
);

describe('cases of constraints', () => {
  const index = indexOf(everyConstruct);

  it.each(subjectsOf(index))('of %s are what the judge says', (subject) => {
    const cases = constraintCases(index, subject);
    expectJudged(index, subject, cases);
    expect(cases.refused.length).toBeGreaterThan(0);
    expect(
      cases.missing.filter(({ impossible, about }) => !impossible && 'limit' in about === false),
    ).toEqual([]);
  });

  it('stay true among rules of every form', () => {
    for (let at = 0; at < ruleShapes.length; at += 5) {
      const shapes = indexOf(shapeModel(ruleShapes.slice(at, at + 5)));
      for (const subject of subjectsOf(shapes))
        expectJudged(shapes, subject, constraintCases(shapes, subject));
    }
  });

  it('meet every kind of constraint', () => {
    const refused = subjectsOf(index).flatMap((subject) => constraintCases(index, subject).refused);
    expect([...new Set(refused.map(({ constraint }) => constraint))].toSorted()).toEqual([
      'enum',
      'format',
      'maxItems',
      'maxLength',
      'maximum',
      'minItems',
      'minLength',
      'minimum',
      'pattern',
      'required',
      'rule',
      'type',
      'unique',
    ]);
  });
});

/** The values that a field has in these cases. */
function valuesOf(
  field: string,
  list: readonly { field?: { name: string }; instance: unknown }[],
): readonly unknown[] {
  return list
    .filter((one) => one.field?.name === field)
    .map(({ instance }) => (isJsonObject(instance) ? member(instance, field) : undefined));
}

describe('limits', () => {
  const index = indexOf(`model Limits version 1 context C {
    value V {
      text: String(2..5)
      number: Integer(3..9)
      items: Integer(0..9)[1..4]
      code: String(4) matching /[A-Z]{2}[0-9]{2}/
      huge: String(0..5000000)?
      even: Integer(0..9)
      rule Even: even % 2 == 0
    }
  }`);
  const cases = constraintCases(index, 'Limits.C.V');

  it('are just kept and just broken', () => {
    expect(valuesOf('number', cases.accepted)).toEqual([3, 9]);
    expect(valuesOf('number', cases.refused)).toEqual(expect.arrayContaining([2, 10]));
    expect(valuesOf('text', cases.accepted)).toEqual(['ab', 'abcde']);
    expect(valuesOf('text', cases.refused)).toEqual(expect.arrayContaining(['a', 'abcdef']));
    const lists = valuesOf('items', cases.accepted);
    expect(lists.map((items) => (Array.isArray(items) ? items.length : -1))).toEqual([1, 4, 1, 1]);
    // The last two have the smallest and the largest element.
    expect(lists.slice(2)).toEqual([[0], [9]]);
  });

  it('of decimals, durations, networks, maps and shapes are just kept and just broken', () => {
    const values = indexOf(`model Limits version 1 context C {
      value Shape is one of { A { n: Integer(0..3) } B } by form
      value V {
        price: Decimal(-1.50..2.50, scale 2)
        span: Duration(1s..1min)
        net: Ipv4Cidr network
        labels: Map(String(1..9), Integer(0..9))[1..2]
        shape: Shape
      }
    }`);
    const ofValues = constraintCases(values, 'Limits.C.V');
    expect(valuesOf('price', ofValues.accepted)).toEqual(['-1.50', '2.50']);
    expect(valuesOf('price', ofValues.refused)).toEqual(expect.arrayContaining(['-1.51', '2.51']));
    expect(valuesOf('span', ofValues.accepted)).toEqual([1000, 60000]);
    expect(valuesOf('span', ofValues.refused)).toEqual(expect.arrayContaining([999, 60001]));
    expect(valuesOf('net', ofValues.refused)).toEqual(
      expect.arrayContaining(['192.0.2.0/33', '192.0.2.1/24']),
    );
    expect(valuesOf('labels', ofValues.accepted).map((map) => Object.keys(Object(map)).length)).toEqual([
      1, 2,
    ]);
    expect(valuesOf('labels', ofValues.refused).map((map) => Object.keys(Object(map)).length)).toEqual(
      expect.arrayContaining([0, 3]),
    );
    expect(
      ofValues.refused.filter(({ path }) => path.join('.') === 'shape.form').map((one) => one.constraint),
    ).toEqual(['required', 'enum']);
  });

  it('that a rule forbids, and constraints that cannot be broken alone, are told', () => {
    const told = cases.missing.map(({ field, about, impossible }) => [field?.name, about.kind, impossible]);
    expect(told).toEqual([
      ['code', 'shorter', true],
      ['code', 'longer', true],
      ['huge', 'longer', false],
      ['huge', 'longest', false],
      ['even', 'maximum', false],
    ]);
  });
});
