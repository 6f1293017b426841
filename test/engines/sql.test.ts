import { describe, expect, it } from 'vitest';
import { compare, wordFor } from '../../engines/compare.ts';
import type { Engine, Verdict } from '../../engines/engine.ts';
import type { MakeOutput } from '../../engines/make-output.ts';
import { postgresEngine } from '../../engines/postgres.ts';
import { sqliteEngine } from '../../engines/sqlite.ts';
import { sql } from '../../generators/sql/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';
import { makeSql } from '../support/sql-agreement.ts';

const { model } = readModelText(`model Shop version 1
context Ordering {
  value Note { text: String(1..5) }
  aggregate Basket {
    id number: Integer(1..9)
    count: Integer(0..100)
    limit: Integer(0..100) = 10
    day: Date?
    exact: Json?
    codes: Code[0..3]
    notes: Note[0..2]
    entity Code { id code: String(1..3), amount: Integer(0..9) = 1 }
    rule WithinLimit: count <= limit else "No more than fit"
    rule FewCodes: codes.all(c => c.amount < 9) else "Too much of one"
    rule LimitOnlyGrows: limit >= old.limit else "The limit only grows"
  }
}`);
if (!model) throw new Error('no model');
const index = indexModel(model);
const subject = 'Shop.Ordering.Basket';
const basket = { number: 7, count: 4, limit: 10, codes: [], notes: [] };

const engines = (make: MakeOutput): readonly Engine[] => [sqliteEngine(make), postgresEngine(make)];

async function ask(engine: Engine, instance: unknown, old?: unknown): Promise<Verdict | undefined> {
  const text = typeof instance === 'string' ? instance : JSON.stringify(instance);
  const before = old === undefined ? {} : { old: JSON.stringify(old) };
  const [verdict] = await engine.judge([{ index, subject, instance: text, ...before }]);
  return verdict;
}

function refusal(message: string, path: string, rule?: string): object {
  const id = rule === undefined ? {} : { rule: `${subject}.${rule}` };
  return { kind: 'rejected', reasons: [{ message, path, ...id }] };
}

describe.each(engines(makeSql))('the engine $id', (engine) => {
  const bothTimes = { ...basket, codes: [{ code: 'a' }, { code: 'b', amount: 3 }] };

  it.each<[what: string, instance: unknown, old: unknown, expected: object]>([
    ['takes what is right', bothTimes, undefined, { kind: 'accepted' }],
    [
      'leads a refusal back to its rule',
      { ...basket, count: 11 },
      undefined,
      refusal('No more than fit', '', 'WithinLimit'),
    ],
    [
      'leads it back where it reads parts',
      { ...basket, codes: [{ code: 'a', amount: 9 }] },
      undefined,
      refusal('Too much of one', '', 'FewCodes'),
    ],
    [
      'leads it back to a limit',
      { ...basket, number: 10 },
      undefined,
      refusal('Must be a whole number from 1 to 9', '/number'),
    ],
    [
      'fills in on an update what has a default',
      { ...basket, limit: undefined },
      basket,
      { kind: 'accepted' },
    ],
    [
      'sees what was before',
      { ...basket, limit: 9 },
      basket,
      refusal('The limit only grows', '', 'LimitOnlyGrows'),
    ],
    [
      'changes parts, drops them and adds some',
      { ...basket, codes: [{ code: 'b' }, { code: 'c' }] },
      bothTimes,
      { kind: 'accepted' },
    ],
    [
      'does not judge what cannot have been',
      basket,
      { ...basket, count: 11 },
      { kind: 'not run', reason: '`old` cannot have been: No more than fit' },
    ],
    [
      'does not judge what cannot have been read',
      basket,
      { ...basket, count: 'x' },
      { kind: 'not run', reason: '`old` cannot have been: no row could hold it' },
    ],
    ['holds no text in a number', { ...basket, count: 'x' }, undefined, { kind: 'rejected' }],
    ['holds no list that is none', { ...basket, codes: 'x' }, undefined, { kind: 'rejected' }],
    [
      'reads JSON as it is spelled',
      `{"number":7,"count":4,"codes":[],"notes":[],"exact":{"__proto__":1.0,"x":9007199254740993}}`,
      undefined,
      { kind: 'accepted' },
    ],
    [
      'holds no number that is too large for a double',
      `{"number":7,"count":1e400,"codes":[],"notes":[]}`,
      undefined,
      { kind: 'rejected' },
    ],
  ])('%s', async (_, instance, old, expected) => {
    expect(await ask(engine, instance, old)).toMatchObject(expected);
  });

  it('keeps nothing of what it was asked', async () => {
    const questions = [basket, basket, { ...basket, count: 11 }, basket].map((one) => ({
      index,
      subject,
      instance: JSON.stringify(one),
    }));
    const verdicts = await engine.judge([
      ...questions,
      { index, subject, instance: JSON.stringify(basket), old: JSON.stringify(basket) },
    ]);
    expect(verdicts.map(({ kind }) => kind)).toEqual([
      'accepted',
      'accepted',
      'rejected',
      'accepted',
      'accepted',
    ]);
  });

  it('says of what is no aggregate that it has no row', async () => {
    const [verdict] = await engine.judge([
      { index, subject: 'Shop.Ordering.Note', instance: '{"text":"a"}' },
    ]);
    expect(verdict).toEqual({ kind: 'not run', reason: 'only an aggregate has a row of its own' });
  });
});

describe.each(engines((of, target) => brokenOutput(of, target)))('the engine $id', (engine) => {
  it('disagrees with everybody about a script that it cannot run', async () => {
    const expectation = { index, subject, instance: JSON.stringify(basket), expected: 'reject' } as const;
    const [outcome] = await compare(engine, wordFor(engine, [sql]), [expectation]);
    expect(outcome).toMatchObject({ kind: 'disagreed', got: 'failure' });
    expect(outcome?.kind === 'disagreed' && outcome.reasons[0]?.message).toMatch(
      /^the script is refused: .*syntax error/,
    );
  });
});

function brokenOutput(of: typeof index, target: string): ReturnType<MakeOutput> {
  const output = makeSql(of, target);
  return {
    ...output,
    files: output.files.map((file) => ({
      ...file,
      content: file.content.replace('CREATE TABLE', 'CREATE A'),
    })),
  };
}

it('lets PostgreSQL read a date that is spelled otherwise, as coverage says', async () => {
  const [, postgres] = engines(makeSql);
  if (!postgres) throw new Error('two engines');
  const expectation = {
    index,
    subject,
    instance: JSON.stringify({ ...basket, day: '2024-2-29' }),
    expected: 'reject',
  } as const;
  expect(await compare(postgres, wordFor(postgres, [sql]), [expectation])).toEqual([
    {
      kind: 'not enforceable',
      reason: 'PostgreSQL takes a date in other spellings too, and keeps it in its own',
    },
  ]);
});
