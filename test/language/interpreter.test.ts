import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { judge } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import { indexModel } from '../../pim/model-index.ts';

/** The verdict on one rule over an instance of a value with a field of every kind. */
function verdict(condition: string, instance: JsonValue): boolean {
  const text = `model M version 1 context C {
    enum Level { LOW = "low", MIDDLE = "mid", HIGH = "high" }
    value Part { name: String(0..50), size: Integer(0..9000000000000000), note: String(0..50)?, tags: String(0..9)[0..9] }
    value Whole {
      text: String(0..50)  other: String(0..50)?  n: Integer  m: Integer?  x: Number  level: Level = LOW
      day: Date?  at: DateTime?  flag: Boolean = false  parts: Part[0..9]  names: String(0..50)[0..9]  numbers: Integer[0..9]
      derived total: Integer = parts.sum(p => p.size)
      rule R: ${condition}
    } }`;
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  const index = indexModel(model);
  const whole = {
    text: '',
    n: 0,
    x: 0,
    parts: [],
    names: [],
    numbers: [],
    ...(instance as object),
  } as JsonValue;
  const violations = judge(index, 'M.C.Whole', whole);
  expect(violations.filter((one) => one.constraint !== 'rule')).toEqual([]);
  return violations.length === 0;
}

const part = (name: string, size: number, more: object = {}): JsonValue =>
  ({ name, size, tags: [], ...more }) as JsonValue;

describe('a rule means', () => {
  it.each<[condition: string, instance: JsonValue, holds: boolean]>([
    ['n == 3', { n: 3 }, true],
    ['n != 3', { n: 3 }, false],
    ['n < 3 or n > 5', { n: 4 }, false],
    ['n <= 3 and n >= 3', { n: 3 }, true],
    // Precedence: implies is loosest and to the right, `not` is looser than a comparison.
    ['flag implies flag implies n == 1', { n: 0 }, true],
    ['not n == 3', { n: 4 }, true],
    ['n == 1 or n == 2 and flag', { n: 1 }, true],
    ['n + 2 * 3 == 7', { n: 1 }, true],
    ['(n + 2) * 3 == 9', { n: 1 }, true],
    ['n - 1 - 1 == 0', { n: 2 }, true],
    ['-n == 5', { n: -5 }, true],
    // Division truncates toward zero, the remainder has the dividend's sign.
    ['n / 2 == -3', { n: -7 }, true],
    ['n % 2 == -1', { n: -7 }, true],
    ['n / -2 == -3', { n: 7 }, true],
    // Exact past 2^53.
    ['n * n + 1 != n * n', { n: 9007199254740991 }, true],
    ['x < 0.5', { x: 0.25 }, true],
    ['x == 1', { x: 1 }, true],
    ['x >= n', { x: 2.5, n: 2 }, true],
    // Absence: null is absence; defaults are taken first.
    ['m is present', { m: null }, false],
    ['m is absent', {}, true],
    ['m is present and m > 3', { m: 4 }, true],
    ['(m ?? 7) == 7', {}, true],
    ['(m ?? 7) == 7', { m: 0 }, false],
    ['level == LOW', {}, true],
    ['level == LOW', { level: null }, true],
    ['level == HIGH', { level: 'high' }, true],
    ['level in [LOW, MIDDLE]', { level: 'mid' }, true],
    ['level == Level.MIDDLE', { level: 'mid' }, true],
    ['level.rank >= Level.MIDDLE.rank', { level: 'high' }, true],
    ['if flag then n == 1 else n == 2', { flag: true, n: 1 }, true],
    ['if flag then n == 1 else n == 2', { n: 1 }, false],
    // Strings: code points, ASCII case, the language's own white space.
    ['text.size == 2', { text: '😀é' }, true],
    ['text < "\uFF5E"', { text: '😀' }, false],
    ['text == "é"', { text: 'e\u0301' }, false],
    ['text.lowerAscii == "İa"', { text: 'İA' }, true],
    ['text.upperAscii == "ßA"', { text: 'ßa' }, true],
    ['text.startsWith("a%")', { text: 'abc' }, false],
    ['text.endsWith("")', { text: 'abc' }, true],
    ['text.contains("_")', { text: 'a_b' }, true],
    ['text.isBlank', { text: ' \t\n' }, true],
    ['text.isBlank', { text: '\u00A0' }, false],
    ['text.isTrimmed', { text: 'a\u00A0' }, true],
    ['text.isTrimmed', { text: 'a\n' }, false],
    ['text.matches(/a+/)', { text: 'aaa' }, true],
    ['text.matches(/a+/)', { text: 'aaa\n' }, false],
    ['text.matches(/.+/)', { text: 'a\nb' }, false],
    ['text.matches(/a|b/)', { text: 'ab' }, false],
    // Lists: vacuous truth, zero sums.
    ['parts.all(p => p.size > 3)', {}, true],
    ['parts.any(p => p.size > 3)', {}, false],
    ['parts.none(p => p.size > 3)', {}, true],
    ['parts.count(p => p.size > 3) == 1', { parts: [part('a', 4), part('b', 1)] }, true],
    ['parts.sum(p => p.size) == 5', { parts: [part('a', 4), part('b', 1)] }, true],
    ['total == 5', { parts: [part('a', 4), part('b', 1)] }, true],
    ['parts.sum(p => p.size) > 9007199254740992', { parts: [part('a', 9e15), part('b', 9e15)] }, true],
    ['numbers.sum == 6', { numbers: [1, 2, 3] }, true],
    ['numbers.sum == 0', {}, true],
    ['parts.unique(p => p.name)', { parts: [part('a', 1), part('a', 2)] }, false],
    ['names.unique', { names: ['a', 'A'] }, true],
    ['names.unique', {}, true],
    ['text in names', { text: 'b', names: ['a', 'b'] }, true],
    ['3 in numbers', { numbers: [1, 2] }, false],
    ['parts.size == 2', { parts: [part('a', 1), part('b', 2)] }, true],
    [
      'parts.all(p => p.note is present implies p.note == text)',
      { text: 'a', parts: [part('a', 1, { note: 'a' }), part('b', 1)] },
      true,
    ],
    ['parts.all(p => parts.none(q => q.name != p.name))', { parts: [part('a', 1), part('b', 1)] }, false],
    ['parts.any(p => p.tags.any(t => t == p.name))', { parts: [part('a', 1, { tags: ['b', 'a'] })] }, true],
    ['day is present and day < "2024-03-01"', { day: '2024-02-29' }, true],
  ])('%s on %j: %s', (condition, instance, holds) => {
    expect(verdict(condition, instance)).toBe(holds);
  });
});
