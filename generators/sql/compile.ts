import { assertNever } from '../../pim/assert-never.ts';
import { defaultOf } from '../../pim/conformance.ts';
import { parseDecimal } from '../../pim/decimal.ts';
import type {
  Binary,
  Expression,
  FieldAccess,
  Lookup,
  Quantifier,
  Sum,
  Unique,
} from '../../pim/expression.ts';
import { inlineDerived, isComparison, opposites, someNode } from '../../pim/expression-tools.ts';
import { integerRange, isSafeRange, scaleOf } from '../../pim/interval.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { Field } from '../../pim/model.ts';
import {
  enumOfType,
  fieldOf,
  literalOf,
  type ModelIndex,
  storedType,
  underlyingType,
  unionOf,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import {
  type Computed,
  computed,
  type Dialect,
  type Form,
  type JsonPlace,
  NotExpressible,
} from './dialect.ts';
import { quoted } from './identifiers.ts';
import { type Scalar, scalarOf, type Table } from './layout.ts';
import { all, any, at, compared, denied, levels, not, type Piece, piece } from './piece.ts';
import type { Fallback, Row, Search, Value } from './value.ts';

/** What a rule reads: the value that it is about, and the aggregate before the change. */
export interface Scope {
  readonly self: Value;
  readonly old?: Value;
  readonly parameters: ReadonlyMap<number, Value>;
}

/** Rows to go over, and what each stands for. */
interface Source {
  readonly from: string;
  readonly where: readonly Piece[];
  readonly item: Value;
  readonly key?: Value;
}

/** Told what a text holds, which decides where it may stand. */
export interface Sinks {
  query(): void;
  /** Something may come to NULL, if only where the rule does not ask for it. */
  nullable(): void;
  /** The rows of a table of parts are read. */
  parts(table: Table): void;
}

/**
 * Writes rules as SQL, with the reference interpreter's verdict on every instance of the right shape. Throws
 * `NotExpressible` where there is no such text. What comes back is never NULL where the rule's optionals are
 * guarded, as checked rules guard them.
 */
export class Compiler {
  readonly index: ModelIndex;
  readonly dialect: Dialect;
  private readonly sinks: Sinks;
  private readonly aliases = new Map<string, number>();

  constructor(index: ModelIndex, dialect: Dialect, sinks: Sinks) {
    this.index = index;
    this.dialect = dialect;
    this.sinks = sinks;
  }

  condition(condition: Expression, scope: Scope): Piece {
    return this.scalar(inlineDerived(condition, this.index), scope);
  }

  /** A name for rows that nothing around uses. */
  alias(wanted: string): string {
    const base = `${wanted.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase() || 'item'}_`;
    const turn = (this.aliases.get(base) ?? 0) + 1;
    this.aliases.set(base, turn);
    return turn === 1 ? base : `${base}${turn}`;
  }

  /** Marks that a text holds a query. */
  query(text: string): Piece {
    this.sinks.query();
    this.sinks.nullable();
    return piece(text);
  }

  private scalar(expression: Expression, scope: Scope): Computed {
    return this.read(this.value(expression, scope));
  }

  /** The text of a scalar. */
  read(value: Value): Computed {
    switch (value.kind) {
      case 'computed':
        return value.value;
      case 'column': {
        const text = this.dialect.column(value.row.reference(value.column), value.column.scalar);
        return this.found(text, value.through);
      }
      case 'json':
        return this.found(this.readJson(value), value.through);
      case 'choice': {
        return this.eitherOf(
          this.read(value.whenTrue),
          this.read(value.whenFalse),
          (yes, no) => `CASE WHEN ${value.condition.text} THEN ${yes} ELSE ${no} END`,
        );
      }
      case 'row':
      case 'rows':
        throw new NotExpressible('takes a whole structure for a value');
      default:
        return assertNever(value);
    }
  }

  private readJson({ place, type, fallback }: Extract<Value, { kind: 'json' }>): Computed {
    const scalar = scalarOf(this.index, type);
    const text = this.dialect.json(place, scalar);
    if (!fallback) return text;
    const constant = this.fallbackText(fallback, type, scalar);
    const whole = piece(`COALESCE(${text.text}, ${constant})`);
    if (!fallback.holder) return computed(whole, text.form);
    const isThere = this.dialect.isPresent(fallback.holder).text;
    return computed(piece(`CASE WHEN ${isThere} THEN ${whole.text} END`), text.form);
  }

  private fallbackText({ value, byShape, tag }: Fallback, type: Type, scalar: Scalar): string {
    if (!byShape || !tag) return this.constant(value, type, scalar).text;
    const shapes = byShape.flatMap((one) =>
      one.value === undefined
        ? []
        : [`WHEN ${this.text(one.wire).text} THEN ${this.constant(one.value, type, scalar).text}`],
    );
    return `CASE ${this.dialect.json(tag, 'text').text} ${shapes.join(' ')} END`;
  }

  /** A constant as it stands in JSON. */
  constant(value: JsonValue, type: Type, scalar: Scalar): Computed {
    const stored = storedType(this.index, type);
    if (typeof value === 'object') throw new NotExpressible('reads a default that is no scalar');
    if (stored.kind === 'decimal' && typeof value === 'string') {
      return this.dialect.literal(Number(parseDecimal(value, stored.scale)), scalar, stored.scale);
    }
    return this.dialect.literal(value, scalar, 0);
  }

  private text(value: string): Computed {
    return this.dialect.literal(value, 'text', 0);
  }

  /** What was searched for, read in a query of its own. */
  private found(text: Computed, through: readonly Search[]): Computed {
    if (through.length === 0) return text;
    const where = all(through.map((search) => search.where)).text;
    const from = through.map((search) => search.from).join(', ');
    return computed(this.query(`(SELECT ${text.text} FROM ${from} WHERE ${where} LIMIT 1)`), text.form);
  }

  value(expression: Expression, scope: Scope): Value {
    switch (expression.kind) {
      case 'self':
        return scope.self;
      case 'old':
        if (!scope.old) throw new NotExpressible('reads the state before a change');
        return scope.old;
      case 'parameter': {
        const value = scope.parameters.get(expression.binding);
        if (!value) throw new Error(`nothing binds \`${expression.name}\`; please report this`);
        return value;
      }
      case 'fieldAccess':
        return this.field(expression, this.value(expression.receiver, scope));
      case 'lookup':
        return this.lookup(expression, scope);
      case 'conditional':
        this.refuseUnsafe([expression.whenTrue, expression.whenFalse]);
        return {
          kind: 'choice',
          condition: this.scalar(expression.condition, scope),
          whenTrue: this.value(expression.whenTrue, scope),
          whenFalse: this.value(expression.whenFalse, scope),
        };
      case 'binary':
        if (expression.operator === '??') return this.coalesced(expression, scope);
        return { kind: 'computed', value: this.binary(expression, scope) };
      default:
        return { kind: 'computed', value: this.compute(expression, scope) };
    }
  }

  private coalesced({ left, right }: Binary, scope: Scope): Value {
    this.refuseUnsafe([left, right]);
    const [one, other] = [this.value(left, scope), this.value(right, scope)];
    if (scalarOf(this.index, left.type) === 'json') {
      return { kind: 'choice', condition: this.presence(one), whenTrue: one, whenFalse: other };
    }
    const value = this.eitherOf(
      this.read(one),
      this.read(other),
      (first, second) => `COALESCE(${first}, ${second})`,
    );
    return { kind: 'computed', value };
  }

  /** What comes to one of two values; natively, if both have a native form. */
  private eitherOf(one: Computed, other: Computed, write: (one: string, other: string) => string): Computed {
    const [first, second] = this.unified([one, other]);
    if (!first || !second) throw new Error('there are two sides; please report this');
    const either = computed(piece(write(first.text, second.text)), commonForm(first, second));
    const natives = [first, second].flatMap(nativeOf);
    return natives.length === 2 ? { ...either, native: write(natives[0] ?? '', natives[1] ?? '') } : either;
  }

  private field(expression: FieldAccess, receiver: Value): Value {
    switch (receiver.kind) {
      case 'choice':
        return {
          ...receiver,
          whenTrue: this.field(expression, receiver.whenTrue),
          whenFalse: this.field(expression, receiver.whenFalse),
        };
      case 'row':
        return fieldOfRow(receiver, expression.name);
      case 'json':
        return this.member(
          receiver,
          fieldOf(this.index, expression.field),
          expression.receiver.optional ? receiver.place : undefined,
        );
      default:
        throw new NotExpressible('reads a field of something that has none');
    }
  }

  /** A field of an object in JSON. */
  member(holder: Extract<Value, { kind: 'json' }>, field: Field, mayBeAbsent?: JsonPlace): Value {
    const { base, path, kind } = holder.place;
    const place: JsonPlace = { base, path: [...path, field.name], kind };
    const fallback = this.fallbackOf(field, holder.place, mayBeAbsent);
    return {
      kind: 'json',
      place,
      type: field.type,
      through: holder.through,
      ...(fallback ? { fallback } : {}),
    };
  }

  private fallbackOf(field: Field, place: JsonPlace, holder: JsonPlace | undefined): Fallback | undefined {
    const own = defaultOf(this.index, field);
    const around = holder ? { holder } : {};
    const owner = this.index.parent(field.id);
    if (owner?.kind !== 'alternative') return own === undefined ? undefined : { value: own, ...around };
    const union = unionOf(this.index, owner);
    const sharing = union.alternatives.flatMap((one) => {
      const same = one.fields.find(({ name }) => name === field.name);
      return same ? [{ wire: one.wire, value: defaultOf(this.index, same) }] : [];
    });
    if (sharing.every(({ value }) => value === undefined)) return undefined;
    const first = sharing.find(({ value }) => value !== undefined)?.value ?? null;
    if (sharing.every(({ value }) => value === own)) return { value: first, ...around };
    const tag = { ...place, path: [...place.path, union.discriminator] };
    return { value: first, byShape: sharing, tag, ...around };
  }

  presence(value: Value): Piece {
    switch (value.kind) {
      case 'computed':
        return piece(`${at(levels.sum, value.value)} IS NOT NULL`, levels.compare);
      case 'column':
        return this.exists(
          value.through,
          value.column.optional
            ? piece(`${value.row.reference(value.column)} IS NOT NULL`, levels.compare)
            : undefined,
        );
      case 'json': {
        const { fallback } = value;
        if (fallback?.byShape) {
          return piece(`${at(levels.sum, this.readJson(value))} IS NOT NULL`, levels.compare);
        }
        if (fallback)
          return this.exists(value.through, fallback.holder && this.dialect.isPresent(fallback.holder));
        return this.exists(value.through, this.dialect.isPresent(value.place));
      }
      case 'row':
      case 'rows':
        return this.exists(value.through, undefined);
      case 'choice': {
        const [yes, no] = [this.presence(value.whenTrue), this.presence(value.whenFalse)];
        return piece(`CASE WHEN ${value.condition.text} THEN ${yes.text} ELSE ${no.text} END`);
      }
      default:
        return assertNever(value);
    }
  }

  private exists(through: readonly Search[], test: Piece | undefined): Piece {
    if (through.length === 0) return test ?? piece('TRUE');
    const where = all([...through.map((search) => search.where), ...(test ? [test] : [])]).text;
    return this.query(`EXISTS (SELECT 1 FROM ${through.map(({ from }) => from).join(', ')} WHERE ${where})`);
  }

  private compute(expression: Exclude<Expression, Binary>, scope: Scope): Computed {
    switch (expression.kind) {
      case 'literal':
        return this.dialect.literal(
          expression.value,
          scalarOf(this.index, expression.type),
          scaleOf(expression, this.index),
        );
      case 'enumReference':
        return this.text(literalOf(this.index, expression.literal).wire);
      case 'not':
        return computed(this.negated(expression.operand, scope), 'boolean');
      case 'negation': {
        const operand = this.scalar(expression.operand, scope);
        const form = operand.form === 'bigint' || operand.form === 'numeric' ? operand.form : 'bigint';
        return computed(piece(`-${at(levels.primary, operand)}`, levels.unary), form);
      }
      case 'membership':
        return computed(this.membership(expression, scope), 'boolean');
      case 'presence': {
        const isThere = this.presence(this.value(expression.operand, scope));
        return computed(expression.present ? isThere : denied(isThere), 'boolean');
      }
      case 'size':
        return this.size(expression.operand, scope);
      case 'rank': {
        const declaration = enumOfType(this.index, underlyingType(this.index, expression.operand.type));
        const ranks = (declaration?.literals ?? []).map(
          ({ wire, rank }) => `WHEN ${this.text(wire).text} THEN ${rank}`,
        );
        const operand = this.scalar(expression.operand, scope);
        return computed(piece(`CASE ${operand.text} ${ranks.join(' ')} END`), 'bigint');
      }
      case 'quantifier':
        return this.quantifier(expression, scope);
      case 'sum':
        return this.sum(expression, scope);
      case 'unique':
        return computed(this.unique(expression, scope), 'boolean');
      case 'stringTest': {
        const argument = expression.argument && this.scalar(expression.argument, scope);
        const operand = this.scalar(expression.operand, scope);
        return computed(this.dialect.stringTest(expression.test, operand, argument), 'boolean');
      }
      case 'stringTransform': {
        const to = expression.transform === 'lowerAscii' ? 'lower' : 'upper';
        return computed(this.dialect.changeCase(this.scalar(expression.operand, scope), to), 'text');
      }
      case 'match': {
        const operand = this.scalar(expression.operand, scope);
        return computed(this.dialect.matches(operand, expression.pattern), 'boolean');
      }
      case 'exactlyOne': {
        const counts = expression.conditions.map(
          (one) => `CASE WHEN ${this.scalar(one, scope).text} THEN 1 ELSE 0 END`,
        );
        return computed(piece(`${counts.join(' + ')} = 1`, levels.compare), 'boolean');
      }
      case 'isAlternative': {
        const alternative = this.index.get(expression.alternative);
        if (alternative?.kind !== 'alternative') throw new Error(`\`${expression.alternative}\` is no shape`);
        const { discriminator } = unionOf(this.index, alternative);
        const tag = this.tag(this.value(expression.operand, scope), discriminator);
        return computed(compared(tag, '=', this.text(alternative.wire)), 'boolean');
      }
      case 'hasKey': {
        const found = this.entry(this.value(expression.map, scope), this.scalar(expression.key, scope));
        return computed(this.presence(found), 'boolean');
      }
      case 'network': {
        const argument = expression.argument && this.scalar(expression.argument, scope);
        return this.dialect.network(expression.operation, this.scalar(expression.operand, scope), argument);
      }
      case 'epoch': {
        const operand = this.scalar(expression.operand, scope);
        if (expression.unit === 'day') return this.dialect.epochDay(operand);
        return computed(this.dialect.asMillis(operand), 'bigint');
      }
      case 'ratio': {
        const [above, below] = [expression.dividend, expression.divisor];
        const scales = { dividend: scaleOf(above, this.index), divisor: scaleOf(below, this.index) };
        const power = 10n ** BigInt(expression.scale + scales.divisor);
        const scaled = 10n ** BigInt(scales.dividend);
        const { min, max } = integerRange(above, this.index);
        const divisor = integerRange(below, this.index);
        if (divisor.min <= 0n && divisor.max >= 0n) this.sinks.nullable();
        return this.dialect.ratio(this.scalar(above, scope), this.scalar(below, scope), {
          ...scales,
          result: expression.scale,
          divisorMayBeZero: divisor.min <= 0n && divisor.max >= 0n,
          range: integerRange(expression, this.index),
          dividendRange: { min: min * power, max: max * power },
          divisorRange: { min: divisor.min * scaled, max: divisor.max * scaled },
        });
      }
      case 'absent':
        return { ...computed(piece('NULL'), 'text'), isNull: true };
      case 'mapEntries':
        throw new NotExpressible('takes the keys or values of a Map for a value');
      case 'unresolvedName':
        throw new NotExpressible(`reads \`${expression.name}\`, which nothing is called`);
      case 'self':
      case 'old':
      case 'parameter':
      case 'fieldAccess':
      case 'lookup':
      case 'conditional':
        return this.scalar(expression, scope);
      case 'input':
      case 'ambient':
      case 'construction':
      case 'listLiteral':
      case 'objectLiteral':
      case 'call':
      case 'dereference':
      case 'filter':
      case 'mapList':
      case 'listEnd':
      case 'reversed':
      case 'neighbour':
      case 'translated':
        throw new Error(`a rule holds \`${expression.kind}\`, which no rule can; please report this`);
      default:
        return assertNever(expression);
    }
  }

  private tag(value: Value, discriminator: string): Computed {
    if (value.kind === 'choice') {
      const [yes, no] = [this.tag(value.whenTrue, discriminator), this.tag(value.whenFalse, discriminator)];
      return computed(
        piece(`CASE WHEN ${value.condition.text} THEN ${yes.text} ELSE ${no.text} END`),
        'text',
      );
    }
    if (value.kind !== 'json') throw new NotExpressible('asks for the shape of something that has but one');
    const place = { ...value.place, path: [...value.place.path, discriminator] };
    return this.found(this.dialect.json(place, 'text'), value.through);
  }

  private binary(expression: Binary, scope: Scope): Computed {
    const { operator, left, right } = expression;
    switch (operator) {
      case 'and':
        return computed(all([this.scalar(left, scope), this.scalar(right, scope)]), 'boolean');
      case 'or':
        return computed(any([this.scalar(left, scope), this.scalar(right, scope)]), 'boolean');
      case 'implies':
        return computed(any([this.negated(left, scope), this.scalar(right, scope)]), 'boolean');
      case '==':
      case '!=':
        return computed(this.equality(expression, operator === '==', scope), 'boolean');
      case '<':
      case '<=':
      case '>':
      case '>=':
        return computed(this.order(operator, left, right, scope), 'boolean');
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.arithmetic(expression, scope);
      case '??':
        return this.read(this.coalesced(expression, scope));
      default:
        return assertNever(operator);
    }
  }

  private arithmetic(expression: Binary, scope: Scope): Computed {
    const { operator, left, right } = expression;
    const [one, other] = [left, right].map((operand) => this.dialect.asMillis(this.scalar(operand, scope)));
    if (!one || !other) throw new Error('arithmetic has two sides; please report this');
    const divisor = integerRange(right, this.index);
    if (divisor.min <= 0n && divisor.max >= 0n) this.sinks.nullable();
    const result = this.dialect.arithmetic(operator, one, other, {
      range: integerRange(expression, this.index),
      scale: scaleOf(expression, this.index),
      divisorMayBeZero: divisor.min <= 0n && divisor.max >= 0n,
    });
    const isMoment = underlyingType(this.index, expression.type).kind === 'dateTime';
    return isMoment ? computed(result, 'millis') : result;
  }

  private negated(expression: Expression, scope: Scope): Piece {
    if (expression.kind === 'not') return this.scalar(expression.operand, scope);
    if (expression.kind === 'presence') {
      return this.scalar({ ...expression, present: !expression.present }, scope);
    }
    if (expression.kind === 'binary') {
      const { operator } = expression;
      if (isComparison(operator)) return this.binary({ ...expression, operator: opposites[operator] }, scope);
    }
    return not(this.scalar(expression, scope));
  }

  /** The operands of a comparison, a text beside a date read as one. */
  private operands(expressions: readonly Expression[], scope: Scope): readonly Computed[] {
    const kinds = expressions.map(({ type }) => scalarOf(this.index, type));
    const special = kinds.find((kind) => kind === 'date' || kind === 'dateTime');
    const computedOnes = expressions.map((expression) =>
      special !== undefined && expression.kind === 'literal' && typeof expression.value === 'string'
        ? this.dialect.literal(expression.value, special, 0)
        : this.scalar(expression, scope),
    );
    this.refuseUnsafe(expressions);
    return this.unified(computedOnes);
  }

  /** A Number is a double: only whole numbers that a double holds are compared with one. */
  private refuseUnsafe(expressions: readonly Expression[]): void {
    const kinds = expressions.map(({ type }) => scalarOf(this.index, type));
    if (!kinds.includes('number')) return;
    for (const [position, expression] of expressions.entries()) {
      if (kinds[position] === 'integer' && !isSafeRange(integerRange(expression, this.index))) {
        throw new NotExpressible('compares a Number with an Integer that may be beyond ±(2^53−1)');
      }
    }
  }

  private unified(values: readonly Computed[]): readonly Computed[] {
    const isMixed = values.some(({ form }) => form === 'millis');
    return isMixed ? values.map((value) => this.dialect.asMillis(value)) : values;
  }

  /** For what is only asked whether it is the same. */
  private natively(values: readonly Computed[]): readonly Computed[] {
    const natives = values.flatMap(nativeOf);
    if (natives.length < values.length) return values;
    return values.map((value, position) => computed(piece(natives[position] ?? value.text), value.form));
  }

  private equality({ left, right }: Binary, isSame: boolean, scope: Scope): Piece {
    const [one, other] = this.natively(this.operands([left, right], scope));
    if (!one || !other) throw new Error('a comparison has two sides; please report this');
    if (left.optional || right.optional) return this.dialect.same(one, other, isSame);
    return compared(one, isSame ? '=' : '<>', other);
  }

  private order(operator: string, left: Expression, right: Expression, scope: Scope): Piece {
    const [one, other] = this.operands([left, right], scope);
    if (!one || !other) throw new Error('a comparison has two sides; please report this');
    const leftType = underlyingType(this.index, left.type);
    const type = leftType.kind === 'string' ? underlyingType(this.index, right.type) : leftType;
    const isAddress = type.kind === 'cidr' || (type.kind === 'format' && type.format === 'Ipv4');
    if (isAddress) {
      return compared(this.dialect.addressOrder(one), operator, this.dialect.addressOrder(other));
    }
    return one.form === 'text'
      ? compared(this.dialect.ordered(one), operator, other)
      : compared(one, operator, other);
  }

  private membership(expression: Extract<Expression, { kind: 'membership' }>, scope: Scope): Piece {
    const { operand, items, list } = expression;
    if (items) {
      if (items.length === 0) return piece('FALSE');
      if (items.some(({ optional }) => optional)) {
        return any(items.map((item) => this.equalPair(operand, item, scope)));
      }
      const [wanted, ...others] = this.natively(this.operands([operand, ...items], scope));
      if (!wanted) return piece('FALSE');
      const texts = others.map(({ text }) => text).join(', ');
      const test = piece(`${at(levels.sum, wanted)} IN (${texts})`, levels.compare);
      return operand.optional ? piece(`(${test.text}) IS TRUE`, levels.compare) : test;
    }
    if (!list) return piece('FALSE');
    const source = this.source(list, 'item', scope);
    this.refuseUnsafeItems(operand, list);
    const both = this.unified([this.read(source.item), this.scalar(operand, scope)]);
    const [item, wanted] = this.natively(both);
    if (!item || !wanted) return piece('FALSE');
    return this.some(source, compared(item, '=', wanted));
  }

  private equalPair(left: Expression, right: Expression, scope: Scope): Piece {
    const [one, other] = this.natively(this.operands([left, right], scope));
    if (!one || !other) throw new Error('a comparison has two sides; please report this');
    return this.dialect.same(one, other, true);
  }

  private refuseUnsafeItems(operand: Expression, list: Expression): void {
    const type = underlyingType(this.index, list.type);
    const item = type.kind === 'list' ? scalarOf(this.index, type.element) : undefined;
    if (item === 'number' && scalarOf(this.index, operand.type) === 'integer') {
      if (!isSafeRange(integerRange(operand, this.index))) {
        throw new NotExpressible('compares a Number with an Integer that may be beyond ±(2^53−1)');
      }
    }
  }

  private size(operand: Expression, scope: Scope): Computed {
    const type = storedType(this.index, operand.type);
    if (type.kind !== 'list' && type.kind !== 'map') return this.dialect.length(this.scalar(operand, scope));
    const value = operand.kind === 'mapEntries' ? this.value(operand.map, scope) : this.value(operand, scope);
    const isMap = type.kind === 'map' || operand.kind === 'mapEntries';
    if (value.kind === 'json' && value.through.length === 0) {
      const size = this.dialect.size(value.place, isMap ? 'object' : 'array');
      if (!value.fallback) return size;
      refuseFilled(value);
      // Without its holder it is not asked for.
      return computed(piece(`COALESCE(${size.text}, 0)`), size.form);
    }
    const counted = operand.kind === 'mapEntries' ? operand.map : operand;
    return this.count(this.sourceOf(value, counted.type, 'item'));
  }

  private count({ from, where }: Source): Computed {
    return computed(this.query(`(SELECT count(*) FROM ${from}${whereOf(where)})`), 'bigint');
  }

  private quantifier(expression: Quantifier, scope: Scope): Computed {
    const { list, key, parameter, body } = expression;
    const source = this.source(list, parameter.name, scope);
    const parameters = new Map(scope.parameters).set(parameter.binding, source.item);
    if (key) {
      if (!source.key) throw new NotExpressible('asks for the keys of a list');
      parameters.set(key.binding, source.key);
    }
    const test = this.scalar(body, { ...scope, parameters });
    switch (expression.quantifier) {
      case 'all':
        return computed(this.every(source, test), 'boolean');
      case 'any':
        return computed(this.some(source, test), 'boolean');
      case 'none':
        return computed(not(this.some(source, test)), 'boolean');
      case 'count':
        return this.count({ ...source, where: [...source.where, test] });
      default:
        return assertNever(expression.quantifier);
    }
  }

  /** No row for which the test is not true. */
  every(source: Pick<Source, 'from' | 'where'>, test: Piece): Piece {
    const isBroken = piece(`${at(levels.primary, test)} IS NOT TRUE`, levels.compare);
    return not(this.some(source, isBroken));
  }

  private some({ from, where }: Pick<Source, 'from' | 'where'>, test: Piece): Piece {
    return this.query(`EXISTS (SELECT 1 FROM ${from}${whereOf([...where, test])})`);
  }

  private sum(expression: Sum, scope: Scope): Computed {
    const source = this.source(expression.list, expression.parameter?.name ?? 'item', scope);
    const body = this.keyOf(expression, source, scope);
    const range = integerRange(expression, this.index);
    if (!readsItems(expression)) {
      // SQL would take the sum of what is not of these rows for one of the rows around.
      const scale = scaleOf(expression, this.index);
      return this.dialect.arithmetic('*', this.count(source), body, {
        range,
        scale,
        divisorMayBeZero: false,
      });
    }
    const total = this.dialect.sum(body, range);
    return computed(
      this.query(`(SELECT ${total.text} FROM ${source.from}${whereOf(source.where)})`),
      total.form,
    );
  }

  private unique(expression: Unique, scope: Scope): Piece {
    const source = this.source(expression.list, expression.parameter?.name ?? 'item', scope);
    // All are alike.
    if (!readsItems(expression)) return compared(this.count(source), '<=', piece('1'));
    const key = this.keyOf(expression, source, scope);
    const grouped = `GROUP BY ${key.text} HAVING count(*) > 1`;
    return not(this.query(`EXISTS (SELECT 1 FROM ${source.from}${whereOf(source.where)} ${grouped})`));
  }

  private keyOf({ parameter, body }: Sum | Unique, source: Source, scope: Scope): Computed {
    if (!parameter || !body) return this.read(source.item);
    const parameters = new Map(scope.parameters).set(parameter.binding, source.item);
    return this.scalar(body, { ...scope, parameters });
  }

  private source(list: Expression, name: string, scope: Scope): Source {
    if (list.kind !== 'mapEntries') return this.sourceOf(this.value(list, scope), list.type, name);
    const source = this.sourceOf(this.value(list.map, scope), list.map.type, name);
    return list.part === 'keys' && source.key ? { ...source, item: source.key } : source;
  }

  /** Rows for what a list or a map holds. */
  sourceOf(value: Value, type: Type, name: string): Source {
    switch (value.kind) {
      case 'rows':
        return this.rowsOf(value, name);
      case 'json': {
        refuseFilled(value);
        const stored = storedType(this.index, type);
        const before = value.through;
        const alias = this.alias(name);
        const isMap = stored.kind === 'map';
        const rows = isMap
          ? this.dialect.members(value.place, alias)
          : this.dialect.items(value.place, alias);
        const inner =
          stored.kind === 'list' ? stored.element : stored.kind === 'map' ? stored.value : undefined;
        if (!inner) throw new NotExpressible('goes over something that is no list');
        return {
          from: [...before.map(({ from }) => from), rows.from].join(', '),
          // A null is the default, which is empty; gone over, it would be an item.
          where: [
            ...before.map(({ where }) => where),
            ...(value.fallback ? [this.dialect.isKind(value.place, isMap ? 'object' : 'array')] : []),
          ],
          item: { kind: 'json', place: rows.item, type: inner, through: [] },
          ...(stored.kind === 'map'
            ? { key: { kind: 'computed', value: this.keyText(rows.key, stored.key) } as const }
            : {}),
        };
      }
      case 'choice':
        throw new NotExpressible('chooses between lists');
      default:
        throw new NotExpressible('goes over something that is no list');
    }
  }

  private keyText(key: Piece, type: Type): Computed {
    return this.dialect.key(key, scalarOf(this.index, type));
  }

  private rowsOf({ table, row, through }: Extract<Value, { kind: 'rows' }>, name: string): Source {
    this.sinks.parts(table);
    const alias = this.alias(name);
    const reference = (column: { readonly name: string }): string => `${alias}.${quoted(column.name)}`;
    const parent = row.table.key.map((column, position) => {
      const own = table.key[position];
      if (!own) throw new Error(`\`${table.name}\` lacks a part of its key; please report this`);
      return compared(piece(reference(own)), '=', piece(row.reference(column)));
    });
    const item: Row = { table, reference, partsTable: row.partsTable };
    return {
      from: [...through.map(({ from }) => from), `${row.partsTable(table)} AS ${alias}`].join(', '),
      where: [...through.map(({ where }) => where), ...parent],
      item: { kind: 'row', row: item, structure: table.structure, way: [], through: [] },
    };
  }

  private lookup(expression: Lookup, scope: Scope): Value {
    const collection = this.value(expression.collection, scope);
    const key = this.scalar(expression.key, scope);
    if (expression.by === undefined) return this.entry(collection, key);
    const source = this.sourceOf(collection, expression.collection.type, 'found');
    const field = fieldOf(this.index, expression.by);
    const own = this.read(this.fieldOfItem(source.item, field));
    const [one, other] = this.natively(this.unified([own, key]));
    if (!one || !other) throw new Error('a key is compared with another; please report this');
    const search: Search = { from: source.from, where: all([...source.where, compared(one, '=', other)]) };
    return { ...source.item, through: [search] } as Value;
  }

  private fieldOfItem(item: Value, field: Field): Value {
    if (item.kind === 'row') return fieldOfRow(item, field.name);
    if (item.kind === 'json') return this.member(item, field);
    throw new NotExpressible('looks something up in a list without fields');
  }

  /** What a map has under a key. */
  private entry(map: Value, key: Computed): Value {
    if (map.kind !== 'json') throw new NotExpressible('chooses between Maps');
    if (key.form === 'millis') throw new NotExpressible('looks up a moment that it calculates');
    const type = storedType(this.index, map.type);
    if (type.kind !== 'map') throw new NotExpressible('looks something up in what is no Map');
    const found = this.dialect.member(map.place, key, this.alias('entry'));
    const search = found.from === undefined || !found.where ? [] : [{ from: found.from, where: found.where }];
    return { kind: 'json', place: found.place, type: type.value, through: [...map.through, ...search] };
  }
}

function nativeOf({ native, isNull, text }: Computed): readonly string[] {
  return native === undefined ? (isNull ? [text] : []) : [native];
}

/** A list by default is empty, as far as rows can tell. */
function refuseFilled({ fallback }: Extract<Value, { kind: 'json' }>): void {
  const values = fallback?.byShape?.map(({ value }) => value) ?? [fallback?.value];
  const isFilled = values.some(
    (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0,
  );
  if (isFilled) throw new NotExpressible('goes over a default that is not empty');
}

/** Whether what is asked of each item has to do with the item. */
function readsItems({ parameter, body }: Sum | Unique): boolean {
  return (
    !parameter ||
    !body ||
    someNode(body, (node) => node.kind === 'parameter' && node.binding === parameter.binding)
  );
}

/** What an engine makes of two forms: the wider of two kinds of numbers. */
function commonForm(one: Computed, other: Computed): Form {
  if (one.isNull) return other.form;
  const forms = new Set([one.form, other.form]);
  return (['double', 'numeric'] as const).find((form) => forms.has(form)) ?? one.form;
}

function whereOf(tests: readonly Piece[]): string {
  return tests.length === 0 ? '' : ` WHERE ${all(tests).text}`;
}

/** Where a field of a structure lies that is kept in columns. */
function fieldOfRow({ row, way, through }: Extract<Value, { kind: 'row' }>, name: string): Value {
  const next = [...way, name];
  const place = row.table.places.get(next.join('.'));
  switch (place?.kind) {
    case 'column': {
      const { column } = place;
      if (column.scalar !== 'json') return { kind: 'column', column, row, through };
      const json: JsonPlace = { base: row.reference(column), path: [], kind: 'column' };
      return { kind: 'json', place: json, type: column.type, through };
    }
    case 'structure':
      return { kind: 'row', row, structure: place.structure, way: next, through };
    case 'table':
      return { kind: 'rows', table: place.table, row, through };
    default:
      throw new NotExpressible(`reads \`${name}\`, which is not kept`);
  }
}
