import { describe, expect, it } from 'vitest';
import {
  type CommandContext,
  dataOf,
  eventType,
  failure,
  IsoDateTime,
  type Result,
  reading,
  runSaga,
  type Saga,
  type SagaStep,
  type ServiceFailure,
  string,
  structure,
  subjectOf,
  success,
} from '../../runtime/src/index.ts';

const context = {
  now: IsoDateTime.parse('2026-01-02T03:04:05.000Z'),
  caller: 'x',
} as unknown as CommandContext;

type Step = Result<string, { readonly message: string }>;

/** What happened, in order. */
class Log {
  readonly lines: string[] = [];

  /** A step that comes to this, and can be undone unless `undone` says otherwise. */
  step(
    name: string,
    outcomes: readonly Step[] = [success(name)],
    undone: Step | 'throws' = success(''),
  ): SagaStep<string> {
    let tried = 0;
    return {
      run: async () => {
        this.lines.push(name);
        const outcome = outcomes[Math.min(tried, outcomes.length - 1)];
        tried += 1;
        if (!outcome) throw new Error('out of order');
        return outcome;
      },
      undo: async (value, { step, message }) => {
        this.lines.push(`undo ${value} for ${step}: ${message}`);
        if (undone === 'throws') throw new Error('no');
        return undone;
      },
    };
  }
}

const no: Step = failure({ message: 'no' });

async function run<Value>(
  steps: (saga: Saga, log: Log) => Promise<Value>,
  wait?: (millis: number) => Promise<void>,
): Promise<{ readonly result: Result<Value, ServiceFailure>; readonly lines: readonly string[] }> {
  const log = new Log();
  const result = await runSaga(context, (saga) => steps(saga, log), wait);
  return { result, lines: log.lines };
}

describe('a saga', () => {
  it('takes its steps in order, and gives what they come to', async () => {
    const { result, lines } = await run(async (saga, log) => {
      const one = await saga.step('one', log.step('one'));
      return `${one} ${await saga.step('two', log.step('two'))}`;
    });
    expect(result).toEqual({ ok: true, value: 'one two' });
    expect(lines).toEqual(['one', 'two']);
  });

  it('undoes in reverse what was done, then says what happens on failure', async () => {
    const { result, lines } = await run(async (saga, log) => {
      saga.onFailure(async ({ step }) => log.lines.push(`failed in ${step}`));
      await saga.step('one', log.step('one'));
      await saga.step('two', log.step('two'));
      await saga.step('three', log.step('three', [no]));
      log.lines.push('not reached');
    });
    expect(result).toEqual({
      ok: false,
      error: { kind: 'failed', step: 'three', message: 'no', notUndone: [] },
    });
    expect(lines).toEqual([
      'one',
      'two',
      'three',
      'undo two for three: no',
      'undo one for three: no',
      'failed in three',
    ]);
  });

  it.each([
    { name: 'is refused', undone: no },
    { name: 'throws', undone: 'throws' as const },
  ])('goes on undoing where one undoing $name, and tells which', async ({ undone }) => {
    const { result, lines } = await run(async (saga, log) => {
      await saga.step('one', log.step('one'));
      await saga.step('two', log.step('two', undefined, undone));
      await saga.step('three', log.step('three', [no]));
    });
    expect(result).toMatchObject({ error: { notUndone: ['two'] } });
    expect(lines.at(-1)).toBe('undo one for three: no');
  });

  it('tries a step again as often as it may', async () => {
    const waited: number[] = [];
    const steps = async (saga: Saga, log: Log, times: number): Promise<string> =>
      saga.step('one', {
        ...log.step('one', [no, no, success('at last')]),
        retry: { times, backoffMillis: 5 },
      });
    const wait = async (millis: number): Promise<void> => void waited.push(millis);
    expect(await run((saga, log) => steps(saga, log, 2), wait)).toMatchObject({
      result: { ok: true, value: 'at last' },
      lines: ['one', 'one', 'one'],
    });
    expect(waited).toEqual([5, 5]);
    expect((await run((saga, log) => steps(saga, log, 1), wait)).result.ok).toBe(false);
  });

  it('does not wait longer than a step may take', async () => {
    const never: SagaStep<string> = { run: () => new Promise(() => {}), timeoutMillis: 7 };
    const { result } = await run(
      (saga) => saga.step('one', never),
      async () => {},
    );
    expect(result).toMatchObject({ error: { step: 'one', message: 'It took too long' } });
  });

  it('takes what is thrown outside for a failure', async () => {
    const { result, lines } = await run(async (saga, log) => {
      await saga.step('one', log.step('one'));
      await saga.step('two', log.step('two', []));
    });
    expect(result).toMatchObject({ error: { step: 'two', message: 'Error: out of order' } });
    expect(lines.at(-1)).toContain('undo one');
  });

  it('lets its own mistakes through', async () => {
    await expect(run(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
  });

  it('reads what is there, and fails where nothing is', async () => {
    expect((await run((saga) => saga.read('Fabric', async () => 'found'))).result).toEqual(success('found'));
    expect((await run((saga) => saga.read('Fabric', async () => undefined))).result).toMatchObject({
      error: { step: 'Fabric', message: 'There is no such Fabric' },
    });
  });

  it('refuses before anything was done, and fails after', async () => {
    const refusal = { name: 'Closed', id: 'S.Closed', message: 'It is closed' };
    const refused = await run(async (saga, log) => {
      saga.onFailure(async () => log.lines.push('failed'));
      return saga.refuse(refusal);
    });
    expect(refused).toEqual({ result: failure({ kind: 'refused', ...refusal }), lines: [] });
    const failed = await run(async (saga, log) => {
      saga.onFailure(async () => log.lines.push('failed'));
      await saga.step('one', log.step('one'));
      return saga.fail(refusal);
    });
    expect(failed.result).toMatchObject({
      error: { kind: 'failed', step: 'Closed', message: 'It is closed' },
    });
    expect(failed.lines).toEqual(['one', 'undo one for Closed: It is closed', 'failed']);
  });

  it('runs another as a step: that one undoes its own steps first', async () => {
    const { lines } = await run(async (saga, log) => {
      await saga.step('outer', log.step('outer'));
      await saga.step('inner', {
        run: () =>
          saga.nested(async (inner) => {
            await inner.step('one', log.step('one'));
            await inner.step('two', log.step('two', [no]));
          }),
      });
    });
    expect(lines).toEqual(['outer', 'one', 'two', 'undo one for two: no', 'undo outer for inner: no']);
  });
});

describe('what comes of a command that a service sends', () => {
  const Named = eventType({
    type: 'Named',
    source: 'Thing',
    data: structure<{ readonly name: string }, { readonly name: string }>({ fields: { name: string() } }),
  });
  const event = { type: 'Named', source: 'Thing', subject: 'a', data: { name: 'x' } } as never;

  it('is the data of its event, or the id of what it made', async () => {
    expect(await dataOf(Named, Promise.resolve(success([event])))).toEqual(success({ name: 'x' }));
    expect(await subjectOf(Promise.resolve(success([event])))).toEqual(success('a'));
  });

  it('is a failure where that did not happen', async () => {
    const refused = failure({ kind: 'exists' as const, message: 'There is one' });
    expect(await dataOf(Named, Promise.resolve(refused))).toEqual(refused);
    expect(await dataOf(Named, Promise.resolve(success([])))).toEqual(
      failure({ message: 'Named did not happen' }),
    );
    expect(await subjectOf(Promise.resolve(success([])))).toEqual(failure({ message: 'Nothing was made' }));
  });
});

describe('reading in the middle of a calculation', () => {
  const sizes: Readonly<Record<string, number>> = { a: 1, b: 2 };
  const load = (log: Log) => async (key: string) => {
    log.lines.push(key);
    return sizes[key];
  };

  it('reads what the calculation asks for, each once and nothing else', async () => {
    const { result, lines } = await run((saga, log) =>
      reading(
        saga,
        ({ read }) =>
          ['a', 'b', 'a'].map((key) => read('Size', key, load(log))).some((size) => size > 5) &&
          read('Size', 'c', load(log)) > 0,
      ),
    );
    expect(result).toEqual(success(false));
    expect(lines).toEqual(['a', 'b']);
  });

  it('reads nothing without a key, and takes nothing for an answer where it may be', async () => {
    const { result, lines } = await run((saga, log) =>
      reading(saga, ({ read, find }) => [
        read('Size', undefined as string | undefined, load(log)),
        find('Size', 'c', load(log)),
        find('Size', 'c', load(log)),
      ]),
    );
    expect(result).toEqual(success([undefined, undefined, undefined]));
    expect(lines).toEqual(['c']);
  });

  it('fails where something is not there, or what is calculated throws', async () => {
    const missing = await run((saga, log) => reading(saga, ({ read }) => read('Size', 'c', load(log))));
    expect(missing.result).toMatchObject({ error: { step: 'Size', message: 'There is no such Size' } });
    const broken = run((saga) =>
      reading(saga, () => {
        throw new Error('ours');
      }),
    );
    await expect(broken).rejects.toThrow('ours');
  });
});
