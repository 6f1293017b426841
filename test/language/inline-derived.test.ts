import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { judge } from '../../pim/conformance.ts';
import { inlineDerived, someNode } from '../../pim/expression-tools.ts';
import { evaluate } from '../../pim/interpreter.ts';
import type { JsonValue } from '../../pim/json.ts';
import { fieldOf, indexModel } from '../../pim/model-index.ts';

const rules = [
  'j.big ?? false',
  'j.big is present',
  'j.big is absent or b',
  'j.k is present',
  '(j.k ?? B) == B',
  '(j.k ?? o.k ?? B) == B',
  '((j.k ?? o.k) ?? B) == A',
  '((if b then j.k else o.k) ?? B) == B',
  '(if b then j.k else o.k) is present',
  '(j.k ?? o.k) is absent',
  '(j.deep.twice ?? j.n ?? 7) > 6',
  'j is present and j.big',
  'j is present implies j.total > 3',
  'l.all(i => i.big) and l.sum(i => i.total) > 2',
  'l.any(i => i.list.all(x => x > i.n) and i.above)',
  'j.some is present',
  'j.some is absent or b',
  '(j.some ?? 1) == 9',
  '(j.some ?? o.some ?? 3) > 4',
  'j is present and (j.some ?? 0) > 2',
  '(if b then j.some else o.some) is present',
  'l.any(i => i.some is absent)',
  's.area > 4',
  '(s.area ?? 0) == 6 or b',
  '(m.area ?? 7) > 4',
  'm.area is present',
  'm is present implies m.area == s.area',
];

const text = `model M version 1 context C { enum E { A, B }
  value D { n: Integer derived twice: Integer = n * 2 }
  value I { n: Integer deep: D? list: Integer[0..3] derived big: Boolean = n > 5 derived k: E = A
    derived total: Integer = n + (if big then 1 else 0) derived above: Boolean = list.all(i => i > n)
    derived some: Integer? = if big then n else absent }
  value S is one of { P { n: Integer derived area: Integer = n * 2 } Q { n: Integer derived area: Integer = n } R { area: Integer } }
  value V { b: Boolean s: S m: S? j: I? o: I? l: I[0..3] ${rules.map((rule, at) => `rule R${at}: ${rule}`).join('\n')} } }`;

const { model, diagnostics } = readModelText(text);
if (!model || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
const index = indexModel(model);
const value = index.get('M.C.V');
if (value?.kind !== 'value') throw new Error('no value');

const inner = (n: number, more: object = {}): JsonValue => ({ n, list: [], ...more }) as JsonValue;
const parts: readonly (JsonValue | undefined)[] = [
  undefined,
  inner(2),
  inner(9, { deep: { n: 4 }, list: [10, 3] }),
];
const shapes: readonly JsonValue[] = [
  { kind: 'P', n: 3 },
  { kind: 'Q', n: 3 },
  { kind: 'R', area: 6 },
];
const instances = [true, false].flatMap((b) =>
  parts.flatMap((j) =>
    parts.map(
      (o): JsonValue => ({
        b,
        s: shapes[j ? 0 : o ? 1 : 2] ?? null,
        ...(b ? { m: shapes[o ? 1 : 2] ?? null } : {}),
        ...(j ? { j } : {}),
        ...(o ? { o } : {}),
        l: [j, o].filter((one) => one !== undefined),
      }),
    ),
  ),
);

describe('a condition with its derived fields inlined', () => {
  it.each(value.rules.map((rule, at) => [rules[at], rule] as const))(
    '%s reads none and means the same',
    (_, rule) => {
      const inlined = inlineDerived(rule.condition, index);
      expect(
        someNode(
          inlined,
          (node) => node.kind === 'fieldAccess' && fieldOf(index, node.field).role === 'derived',
        ),
      ).toBe(false);
      for (const instance of instances) {
        const judged = !judge(index, 'M.C.V', instance).some((one) => one.rule === rule.id);
        expect(evaluate(inlined, { self: instance, index }), JSON.stringify(instance)).toBe(judged);
      }
    },
  );
});
