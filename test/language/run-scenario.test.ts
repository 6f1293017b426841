import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { aggregatesOf, indexModel } from '../../pim/model-index.ts';
import { runScenario } from '../../pim/run-scenario.ts';

const starter = readFileSync(new URL('../../starter/models/shop.domain', import.meta.url), 'utf8');

function resultsOf(text: string): readonly unknown[] {
  const { model } = readModelText(text);
  const index = indexModel(model ?? expect.fail('the model does not parse'));
  const aggregates = index.model.contexts.flatMap(aggregatesOf);
  return aggregates.flatMap(({ scenarios }) => scenarios.map((one) => runScenario(index, one)));
}

const asTold = { kind: 'as told' };

it('a scenario goes as it is told', () => {
  expect(resultsOf(starter)).toEqual([asTold, asTold, asTold]);
});

it.each<[from: string, to: string, happened: string]>([
  ['then OrderPaid', 'then OrderShipped', 'what happened is `OrderPaid` {}'],
  ['then refused status', 'then OrderShipped', 'it was refused: `OrderShipped` cannot happen in `OPEN`'],
  ['percent: 30', 'percent: 20', 'what happened is `DiscountGiven` {"percent":20}'],
  [
    'then refused DiscountForMany',
    'then refused PaidForSomething',
    'it was refused: `DiscountForMany` (A discount of more than 20 percent needs ten articles)',
  ],
  [
    'when Pay',
    'when AddLine { line: { position: 1, article: "BK1", quantity: 1 } }',
    'it was refused: /lines: Must not hold the same item twice',
  ],
])('told with %j as %j, it goes otherwise', (from, to, happened) => {
  expect(starter).toContain(from);
  expect(resultsOf(starter.replace(from, to))).toContainEqual({ kind: 'otherwise', happened });
});

it('is not run where something is written by hand', () => {
  const text = `model M version 1 context C {
    calculation isBad { n: Integer(0..9) }: Boolean by hand
    aggregate A {
      id: Uuid  n: Integer(0..9) = 0
      event Set { n } sets n
      command Put { n } requires not isBad { n } else Bad emits Set
      command Other by hand may emit Set
      example one: A { id: "00000000-0000-4000-8000-000000000001" }
      scenario "calculated" given one when Put { n: 1 } then Set
      scenario "commanded" given one when Other then Set
    }
  }`;
  expect(resultsOf(text)).toEqual([
    { kind: 'not run', reason: '`isBad` is written by hand' },
    { kind: 'not run', reason: '`Other` is written by hand' },
  ]);
});
