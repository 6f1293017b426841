import * as fc from 'fast-check';
import type { JsonValue } from '../../pim/json.ts';

/** As random-rules.ts, for Decimals, Durations, moments, networks, callers, maps, shapes and lookups. */
export const valueFields = `
    flag: Boolean
    count: Integer(-3..3)
    price: Decimal(-5..5, scale 2)
    maybePrice: Decimal(-5..5, scale 2)?
    fee: Fee
    huge: Decimal(scale 1)
    prices: Decimal(-5..5, scale 2)[0..3]
    span: Duration(0ms..2s)
    maybeSpan: Duration?
    at: DateTime
    maybeAt: DateTime?
    day: Date
    ip: Ipv4
    maybeIp: Ipv4?
    ips: Ipv4[0..3]
    net: Ipv4Cidr network
    maybeCidr: Ipv4Cidr?
    who: Caller
    maybeWho: Caller?
    labels: Map(Label, String(0..9))[0..3]
    maybeLabels: Map(Label, String(0..9))?
    levels: Map(Level, Integer(-3..3))[0..3]
    fees: Map(String(0..9), Decimal(-5..5, scale 2))[0..3]
    shape: Shape
    maybeShape: Shape?
    shapes: Shape[0..3]
    things: Thing[0..3] unique by name
    derived age: Duration? = if maybeAt is present then maybeAt - at else absent
    derived total: Decimal(scale 2) = prices.sum
    derived due: DateTime = at + span * 2`;

export const valueDeclarations = `
  type Fee = Decimal(-5..5, scale 2) where it != 4.99
  type Label = String(0..9)
  enum Level { LOW, MIDDLE = "mid", HIGH }
  value Shape is one of {
    Circle { radius: Integer(-3..3), name: String(0..9)? rule Kept: radius != -3 }
    Square = "sq" { side: Integer(-3..3), name: String(0..9)?, corner: Decimal(-5..5, scale 2)?, level: Level derived area: Integer = side * side }
    Dot
  } by form
  value Thing { name: Label, size: Integer(-3..3), price: Decimal(-5..5, scale 2)?, of: Level }`;

const decimal = fc.constantFrom('0.00', '1.50', '-1.50', '0.01', '4.99', '5.00', '-5.00', '2.25', '3.33');
const huge = fc.constantFrom('0.0', '99999999999999.9', '-99999999999999.9', '0.1', '1.5');
const text = fc.constantFrom('', 'a', 'ab', 'é', '😀', '__proto__', 'b');
const small = fc.integer({ min: -3, max: 3 });
const level = fc.constantFrom('LOW', 'mid', 'HIGH');
const span = fc.constantFrom(0, 1, 1000, 2000, 1500);
const at = fc.constantFrom(
  '1970-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2024-02-29T12:00:00.500Z',
  '2024-02-29T12:00:01.000Z',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00.000Z',
);
const ip = fc.constantFrom(
  '10.0.0.1',
  '9.255.255.255',
  '10.0.0.10',
  '192.0.2.1',
  '0.0.0.0',
  '255.255.255.255',
);
const network = fc.constantFrom(
  '10.0.0.0/8',
  '10.0.0.0/30',
  '0.0.0.0/0',
  '192.0.2.0/24',
  '10.0.0.8/29',
  '255.255.255.255/32',
);
const cidr = fc.oneof(network, fc.constantFrom('10.0.0.1/8', '192.0.2.77/24', '10.0.0.9/29'));
const who = fc.constantFrom('alice', 'bob', 'Alice');
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { nil: null });
const few = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(value, { maxLength: 3 });
const map = (key: fc.Arbitrary<string>, value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.array(fc.tuple(key, value), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));
const shape: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.record({ form: fc.constant('Circle'), radius: fc.integer({ min: -2, max: 3 }), name: optional(text) }),
  fc.record({ form: fc.constant('sq'), side: small, name: optional(text), corner: optional(decimal), level }),
  fc.record({ form: fc.constant('Dot') }),
);
const thing = fc.record({ name: text, size: small, price: optional(decimal), of: level });

/** Instances of which none is of the wrong shape. */
export const valueInstance: fc.Arbitrary<JsonValue> = fc.record({
  flag: fc.boolean(),
  count: small,
  price: decimal,
  maybePrice: optional(decimal),
  fee: decimal.filter((one) => one !== '4.99'),
  huge,
  prices: few(decimal),
  span,
  maybeSpan: optional(fc.oneof(span, fc.constantFrom(-1, 2 ** 53 - 1, -(2 ** 53 - 1)))),
  at,
  maybeAt: optional(at),
  day: fc.constantFrom('1970-01-01', '1969-12-31', '2024-02-29', '0001-01-01', '9999-12-31'),
  ip,
  maybeIp: optional(ip),
  ips: few(ip),
  net: network,
  maybeCidr: optional(cidr),
  who,
  maybeWho: optional(who),
  labels: map(text, text),
  maybeLabels: optional(map(text, text)),
  levels: map(level, small),
  fees: map(fc.constantFrom('', 'a', 'ab'), decimal),
  shape,
  maybeShape: optional(shape),
  shapes: few(shape),
  things: fc.uniqueArray(thing, { maxLength: 3, selector: (one) => one.name }),
});

const order = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const quantifier = fc.constantFrom('all', 'any', 'none');
const infix = (
  left: fc.Arbitrary<string>,
  operator: fc.Arbitrary<string>,
  right: fc.Arbitrary<string>,
): fc.Arbitrary<string> => fc.tuple(left, operator, right).map((parts) => `(${parts.join(' ')})`);

type Part = 'condition' | 'decimal' | 'whole' | 'span' | 'moment' | 'address';

const conditions = fc.letrec<Record<Part, string>>((tie) => {
  const [condition, decimals, whole] = [tie('condition'), tie('decimal'), tie('whole')];
  const [spans, moments, addresses] = [tie('span'), tie('moment'), tie('address')];
  const choice = (one: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(condition, one, one).map(([test, yes, no]) => `(if ${test} then ${yes} else ${no})`);
  const guarded = (path: string, use: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .tuple(condition, use)
      .chain(([test, one]) =>
        fc.constantFrom(
          `(${path} is absent or ${one})`,
          `(${path} is present implies ${one})`,
          `(${path} is present and (${test}) and ${one})`,
          `(if ${path} is present then ${one} else ${test})`,
        ),
      );
  const shaped = (path: string, name: string, use: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .tuple(condition, use)
      .chain(([test, one]) =>
        fc.constantFrom(
          `(${path} is ${name} implies ${one})`,
          `(not (${path} is ${name}) or ${one})`,
          `(${path} is ${name} and ${one} or ${test})`,
          `(if ${path} is ${name} then ${one} else ${test})`,
        ),
      );
  return {
    whole: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom(
        'count',
        '2',
        '-1',
        'labels.size',
        'prices.size',
        'net.prefixLength',
        'levels.keys.size',
      ),
      fc.constantFrom(
        'span.millis',
        'at.millis',
        'day.epochDay',
        'levels.values.sum',
        '(levels[HIGH] ?? count)',
      ),
      fc.constantFrom(
        '(things["a"].size ?? 0)',
        'labels.count((k, v) => k == v)',
        'shapes.count(s => s is Dot)',
      ),
      infix(whole, fc.constantFrom('+', '-', '*'), whole),
    ),
    decimal: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('price', 'fee', 'total', '(maybePrice ?? fee)', 'prices.sum'),
      fc.constantFrom(
        '(fees["a"] ?? price)',
        '(things["ab"].price ?? 1.25)',
        'fees.values.sum',
        'prices.sum(p => p * count)',
      ),
      infix(decimals, fc.constantFrom('+', '-'), decimals),
      infix(decimals, fc.constantFrom('+', '-'), fc.constantFrom('1.5', '-0.01', '0')),
      infix(decimals, fc.constant('*'), whole),
      infix(whole, fc.constant('*'), decimals),
      infix(decimals, fc.constant('/'), fc.constantFrom('2', '-3', '7')),
      decimals.map((one) => `(-${one})`),
      choice(decimals),
      fc.tuple(whole, fc.constantFrom('3', '-7')).map(([one, by]) => `ratio(${one}, ${by}, scale 2)`),
      fc.tuple(decimals, fc.constantFrom('3', '-7')).map(([one, by]) => `ratio(${one}, ${by}, scale 2)`),
      decimals.map((one) => `ratio(${one}, huge + 100000000000000.5 + 1, scale 2)`),
    ),
    span: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('span', '1s', '0ms', '3 days', '(maybeSpan ?? span)', '(age ?? 1min)'),
      infix(spans, fc.constantFrom('+', '-'), spans),
      infix(spans, fc.constant('*'), whole),
      infix(spans, fc.constant('/'), fc.constantFrom('2', '-3')),
      infix(moments, fc.constant('-'), moments),
      spans.map((one) => `(-${one})`),
      choice(spans),
    ),
    moment: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('at', '(maybeAt ?? at)', 'due', '(maybeAt ?? at + span)'),
      infix(moments, fc.constantFrom('+', '-'), spans),
      infix(spans, fc.constant('+'), moments),
      choice(moments),
    ),
    address: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('ip', 'net.network', '(maybeIp ?? ip)', '(maybeIp ?? net.network)'),
      choice(addresses),
    ),
    condition: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        'flag',
        'prices.unique',
        'ips.unique',
        '(who == (maybeWho ?? who))',
        '(maybeLabels is present)',
      ),
      fc.constantFrom(
        '(price in prices)',
        '(0.01 in prices)',
        '(ip in ips)',
        '("10.0.0.1" in ips)',
        '(who != who)',
      ),
      fc.constantFrom(
        '(fee in [price, 1.5, 2])',
        '(span in [1s, 2s, maybeSpan ?? 1ms])',
        '(ip in ["10.0.0.1", maybeIp ?? ip])',
      ),
      fc.constantFrom(
        'things.unique(t => t.price ?? 0)',
        'prices.unique(p => p * 2)',
        '(shape is Circle)',
        '(shape is Dot)',
      ),
      fc.constantFrom(
        'labels.has("a")',
        '(labels["a"] is present)',
        '(labels["a"] ?? "b") == "b"',
        'labels.has(labels["a"] ?? "b")',
      ),
      fc.constantFrom(
        '(things["a"] is absent)',
        '(things["a"].of ?? LOW) == HIGH',
        '(things[labels["a"] ?? "b"] is present)',
      ),
      fc.constantFrom(
        '(maybeLabels is absent or maybeLabels.size > 1)',
        '(maybeLabels is present and maybeLabels["a"] is present)',
        'fees.has("")',
        '(levels[MIDDLE] is absent)',
      ),
      infix(condition, fc.constantFrom('and', 'or', 'implies'), condition),
      infix(decimals, order, decimals),
      infix(decimals, order, fc.constantFrom('1.5', '-0.01', '0', '4.99')),
      infix(fc.constantFrom('0.01', '2'), order, decimals),
      infix(spans, order, spans),
      infix(moments, order, moments),
      infix(addresses, order, addresses),
      infix(addresses, order, fc.constantFrom('"10.0.0.10"', '"9.0.0.0"')),
      infix(whole, order, whole),
      infix(fc.constant('net'), order, fc.constantFrom('"10.0.0.0/9"', 'net', '(maybeCidr ?? net)')),
      infix(
        fc.constantFrom('at', 'due', '(maybeAt ?? at)'),
        order,
        fc.constant('"2024-02-29T12:00:00.500Z"'),
      ),
      infix(fc.constant('day'), order, fc.constant('"2000-01-01"')),
      addresses.map((one) => `net.contains(${one})`),
      fc.constantFrom('net.overlaps("10.0.0.0/29")', '"10.0.0.0/8" == net', 'net.contains("10.0.0.8/30")'),
      condition.map((one) => `(not ${one})`),
      fc
        .tuple(quantifier, condition)
        .map(([one, test]) => `labels.${one}((k, v) => k == v or v.size > count or ${test})`),
      fc
        .tuple(quantifier, condition)
        .map(([one, test]) => `levels.${one}((l, n) => l == HIGH or n < count or l.rank > n and ${test})`),
      fc.tuple(quantifier, decimals).map(([one, other]) => `fees.${one}((k, v) => v > ${other})`),
      fc.tuple(quantifier, decimals).map(([one, other]) => `prices.${one}(p => p >= ${other})`),
      fc
        .tuple(quantifier, condition)
        .map(
          ([one, test]) => `labels.keys.${one}(k => k == "a" or labels.values.any(v => v == k) and ${test})`,
        ),
      fc
        .tuple(quantifier, condition)
        .map(
          ([one, test]) =>
            `shapes.${one}(s => s is Square and s.area > count and (s.corner ?? price) < 2 or s is Circle and s.radius == count or ${test})`,
        ),
      guarded(
        'maybePrice',
        fc.constantFrom('maybePrice < price', 'maybePrice in prices', 'prices.all(p => p != maybePrice)'),
      ),
      guarded(
        'maybeSpan',
        fc.constantFrom('maybeSpan > span', 'maybeSpan + maybeSpan > 1s', 'at + maybeSpan > at'),
      ),
      guarded(
        'maybeAt',
        fc.constantFrom(
          'maybeAt >= at',
          'maybeAt - at > 1s',
          '(age ?? span) >= span',
          'maybeAt + span != due',
        ),
      ),
      guarded(
        'maybeCidr',
        fc.constantFrom('maybeCidr.contains(ip)', 'net.overlaps(maybeCidr)', 'maybeCidr.prefixLength > 20'),
      ),
      guarded(
        'maybeLabels',
        fc.constantFrom('maybeLabels.has("a")', 'maybeLabels.all((k, v) => labels.has(k))'),
      ),
      guarded('things["a"]', fc.constantFrom('things["a"].size > count', 'things["a"].of == LOW')),
      guarded(
        'labels["a"]',
        fc.constantFrom('labels["a"].size > 0', 'labels["a"] == "b"', 'labels["a"].startsWith("a")'),
      ),
      shaped(
        'shape',
        'Circle',
        fc.constantFrom('shape.radius > count', 'shapes.none(s => s is Circle and s.radius == shape.radius)'),
      ),
      shaped(
        'shape',
        'Square',
        fc.constantFrom(
          'shape.side == count',
          'shape.area > 2',
          '(shape.corner ?? price) == fee',
          'shape.level != HIGH',
          'shape.level.rank > 0',
        ),
      ),
      guarded(
        'maybeShape',
        shaped(
          'maybeShape',
          'Square',
          fc.constantFrom(
            'maybeShape.side > 0',
            'maybeShape.area == count',
            '(maybeShape.name ?? "a") == "b"',
          ),
        ),
      ),
    ),
  };
});

/** Conditions over the fields, as a model writes them. A few of them are refused by the checks. */
export const valueRule: fc.Arbitrary<string> = conditions.condition;

/** Conditions at the edges of what TypeScript takes. */
export const awkwardValueRules: readonly string[] = [
  'maybeSpan is present implies maybeSpan + maybeSpan + maybeSpan > maybeSpan * 3 - 1ms',
  'maybeSpan is present implies at + maybeSpan + maybeSpan - maybeSpan == at + maybeSpan',
  'maybeSpan is present implies (at + maybeSpan).millis - at.millis == maybeSpan.millis',
  'at + span in [at, due, maybeAt ?? at]',
  'shape is Circle and shape is Dot or flag',
  'shape is Circle implies not (shape is Square) and not (shape is Dot)',
  'not (shape is Circle) and not (shape is Square) implies shape is Dot',
  'not (shape is Circle) and not (shape is Square) and not (shape is Dot) or flag',
  'shape is Square and shape.level == LOW implies shape.level != HIGH',
  'shape is Square and shape.level == LOW and shape.level == HIGH or flag',
  'shape is Square implies shapes.any(s => s is Square and s.level == shape.level) or flag',
  'shape is Square and shape.corner is present implies prices.all(p => p < shape.corner or p == 0)',
  'shapes.all(s => (if s is Square then s.side else if s is Circle then s.radius else 0) <= 2)',
  'huge * 1000000 + huge > huge * 1000001 - 0.1',
  'ratio(huge, 3, scale 1) * 3 <= huge + 0 or huge < 0',
  'huge == 99999999999999.9 or huge != -99999999999999.9',
  'labels["__proto__"] is present or labels.size >= 0',
  'labels.has("__proto__") implies labels["__proto__"].size < 2',
  'things.all(t => not labels.has(t.name) or labels[t.name].size <= t.size)',
  'maybeLabels is present and maybeLabels.has("b") implies maybeLabels["b"].startsWith("a")',
  '(if fees.has("a") then fees["a"] else 0) <= price or not levels.has(LOW)',
  'labels.has("__proto__") == (labels["__proto__"] is present)',
  'levels.all((l, n) => l == LOW implies l != HIGH and n >= -3)',
  'levels.keys.all(l => l in [LOW, HIGH] or l.rank == 1)',
  'net == "10.0.0.0/8" implies net != "10.0.0.0/30"',
  '"10.0.0.1" == ip or ip != "10.0.0.10"',
  '(maybeCidr ?? net) == net or net.contains(ip)',
  'price * count * count * count * 1000000000 >= -135000000000',
  'prices.sum(p => p * count) == prices.sum * count',
];

/** Conditions that a schema can hold: few of the random ones can be. */
export const schemaValueRules: readonly string[] = [
  'price > 1.5',
  'price <= -1.5 or price == 4.99',
  'not (price >= 0) and flag',
  'fee in [1.5, 2.25, -5]',
  'huge < -99999999999999.8',
  'huge >= 99999999999999.9 or huge == 0',
  '(maybePrice ?? 1.5) > 1.49',
  '(if flag then price else fee) < 0.01',
  '1.5 < price and 2 > 1.5',
  'prices.all(p => p >= 1.5 or p == 0)',
  'prices.any(p => p < -1.49)',
  'prices.unique',
  '1.5 in prices',
  'span <= 1500ms and span.millis != 1000',
  '(maybeSpan ?? 1s) == 1s',
  'maybeSpan is present implies maybeSpan > 0ms',
  'ip in ["10.0.0.1", "192.0.2.1"]',
  'ips.unique and "10.0.0.1" in ips',
  'net == "10.0.0.0/8"',
  'labels.has("a") or labels.has("ab")',
  'not labels.has("__proto__")',
  '(labels["a"] ?? "b") == "b"',
  'labels["a"] is present implies labels["a"].size > 1',
  'labels.has("a") implies labels["a"].size > 1',
  'labels["ab"] is absent or labels["ab"].startsWith("a")',
  'labels.size == 2 or labels.keys.size < 2',
  'labels.all((k, v) => v.size <= 2)',
  'labels.none((k, v) => v == "😀")',
  'labels.any((k, v) => v == "b" or v.isBlank)',
  'labels.any((k, v) => k.size > 1)',
  'labels.all((k, v) => k.matches(/[a-z]*/) or flag)',
  'labels.keys.none(k => k == "b")',
  'labels.values.any(v => v == "a")',
  '"a" in labels.keys or "b" in labels.values',
  'labels.count((k, v) => true) > 1',
  'maybeLabels is present and maybeLabels.any((k, v) => v == "a")',
  'maybeLabels is present implies maybeLabels.size > 0 and maybeLabels.has("a")',
  'levels.all((l, n) => n > 0)',
  'levels.all((l, n) => l != HIGH)',
  'levels[HIGH] is present implies levels[HIGH] > 1',
  '(levels[MIDDLE] ?? 0) >= 0',
  'fees.any((k, v) => v > 1.5)',
  'shape is Circle',
  'not (shape is Square)',
  'shape is Circle implies shape.radius > 0',
  'shape is Square and shape.corner is present implies shape.corner < 1.5',
  'shape is Square implies shape.level.rank > 0 and (shape.name ?? "a") == "a"',
  'maybeShape is present and maybeShape is Dot',
  'maybeShape is present implies maybeShape is Square and maybeShape.side != 0',
  'shapes.all(s => s is Circle or s is Dot)',
  'shapes.any(s => s is Square and s.side > 0)',
  'shapes.count(s => s is Dot) <= 1',
  'things["a"] is present',
  'things["a"] is absent or things["a"].size > 0',
  '(things["ab"].size ?? 1) > 0',
  '(things["a"].price ?? 1.25) > 1.2',
  'things["b"] is present implies things["b"].of != LOW',
  'flag implies things["a"] is present and things["a"].price is present',
];

/** Every type in every place, and nothing that only rules would refuse. */
export const valueShapes = `model Shapes version 1
context Shop {
  enum Level { LOW, MIDDLE = "mid", HIGH }
  type Price = Decimal(-1..100000, scale 2)
  type Key = String(1..10) matching /[a-z]+/
  type Odd = Integer(0..9) where it % 2 == 1
  value Money { amount: Price, tax: Decimal(scale 2)?, rate: Decimal(0..1, scale 4) = 0.19, whole: Decimal(0..99, scale 0)? }
  value Span { least: Duration(1min..31d) = 15min, most: Duration?, any: Duration }
  value Net { address: Ipv4, network: Ipv4Cidr network, route: Ipv4Cidr?, routes: Ipv4Cidr[0..3] unique }
  value Who { by: Caller, other: Caller? }
  value Maps {
    labels: Map(Key, String(0..20))[0..3]
    levels: Map(Level, Odd)[1..3]
    prices: Map(String(0..5), Price)[0..2]?
    monies: Map(Key, Money)[0..2]
    byAddress: Map(Ipv4, Level)[0..2]
  }
  value Change is one of {
    Added { amount: Price, note: String(1..20)?, level: Level = LOW }
    Removed = "gone" { count: Integer(1..10) = 2, note: String(1..20)? }
    Moved { from: Money, to: Money? rule Away: from.amount != 0 }
    Nothing
  }
  value Changes { first: Change, maybe: Change?, all: Change[0..3] }
  value Line { code: Key, amount: Decimal(0..9, scale 1), level: Level }
  value Lists { byCode: Line[0..3] unique by code, byAmount: Line[0..3] unique by amount, prices: Decimal(0..9, scale 1)[0..3] unique }
  value Tree depth 2 { name: Key, children: Tree[0..3], twig: Tree?, by: Map(Key, Tree)[0..2] }
  value Ring depth 1 { link: Link?, name: Key }
  value Link { ring: Ring?, step: Step? }
  value Step is one of { On { ring: Ring } Off { again: Level } } by way
  value Twisted depth 3 { knot: Knot? }
  value Knot depth 2 { twisted: Twisted?, knot: Knot? }
  aggregate Order {
    id number: Uuid
    paid: Money
    change: Change?
    parts: Part[0..3] unique by code
    tree: Tree?
    entity Part { id uid: Uuid, code: Key, size: Odd }
  }
}`;
