import { expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';

const text = `model M version 1
context C {
  type Rows = Row[0..9] unique by name
  value Row { name: String(1..9) }
  value Holder { rows: Row[0..9] unique by name, byRow: Map(String(1..9), Rows)[0..9] }
  aggregate A {
    id: Uuid
    parts: Part[0..9] unique by label
    named: Rows
    entity Part { id: Uuid, label: String(1..9), rows: Row[0..9] unique by name }
    rule Named: parts.size > named.size
    event Made { id, parts, named, more: Row[0..9] unique by name } creates
    create Make { id, rows: Row[0..3] unique by name } emits Made { parts: [], named: rows, more: rows }
  }
  port P { op { rows: Row[0..9] unique by name }: Row[0..9] unique by name }
  query Q: Row[0..9] unique by name = [Row { name: "a" }]
  calculation first { rows: Row[0..9] unique by name }: Row[0..9] unique by name = rows
}`;

it('a list that is unique by a field names it wherever its type is, in expressions too', () => {
  const { model, diagnostics } = readModelText(text);
  expect(diagnostics).toEqual([]);
  const keys = uniqueKeysIn(model);
  expect(keys.length).toBeGreaterThan(15);
  for (const { name, field } of keys) {
    expect(field).toBe(name === 'label' ? 'M.C.A.Part.label' : 'M.C.Row.name');
  }
});

function uniqueKeysIn(value: unknown): readonly { readonly name: unknown; readonly field: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'uniqueBy' in value && typeof value.uniqueBy === 'object' && value.uniqueBy !== null
      ? [{ name: undefined, field: undefined, ...value.uniqueBy }]
      : [];
  return [...own, ...Object.values(value).flatMap(uniqueKeysIn)];
}
