import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { compareDiagnostics } from '../../pim/diagnostic.ts';
import type { Model } from '../../pim/model.ts';
import { checkModel } from '../../validators/check-model.ts';
import { modelChecks } from '../../validators/model-checks.ts';

const head = 'model Shop version 1\n';
const shop = `/** What is sold. */
context Sales {
  type Sku = String(1..12) matching /[A-Z]{2}[0-9]+/ where it.size > 2 else "Too short"
  type Codes = Sku[0..9] unique
  enum State { OPEN, PAID = "paid", GONE }
  enum Kind { OPEN, SHUT }
  value Money { amount: Integer(0..1000000) = 5 currency: String(3) = "EUR" rule Even: amount % 2 == 0 or currency != "EUR" }
  value Part { note: String(1..50)? codes: Codes price: Money? inner: Detail }
  value Detail { at: DateTime? on: Date = "2024-02-29" weight: Number(0.5..9.5) secret: Secret? }
  aggregate Customer { id: Uuid generated email: Email }
  aggregate Order {
    id number: Integer(1..999999)
    state: State = OPEN
    customer: ref Customer
    lines: Line[0..50]
    part: Part?
    derived total: Integer = lines.sum(l => l.count * l.price.amount)
    derived average: Integer = if lines.size == 0 then 0 else total / lines.size
    entity Line { id: Sku count: Integer(1..99) price: Money rule Cheap: price.amount * count < 5000 }
    rule Paid: state == PAID implies lines.any(l => l.count > 1) and total > 0
    rule Forward: state.rank >= old.state.rank else "Never back"
    rule Noted: part.note is present implies part.note.matches(/[a-z]*/) and not (part.price.amount ?? lines.size) in [1, 2]
    rule Unique: lines.unique(l => l.id) and (part is absent or "AB1" in part.codes) or Kind.SHUT.rank > Kind.OPEN.rank
  }
}
platform kubernetes for Sales { group: "sales.example.org", Order { columns: [state, total], deep: true } }
`;

function tokensOf(text: string): readonly string[] {
  return (
    text.match(/"(?:[^"\\]|\\.)*"|\/\*[^]*?\*\/|[A-Za-z_]\w*|\d+(?:\.\d+)?|\.\.|[=!<>?]=|=>|\?\?|\s+|[^]/g) ??
    []
  );
}

/** Deletes, doubles, inserts or replaces tokens. The head stays: without one there is hardly a model to check. */
const broken = fc
  .array(fc.record({ at: fc.nat(2000), from: fc.nat(2000), how: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((edits) => {
    let tokens = [...tokensOf(shop)];
    for (const { at, from, how } of edits) {
      const position = at % tokens.length;
      const token = tokens[position] ?? '';
      const other = tokens[from % tokens.length] ?? '';
      const replacement = [[], [token, ' ', token], [other], [other, ' ', token]][how] ?? [];
      tokens = tokens.toSpliced(position, 1, ...replacement);
    }
    return head + tokens.join('');
  });

function modelOf(text: string): Model | undefined {
  return readModelText(text).model;
}

function checked(text: string): readonly string[] {
  const { model, diagnostics } = readModelText(text);
  return [...diagnostics, ...(model ? checkModel(model) : [])].map(
    ({ code, message }) => `${code} ${message}`,
  );
}

describe('checkModel', () => {
  it('never throws, whatever is left of a text', () => {
    let models = 0;
    fc.assert(
      fc.property(broken, (text) => {
        const model = modelOf(text);
        if (!model) return;
        models += 1;
        const found = checkModel(model);
        expect(found).toEqual(found.toSorted(compareDiagnostics));
        for (const { origin } of found) expect(origin.start.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: Number(process.env['CHECK_RUNS'] ?? 1000) },
    );
    expect(models).toBeGreaterThan(500);
    expect(checked(head + shop)).toEqual([]);
  }, 600_000);

  it('bears structures, types and derivations that nest or lead on thousands of times', () => {
    const numbers = Array.from({ length: 5000 }, (_, number) => number);
    const text = `model M version 1 context C {
      ${numbers.map((n) => `value V${n} { v: V${(n + 1) % 5000}? }`).join('\n')}
      ${numbers.map((n) => `type T${n} = T${(n + 1) % 5000}`).join('\n')}
      value D { ${numbers.map((n) => `derived d${n}: Integer = d${(n + 1) % 5000}`).join('\n')} } }`;
    const { model } = readModelText(text);
    expect(model && checkModel(model).map(({ code }) => code)).toEqual([
      'cyclic-containment',
      'cyclic-type',
      'cyclic-derivation',
    ]);
  }, 60_000);

  it('runs a check behind those whose findings it relies on', () => {
    const seen = new Set<string>();
    // What evaluates a model comes behind all that may find it without a meaning.
    const errors = modelChecks.flatMap(({ code, severity, after }) =>
      severity === 'error' && after !== 'errors' ? [code] : [],
    );
    for (const { code, after = [] } of modelChecks) {
      for (const earlier of after === 'errors' ? errors : after) expect(seen).toContain(earlier);
      seen.add(code);
    }
    expect(seen.size).toBe(modelChecks.length);
  });
});
