import { expect, it } from 'vitest';
import { brokenBy, exampleOf } from '../../analysis/examples.ts';
import { toldExamples } from '../../analysis/told-examples.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';

// No search finds the factors of a number.
const { model } = readModelText(`model M version 1 context C {
  value Lock {
    a: Integer(2..99999)
    b: Integer(2..99999)
    open: Boolean
    rule Opens: a * b == 2147117569
    rule Odd: (a * b == 2147117569) implies open
  }
  example opened: Lock { a: 46337, b: 46337, open: true }
  example jammed: Lock { a: 46337, b: 46337, open: false } breaks Odd
  example wrong: Lock { a: 2, b: 3, open: true }
  example wronger: Lock { a: 2, b: 3, open: true } breaks Odd
}`);
const index = indexModel(model ?? expect.fail('the model does not parse'));

it('the examples of a model are taken as the judge sees them', () => {
  expect(toldExamples(index, 'M.C.Lock')).toEqual([
    { instance: { a: 46337, b: 46337, open: true }, breaks: [] },
    { instance: { a: 46337, b: 46337, open: false }, breaks: ['M.C.Lock.Odd'] },
  ]);
});

it('they serve where the search finds nothing', () => {
  expect(exampleOf(index, 'M.C.Lock')).toMatchObject({ found: true, instance: { a: 46337, open: true } });
  expect(brokenBy(index, 'M.C.Lock', 'M.C.Lock.Odd')).toMatchObject({
    found: true,
    instance: { a: 46337, open: false },
  });
});
