import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { integerRange, isSafeRange } from '../../pim/interval.ts';
import { indexModel } from '../../pim/model-index.ts';

/** The static bounds of an expression over fields of known bounds. */
function range(expression: string): readonly [bigint, bigint] {
  const { model, diagnostics } = readModelText(`model M version 1 context C { enum E { A, B, D }
    value I { k: Integer(2..4) }
    value V { n: Integer(-7..9) p: Integer(1..3) big: Integer b: Boolean e: E o: Integer(5..6)?
      text: String(2..8) long: String(5..20) is1: I[1..3] ns: Integer(-2..5)[0..4] ms: Integer(10..12)[2..6]?
      derived twice: Integer = n * 2   derived probe: Integer = ${expression} } }`);
  if (!model || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  const index = indexModel(model);
  const probe = index.get('M.C.V.probe');
  if (probe?.kind !== 'field' || !probe.derivation) throw new Error('no probe');
  const { min, max } = integerRange(probe.derivation, index);
  return [min, max];
}

const limit = 2n ** 53n - 1n;

describe('the bounds of', () => {
  it.each<[expression: string, min: bigint, max: bigint]>([
    ['3', 3n, 3n],
    ['n', -7n, 9n],
    ['-n', -9n, 7n],
    ['n + p', -6n, 12n],
    ['n - p', -10n, 8n],
    ['n * p', -21n, 27n],
    ['n * n', -63n, 81n],
    ['n / p', -7n, 9n],
    ['n / 2', -3n, 4n],
    ['n / -2', -4n, 3n],
    ['n % 4', -3n, 3n],
    ['p % 100', 0n, 3n],
    ['if b then n else 20', -7n, 20n],
    ['o ?? 1', 1n, 6n],
    ['e.rank', 0n, 2n],
    ['text.size', 2n, 8n],
    ['is1.size', 1n, 3n],
    ['is1.count(i => i.k > 2)', 0n, 3n],
    ['is1.sum(i => i.k)', 2n, 12n],
    ['ns.sum', -8n, 20n],
    ['(if b then text else long).size', 2n, 20n],
    ['(if b then text else "x").size', 1n, 8n],
    ['(ms ?? ns).sum', -12n, 72n],
    ['(ms ?? ns).size', 0n, 6n],
    ['(ms ?? ns).sum(x => x + 1)', -6n, 78n],
    ['twice + 1', -13n, 19n],
    ['big', -limit, limit],
    ['big + 1', -limit + 1n, limit + 1n],
  ])('%s', (expression, min, max) => {
    expect(range(expression)).toEqual([min, max]);
  });

  it('a list that is one of two are in its type, as those of a name for it', () => {
    const { model } = readModelText(
      'model M version 1 context C { value V { b: Boolean ns: Integer(1..5)[2..4]? ms: Integer(10..12)[1..6] derived one: Integer[] = ns ?? ms } }',
    );
    const field = model && indexModel(model).get('M.C.V.one');
    if (field?.kind !== 'field') throw new Error('no field');
    expect(field.derivation?.type).toMatchObject({
      kind: 'list',
      size: { min: 1, max: 6 },
      element: { kind: 'integer', range: { min: 1, max: 12 } },
    });
  });

  it('tells what a double holds exactly', () => {
    expect(isSafeRange({ min: -limit, max: limit })).toBe(true);
    expect(isSafeRange({ min: 0n, max: limit + 1n })).toBe(false);
    expect(isSafeRange({ min: -limit - 1n, max: 0n })).toBe(false);
  });

  it('chains of derived fields are worked out once each', () => {
    const fields = Array.from({ length: 60 }, (_, n) => `derived d${n + 1}: Integer = d${n} + d${n}`);
    const { model } = readModelText(
      `model M version 1 context C { value V { d0: Integer(0..1) ${fields.join(' ')} } }`,
    );
    if (!model) throw new Error('no model');
    const index = indexModel(model);
    const last = index.get('M.C.V.d60');
    if (last?.kind !== 'field' || !last.derivation) throw new Error('no field');
    expect(integerRange(last.derivation, index)).toEqual({ min: 0n, max: 2n ** 60n });
  });
});
