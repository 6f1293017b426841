import { createSchema, type Schema, violation } from './schema.ts';
import type { Violation } from './violation.ts';

/**
 * An exact decimal number: `units` of 10^−`scale`, so that `10.50` is 1050 units at scale 2. Never changes.
 * Prints and goes into JSON as it stands on the wire, with all its fraction digits. `<` and its kin compare
 * two by value as long as they have at most 15 digits, which all that a model stores have; `===` compares
 * identity, so equality is `equals`.
 */
export class Decimal {
  readonly units: bigint;
  readonly scale: number;

  private constructor(units: bigint, scale: number) {
    this.units = units;
    this.scale = scale;
    Object.freeze(this);
  }

  /** As many units of 10^−scale. Throws a RangeError for a number of units that is not whole. */
  static ofUnits(units: bigint | number, scale: number): Decimal {
    return new Decimal(BigInt(units), scale);
  }

  /**
   * A decimal that is written in code, its scale the number of its fraction digits: `Decimal.of('10.50')`.
   * Throws a RangeError for what is no decimal: texts from outside go through a schema.
   */
  static of(text: string): Decimal {
    const parsed = parseDecimal(text);
    if (!parsed) throw new RangeError(`not a decimal number: ${text}`);
    return parsed;
  }

  /** dividend ÷ divisor, cut toward zero to so many fraction digits. Throws a RangeError for a divisor of 0. */
  static ratio(
    dividend: Decimal | bigint | number,
    divisor: Decimal | bigint | number,
    scale: number,
  ): Decimal {
    const [top, bottom] = [asDecimal(dividend), asDecimal(divisor)];
    const units = (top.units * power(scale + bottom.scale)) / (bottom.units * power(top.scale));
    return new Decimal(units, scale);
  }

  /** At the greater of the two scales. */
  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(unitsAt(this, scale) + unitsAt(other, scale), scale);
  }

  /** At the greater of the two scales. */
  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  /** Throws a RangeError for a factor that is not whole. */
  times(factor: bigint | number): Decimal {
    return new Decimal(this.units * BigInt(factor), this.scale);
  }

  /** Cut toward zero to the same scale. Throws a RangeError for a divisor that is 0 or not whole. */
  dividedBy(divisor: bigint | number): Decimal {
    return new Decimal(this.units / BigInt(divisor), this.scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  /** Negative if this is less than the other, 0 if they have the same value. */
  compareTo(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const [one, another] = [unitsAt(this, scale), unitsAt(other, scale)];
    if (one < another) return -1;
    return one > another ? 1 : 0;
  }

  /** By value: `1.5` equals `1.50`. */
  equals(other: Decimal): boolean {
    return this.compareTo(other) === 0;
  }

  isLessThan(other: Decimal): boolean {
    return this.compareTo(other) < 0;
  }

  isAtMost(other: Decimal): boolean {
    return this.compareTo(other) <= 0;
  }

  isMoreThan(other: Decimal): boolean {
    return this.compareTo(other) > 0;
  }

  isAtLeast(other: Decimal): boolean {
    return this.compareTo(other) >= 0;
  }

  toString(): string {
    const { units, scale } = this;
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
    const sign = units < 0n ? '-' : '';
    if (scale === 0) return sign + digits;
    return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** The nearest double: for display and for `<`, never to calculate with. */
  valueOf(): number {
    return Number(this.toString());
  }
}

/** The sum of the decimals that `of` gives, at this scale at least; 0 for an empty list. */
export function decimalSum<Item>(
  items: readonly Item[],
  of: (item: Item) => Decimal,
  scale: number,
): Decimal {
  return items.reduce((total, item) => total.plus(of(item)), Decimal.ofUnits(0n, scale));
}

/** Limits are inclusive, and written with the scale's fraction digits. */
export interface DecimalLimits {
  readonly scale: number;
  readonly min?: string;
  readonly max?: string;
}

/** A text with exactly so many fraction digits and at most 15 digits, or a Decimal of this scale. */
export function decimal(limits: DecimalLimits): Schema<Decimal, string | Decimal> {
  const { scale } = limits;
  const most = '9'.repeat(15);
  const widest = scale === 0 ? most : `${most.slice(scale) || '0'}.${most.slice(0, scale)}`;
  const min = Decimal.of(limits.min ?? `-${widest}`);
  const max = Decimal.of(limits.max ?? widest);
  return createSchema<Decimal, string | Decimal>({
    read(input, violations) {
      const value = readDecimal(input, scale, violations);
      if (!value) return undefined;
      if (value.isLessThan(min))
        violations.push(violation('minimum', `Must be at least ${min}, and is ${value}`));
      if (value.isMoreThan(max))
        violations.push(violation('maximum', `Must be at most ${max}, and is ${value}`));
      return value;
    },
    equals: (left, right) => left.equals(right),
    primitive: false,
  });
}

function readDecimal(input: unknown, scale: number, violations: Violation[]): Decimal | undefined {
  if (typeof input !== 'string' && !(input instanceof Decimal)) {
    violations.push(violation('type', 'Must be text'));
    return undefined;
  }
  const value = typeof input === 'string' ? parseDecimal(input) : input;
  if (value?.scale === scale) return value;
  const digits = scale === 1 ? '1 fraction digit' : `${scale} fraction digits`;
  violations.push(
    violation('format', `Must be a decimal number with ${scale === 0 ? 'no fraction' : digits}`),
  );
  return undefined;
}

// More digits than any Decimal has, so that a long text costs nothing.
const longestText = 64;

function parseDecimal(text: string): Decimal | undefined {
  if (text.length > longestText) return undefined;
  const match = /^-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text);
  if (!match) return undefined;
  const units = BigInt(text.replace('.', ''));
  const isNegativeZero = units === 0n && text.startsWith('-');
  return isNegativeZero ? undefined : Decimal.ofUnits(units, match[1]?.length ?? 0);
}

function asDecimal(value: Decimal | bigint | number): Decimal {
  return value instanceof Decimal ? value : Decimal.ofUnits(value, 0);
}

function unitsAt(value: Decimal, scale: number): bigint {
  return value.units * power(scale - value.scale);
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
