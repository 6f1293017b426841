import * as fc from 'fast-check';
import type { JsonValue } from '../../pim/json.ts';

/** What random rules are about: a value with a field of each kind, whose few values meet one another. */
export const probeFields = `
    flag: Boolean
    maybeFlag: Boolean?
    small: Integer(-4..4)
    large: Integer
    other: Integer?
    real: Number
    even: Even
    state: State
    maybeState: State?
    text: String(0..5)
    name: Name
    label: Label?
    day: Date
    maybeDay: Date?
    inner: Inner?
    deep: Deep?
    texts: String(0..5)[0..3]
    names: Name[0..3]
    numbers: Integer(-4..4)[0..3]
    larges: Integer[0..3]
    states: State[0..3]
    inners: Inner[0..3]`;

export const probeDeclarations = `
  type Even = Integer(-4..4)
  type Name = String(0..5)
  type Label = String(0..5)
  enum State { A, B = "b", C }
  value Inner { count: Integer(-4..4), note: String(0..5)?, name: Name, state: State?, derived twice: Integer = count * 2 }
  value Deep { inner: Inner?, flag: Boolean?, derived title: String(0..5) = if inner is present then inner.name else "none" }`;

// UTF-16 units order the last two the other way round than code points do.
const text = fc.constantFrom('', 'a', 'A', 'ab', 'b', ' a', '\t', 'aé', '\uFF5E', '😀');
const small = fc.integer({ min: -4, max: 4 });
const large = fc.constantFrom(0, 1, -1, 2, -3, 7, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 52 + 1, 94906267);
const state = fc.constantFrom('A', 'b', 'C');
const day = fc.constantFrom('2000-02-29', '2000-03-01', '1999-12-31');
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { nil: null });
const few = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(value, { maxLength: 3 });
const inner = fc.record({ count: small, note: optional(text), name: text, state: optional(state) });

/** Instances of which none is of the wrong shape. */
export const probeInstance: fc.Arbitrary<JsonValue> = fc.record({
  flag: fc.boolean(),
  maybeFlag: optional(fc.boolean()),
  small,
  large,
  other: optional(large),
  real: fc.constantFrom(0, 1, 0.5, -1.5, 3, 2 ** 53, 2 ** 60),
  even: small,
  state,
  maybeState: optional(state),
  text,
  name: text,
  label: optional(text),
  day,
  maybeDay: optional(day),
  inner: optional(inner),
  deep: optional(fc.record({ inner: optional(inner), flag: optional(fc.boolean()) })),
  texts: few(text),
  names: few(text),
  numbers: few(small),
  larges: few(large),
  states: few(state),
  inners: few(inner),
});

const comparison = fc.constantFrom('==', '!=');
const order = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const infix = (
  left: fc.Arbitrary<string>,
  operator: fc.Arbitrary<string>,
  right: fc.Arbitrary<string>,
): fc.Arbitrary<string> => fc.tuple(left, operator, right).map((parts) => `(${parts.join(' ')})`);

const conditions = fc.letrec<Record<'condition' | 'integer' | 'text' | 'state', string>>((tie) => {
  const [condition, integer, texts, states] = [tie('condition'), tie('integer'), tie('text'), tie('state')];
  const guarded = (path: string, use: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .tuple(condition, use)
      .chain(([test, one]) =>
        fc.constantFrom(
          `(${path} is absent or ${one})`,
          `(${path} is present implies ${one})`,
          `(${path} is present and (${test}) and ${one})`,
          `(not (${path} is absent or not (${one})))`,
          `(if ${path} is present then ${one} else ${test})`,
        ),
      );
  return {
    integer: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        'small',
        'large',
        'even',
        'numbers.size',
        'texts.size',
        'text.size',
        'numbers.sum',
        'larges.sum',
      ),
      fc.constantFrom(
        '0',
        '1',
        '3',
        '-2',
        '9007199254740991',
        'state.rank',
        '(other ?? 2)',
        '(inner.count ?? small)',
      ),
      fc.constantFrom('(deep.inner.twice ?? 1)', '(inner.twice ?? large)', 'inners.sum(i => i.twice)'),
      infix(integer, fc.constantFrom('+', '-', '*'), integer),
      infix(integer, fc.constantFrom('/', '%'), fc.constantFrom('2', '-3', '7')),
      integer.map((one) => `(-${one})`),
      fc
        .tuple(condition, integer, integer)
        .map(([test, one, another]) => `(if ${test} then ${one} else ${another})`),
      integer.map((one) => `larges.sum(n => n * ${one})`),
      condition.map((one) => `numbers.count(n => n > 1 or ${one})`),
    ),
    text: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        'text',
        'name',
        '"a"',
        '""',
        '"😀"',
        '(label ?? text)',
        '(inner.note ?? name)',
        '(inner.name ?? "b")',
      ),
      fc.constantFrom(
        '(deep.title ?? name)',
        'text.lowerAscii',
        'name.upperAscii',
        '(deep.inner.note ?? inner.note ?? "")',
      ),
      fc
        .tuple(condition, texts, texts)
        .map(([test, one, another]) => `(if ${test} then ${one} else ${another})`),
    ),
    state: fc.constantFrom('state', '(maybeState ?? state)', 'A', 'B', '(inner.state ?? C)'),
    condition: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('flag', '(maybeFlag ?? flag)', '(deep.flag ?? true)', 'numbers.unique', 'texts.unique'),
      fc.constantFrom(
        'inners.unique(i => i.name)',
        'text.isBlank',
        'name.isTrimmed',
        '(day > "2000-01-01")',
        '(inner.note is present)',
      ),
      fc.constantFrom(
        'larges.unique(n => n * n)',
        '(deep.inner.state is absent)',
        'text.matches(/[a-z]+é?/)',
        '(name in names)',
      ),
      fc.constantFrom(
        '(text in names)',
        '("a" in texts)',
        '(state in states)',
        '(B in states)',
        '(large in numbers)',
        '(small in larges)',
      ),
      fc.constantFrom(
        '(flag == true)',
        '(flag != false)',
        '(flag == (small > 0))',
        '(state != state)',
        '(real in [0, 0.5, large])',
      ),
      infix(condition, fc.constantFrom('and', 'or', 'implies'), condition),
      infix(condition, fc.constantFrom('and', 'or', 'implies'), condition),
      infix(condition, comparison, condition),
      infix(integer, order, integer),
      infix(integer, order, fc.constantFrom('real', '0.5', 'small')),
      infix(texts, order, texts),
      infix(states, comparison, states),
      infix(states, comparison, states),
      infix(fc.constantFrom('day', '(maybeDay ?? day)'), order, fc.constantFrom('day', '"2000-02-29"')),
      infix(fc.constantFrom('small', 'even', 'text.size'), comparison, fc.constantFrom('1', '2', 'even')),
      infix(fc.constantFrom('text', 'name'), comparison, fc.constantFrom('"a"', '"ab"', 'name')),
      condition.map((one) => `(not ${one})`),
      fc.tuple(integer, integer, integer).map(([one, a, b]) => `(${one} in [${a}, ${b}])`),
      fc.tuple(states, states, states).map(([one, a, b]) => `(${one} in [${a}, ${b}])`),
      fc.tuple(texts, texts, texts).map(([one, a, b]) => `(${one} in [${a}, ${b}])`),
      fc
        .tuple(texts, fc.constantFrom('startsWith', 'endsWith', 'contains'), texts)
        .map(([one, test, other]) => `${one}.${test}(${other})`),
      fc
        .tuple(
          fc.constantFrom('all', 'any', 'none'),
          fc.constantFrom('small', 'i.twice', 'numbers.size'),
          condition,
        )
        .map(
          ([quantifier, other, test]) =>
            `inners.${quantifier}(i => i.count < ${other} or (i.note ?? name) == text and ${test})`,
        ),
      fc
        .tuple(fc.constantFrom('all', 'any', 'none'), condition)
        .map(([quantifier, test]) => `states.${quantifier}(s => s == state or s != A and ${test})`),
      guarded(
        'inner',
        fc.constantFrom('inner.count > 0', 'inners.any(i => i.name == inner.name)', 'inner.twice == small'),
      ),
      guarded(
        'label',
        fc.constantFrom('label == name', 'label.size > 1', 'names.none(n => n == label)', 'label in texts'),
      ),
      guarded(
        'other',
        fc.constantFrom('other * other > large', 'larges.all(n => n <= other)', 'other in [1, small]'),
      ),
      guarded(
        'maybeState',
        fc.constantFrom(
          'maybeState == state',
          'maybeState == B',
          'states.all(s => s != maybeState)',
          'maybeState.rank < 2',
        ),
      ),
      guarded('maybeDay', fc.constantFrom('maybeDay < day', 'maybeDay == "2000-03-01"')),
      guarded(
        'deep.inner',
        fc.constantFrom(
          'deep.inner.count == small',
          'inners.all(i => i.count <= deep.inner.count)',
          'deep.title == deep.inner.name',
        ),
      ),
      guarded(
        'deep.inner.note',
        fc.constantFrom('deep.inner.note == text', 'texts.any(t => t < deep.inner.note)'),
      ),
    ),
  };
});

/** Conditions over the probe's fields, as a model writes them. A few of them are refused by the checks. */
export const randomRule: fc.Arbitrary<string> = conditions.condition;

/** Conditions that TypeScript would refuse, or doubles would get wrong, if they were written down plainly. */
export const awkwardRules: readonly string[] = [
  'large * large in [0.5, real, large]',
  '(if flag then large * 9 else 3) in [real, -0.5]',
  'large * large + small > large * large',
  'large * large + small == large * large + even',
  'large * 3 + small != large * 3',
  '(large * large + 1) % 2 == 0',
  '(large * large - 1) / 3 < large * large / 3',
  'larges.sum(n => n * n) + small <= larges.sum(n => n * n)',
  'larges.unique(n => n * n + small)',
  'real == large * 128 or real > large * large',
  'large * 4 in [large * 2 + large * 2 + small, 0]',
  '(other ?? large * large) - small < (other ?? large * large)',
  '(if flag then large * 2 else small) != large * 2',
  'large * large in larges or small == 0',
  '(if inner is absent then (inner.note ?? name) else name) == text',
  '(if inner is absent then (deep.inner.note ?? inner.note ?? "") else name) == text',
  'inner is absent and (inner.note is absent or inner.twice is present) implies (inner.twice ?? small) > 0',
  'deep is absent implies (deep.title ?? name) == (deep.inner.note ?? text)',
  'label is absent and label is present and label.size > 1 or flag',
  'label is present implies label is absent or label.size > 1',
  'not (label is present and label is absent) and flag',
  '((label is present and label is absent) or (label is absent and label is present)) and label.size > 1 or flag',
  'inner is absent implies (inner.state ?? C) != B or flag',
  'maybeState is present and B != (maybeState ?? state) and maybeState == B or flag',
  'text == "a" and text != "a" and text.size > 0 or flag',
  'small == 1 and small == 2 or small == 3 and small != 3',
  'state == A implies not (state == B) or state != C',
  'state == A or state == B or state == C',
  'state != A and state != B and state != C or state == A',
  'flag and not flag or flag == (small > 0) and flag == true',
  'state == A and maybeState is present and maybeState == B and state == maybeState or flag',
  'inner is present implies inners.all(i => (inner.note ?? "x") != i.name or inners.any(j => j.count > inner.count))',
  'deep.inner.note is present implies texts.all(t => t != deep.inner.note and deep.title != t)',
  'states.all(s => s == A or states.any(t => s == B and t != s))',
  '"a" == "a" and 1 == 1 or flag',
  'small in [1, 1] or A in [A, state] or "a" in ["b", name]',
  'text < "b" or text > name and "😀" > text',
];
