import { assertNever } from '../../pim/assert-never.ts';
import type {
  Binary,
  Expression,
  FieldAccess,
  Lookup,
  Match,
  Membership,
  NetworkOperation,
  Parameter,
  Quantifier,
  StringTest,
  Sum,
  Unique,
} from '../../pim/expression.ts';
import { integerRange } from '../../pim/interval.ts';
import type { Field } from '../../pim/model.ts';
import {
  enumOfType,
  fieldOf,
  literalOf,
  type ModelIndex,
  structureOfType,
  underlyingType,
  unionOf,
} from '../../pim/model-index.ts';
import { printPattern } from '../../pim/pattern.ts';
import { integerLimit } from '../../pim/type.ts';
import { hasFunction } from './cel-functions.ts';
import { at, chain, conjunction, levels, member, negation, type Piece } from './cel-piece.ts';
import { doubleLiteral, propertyName, stringLiteral, variableName } from './cel-text.ts';

/** Where a rule stands: what `self` is there, and where fields of the structure are found. */
export interface CelScope {
  readonly index: ModelIndex;
  /** The minor of the oldest server, 30 for 1.30. */
  readonly minimumServer: number;
  /** CEL for the value that the rule is about. */
  readonly self: string;
  /** Of an aggregate only: its fields lie in different parts of the object. */
  readonly place?: (field: Field) => FieldPlace;
}

export interface FieldPlace {
  /** Property names from `self` on, `['spec', 'capacity']`. */
  readonly path: readonly string[];
  /** True if the part that holds the field may be missing: a status that nobody has written yet. */
  readonly partMayBeMissing: boolean;
}

/** Why a rule has no exact CEL, in the user's words. */
export class NotExpressible extends Error {}

/**
 * The condition in CEL, with the reference interpreter's verdict on every instance. Derived fields
 * must be inlined already. Throws `NotExpressible` where there is no such text.
 */
export function compileCel(condition: Expression, scope: CelScope): string {
  return new CelCompiler(scope).boolean(condition, { variables: new Map(), present: new Set() }).text;
}

/** What is known where an expression stands. */
interface Surroundings {
  /** CEL names of the lambda parameters in scope, by binding. */
  readonly variables: ReadonlyMap<number, string>;
  /** `has(…)` tests that hold here, so that they need not be asked again. */
  readonly present: ReadonlySet<string>;
}

type NumberKind = 'integer' | 'number';

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const blanks = '[\\t-\\r ]';
/** What is read from the object as it stands there. */
const storedKinds: ReadonlySet<Expression['kind']> = new Set(['self', 'fieldAccess', 'parameter', 'lookup']);

class CelCompiler {
  private readonly scope: CelScope;
  private readonly index: ModelIndex;

  constructor(scope: CelScope) {
    this.scope = scope;
    this.index = scope.index;
  }

  boolean(expression: Expression, around: Surroundings): Piece {
    return this.compile(expression, around);
  }

  private compile(expression: Expression, around: Surroundings): Piece {
    const piece = this.compileStored(expression, around);
    const isStored = storedKinds.has(expression.kind);
    return isStored && this.isDecimal(expression.type) ? unitsOf(piece) : piece;
  }

  private isDecimal(type: Expression['type']): boolean {
    return underlyingType(this.index, type).kind === 'decimal';
  }

  /** As `compile`, but for what stands in the object as text and is calculated with: that is the text. */
  private compileStored(expression: Expression, around: Surroundings): Piece {
    switch (expression.kind) {
      case 'literal':
        return this.literal(expression.value, this.numberKind(expression));
      case 'enumReference':
        return member(stringLiteral(literalOf(this.index, expression.literal).wire));
      case 'self':
        if (this.scope.place) throw new NotExpressible('it reads the aggregate as a whole');
        return member(this.scope.self);
      case 'old':
        throw new NotExpressible('it reads the aggregate before the change as a whole');
      case 'parameter':
        return member(this.variable(expression.binding, around));
      case 'fieldAccess':
        return this.access(expression, around).value;
      case 'not':
        return this.negated(expression.operand, around);
      case 'negation':
        this.requireInt64(expression);
        return {
          text: `-${at(levels.member, this.compile(expression.operand, around))}`,
          level: levels.unary,
        };
      case 'binary':
        return this.binary(expression, around);
      case 'membership':
        return this.membership(expression, around);
      case 'presence':
        return expression.present
          ? conjunction(this.presence(expression.operand, around))
          : negation(conjunction(this.presence(expression.operand, around)));
      case 'conditional': {
        const { condition, whenTrue, whenFalse } = expression;
        const kind = this.numberKind(expression);
        const test = at(levels.or, this.compile(condition, around));
        const yes = at(levels.or, this.as(kind, whenTrue, this.knowing(condition, true, around)));
        const no = this.as(kind, whenFalse, this.knowing(condition, false, around)).text;
        return { text: `${test} ? ${yes} : ${no}`, level: levels.ternary };
      }
      case 'size':
        return this.call(this.readable(expression.operand, around), 'size');
      case 'rank':
        return this.rank(expression.operand, around);
      case 'quantifier':
        return this.quantifier(expression, around);
      case 'sum':
        return this.sum(expression, around);
      case 'unique':
        return this.unique(expression, around);
      case 'stringTest':
        return this.stringTest(expression, around);
      case 'stringTransform':
        return this.call(this.compile(expression.operand, around), expression.transform);
      case 'match':
        return this.match(expression, around);
      case 'exactlyOne': {
        const conditions = expression.conditions.map((one) => at(levels.ternary, this.compile(one, around)));
        return member(`[${conditions.join(', ')}].filter(holds, holds).size() == 1`);
      }
      case 'isAlternative': {
        const alternative = this.index.get(expression.alternative);
        if (alternative?.kind !== 'alternative')
          throw new Error(`\`${expression.alternative}\` is no alternative`);
        const { discriminator } = unionOf(this.index, alternative);
        const operand = at(levels.member, this.readable(expression.operand, around));
        return {
          text: `${operand}.${propertyName(discriminator)} == ${stringLiteral(alternative.wire)}`,
          level: levels.relation,
        };
      }
      case 'hasKey': {
        const map = at(levels.sum, this.readable(expression.map, around));
        return {
          text: `${at(levels.sum, this.compile(expression.key, around))} in ${map}`,
          level: levels.relation,
        };
      }
      case 'lookup':
        return this.lookup(expression, around).value;
      case 'mapEntries': {
        const map = at(levels.member, this.readable(expression.map, around));
        const [key] = this.fresh('key', undefined, around);
        return member(`${map}.map(${key}, ${expression.part === 'keys' ? key : `${map}[${key}]`})`);
      }
      case 'network':
        return this.network(expression, around);
      case 'epoch':
        throw new NotExpressible('it calculates with moments, which are texts in an object');
      case 'ratio':
        throw new NotExpressible('it divides into a Decimal, which CEL does not know');
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
      case 'absent':
        throw new Error('nothing asks for the value of what is absent; please report this');
      case 'unresolvedName':
        throw new NotExpressible(`nothing is called \`${expression.name}\``);
      default:
        return assertNever(expression);
    }
  }

  private literal(value: boolean | number | string, kind: NumberKind | undefined): Piece {
    if (typeof value === 'boolean') return member(String(value));
    if (typeof value === 'string') return member(stringLiteral(value));
    const text = kind === 'number' ? doubleLiteral(value) : String(value);
    return { text, level: value < 0 ? levels.unary : levels.member };
  }

  private binary(expression: Binary, around: Surroundings): Piece {
    const { operator, left, right } = expression;
    switch (operator) {
      case 'and':
        return chain(' && ', levels.and, [
          this.compile(left, around),
          this.compile(right, this.knowing(left, true, around)),
        ]);
      case 'or':
        return chain(' || ', levels.or, [
          this.compile(left, around),
          this.compile(right, this.knowing(left, false, around)),
        ]);
      case 'implies':
        return chain(' || ', levels.or, [
          this.negated(left, around),
          this.compile(right, this.knowing(left, true, around)),
        ]);
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.comparison(operator, left, right, around);
      case '+':
      case '-':
      case '*':
      case '/':
      case '%': {
        this.requireNumbers(left, right);
        this.requireInt64(expression);
        const level = operator === '+' || operator === '-' ? levels.sum : levels.product;
        const one = at(level, this.compile(left, around));
        const other = at(level + 1, this.compile(right, around));
        return { text: `${one} ${operator} ${other}`, level };
      }
      case '??': {
        const kind = this.numberKind(expression);
        const tests = this.presence(left, around);
        if (tests.length === 0) return this.as(kind, left, around);
        const test = at(levels.or, conjunction(tests));
        const known = { ...around, present: withAll(around.present, tests) };
        const yes = at(levels.or, this.as(kind, left, known));
        return { text: `${test} ? ${yes} : ${this.as(kind, right, around).text}`, level: levels.ternary };
      }
      default:
        return assertNever(operator);
    }
  }

  /** `not e`, with the `!` pushed inward where that reads better. */
  private negated(expression: Expression, around: Surroundings): Piece {
    if (expression.kind === 'not') return this.compile(expression.operand, around);
    if (expression.kind === 'presence')
      return this.compile({ ...expression, present: !expression.present }, around);
    if (expression.kind === 'binary') {
      const opposite = opposites[expression.operator];
      if (opposite) return this.comparison(opposite, expression.left, expression.right, around);
    }
    return negation(this.compile(expression, around));
  }

  private comparison(operator: string, left: Expression, right: Expression, around: Surroundings): Piece {
    if (isFirstAddress(left) || isFirstAddress(right)) {
      if (operator !== '==' && operator !== '!=')
        throw new NotExpressible(
          'it orders the first addresses of networks, which CEL cannot read as numbers',
        );
      return this.firstAddressCompared(operator, [left, right], around);
    }
    if (operator !== '==' && operator !== '!=') {
      const ordered = this.addressOrder(operator, left, right, around);
      if (ordered) return ordered;
    }
    const kind = this.commonKind([left, right]);
    const one = at(levels.sum, this.as(kind, left, around));
    const other = at(levels.sum, this.as(kind, right, around));
    return { text: `${one} ${operator} ${other}`, level: levels.relation };
  }

  private membership(expression: Membership, around: Surroundings): Piece {
    const { operand, items, list } = expression;
    if (items) {
      if (items.length === 0) return member('false');
      const kind = this.commonKind([operand, ...items]);
      const wanted = at(levels.sum, this.as(kind, operand, around));
      const texts = items.map((item) => this.as(kind, item, around).text);
      return { text: `${wanted} in [${texts.join(', ')}]`, level: levels.relation };
    }
    if (!list) return member('false');
    const elements = underlyingType(this.index, list.type);
    const elementKind = elements.kind === 'list' ? numberKindOf(this.index, elements.element) : undefined;
    if (elements.kind === 'list' && this.isDecimal(elements.element)) {
      const [item] = this.fresh('item', undefined, around);
      const units = at(levels.sum, this.compile(operand, around));
      return member(
        `${at(levels.member, this.readable(list, around))}.exists(${item}, ${unitsOf(member(item)).text} == ${units})`,
      );
    }
    const operandKind = this.numberKind(operand);
    const range = at(levels.sum, this.readable(list, around));
    if (elementKind === 'integer' && operandKind === 'number') {
      const [name] = this.fresh('element', undefined, around);
      const wanted = at(levels.sum, this.compile(operand, around));
      return member(
        `${at(levels.member, this.readable(list, around))}.exists(${name}, double(${name}) == ${wanted})`,
      );
    }
    return {
      text: `${at(levels.sum, this.as(elementKind, operand, around))} in ${range}`,
      level: levels.relation,
    };
  }

  private rank(operand: Expression, around: Surroundings): Piece {
    if (operand.kind === 'enumReference') {
      return member(String(literalOf(this.index, operand.literal).rank));
    }
    const declaration = enumOfType(this.index, underlyingType(this.index, operand.type));
    if (!declaration) throw new NotExpressible('it asks for the rank of something that is no enum');
    // Not `[…].indexOf(x)`: the API server's cost estimate takes a list written out for one without a bound.
    const ranks = declaration.literals.map((literal) => `${stringLiteral(literal.wire)}: ${literal.rank}`);
    return member(`{${ranks.join(', ')}}[${this.compile(operand, around).text}]`);
  }

  private quantifier(expression: Quantifier, around: Surroundings): Piece {
    const list = at(levels.member, this.readable(expression.list, around));
    const { key, parameter } = expression;
    // A macro goes over the keys of a map: what the rule calls the value is what the map has there.
    const [name, bound] = this.fresh((key ?? parameter).name, (key ?? parameter).binding, around);
    const inside = key
      ? { ...bound, variables: new Map(bound.variables).set(parameter.binding, `${list}[${name}]`) }
      : bound;
    const body = this.compile(expression.body, inside).text;
    switch (expression.quantifier) {
      case 'all':
        return member(`${list}.all(${name}, ${body})`);
      case 'any':
        return member(`${list}.exists(${name}, ${body})`);
      case 'none':
        return { text: `!${list}.exists(${name}, ${body})`, level: levels.unary };
      case 'count':
        return member(`${list}.filter(${name}, ${body}).size()`);
      default:
        return assertNever(expression.quantifier);
    }
  }

  private sum(expression: Sum, around: Surroundings): Piece {
    this.requireInt64(expression);
    const list = at(levels.member, this.readable(expression.list, around));
    if (!expression.parameter || !expression.body) {
      const elements = underlyingType(this.index, expression.list.type);
      const isText = elements.kind === 'list' && this.isDecimal(elements.element);
      if (!isText) return member(`${list}.sum()`);
      const [item] = this.fresh('item', undefined, around);
      return member(`${list}.map(${item}, ${unitsOf(member(item)).text}).sum()`);
    }
    const [name, inside] = this.fresh(expression.parameter.name, expression.parameter.binding, around);
    return member(`${list}.map(${name}, ${this.compile(expression.body, inside).text}).sum()`);
  }

  private unique(expression: Unique, around: Surroundings): Piece {
    if (this.isUniqueByShape(expression)) return member('true');
    const list = at(levels.member, this.readable(expression.list, around));
    const { parameter, body } = expression;
    if (hasFunction('distinct', this.scope.minimumServer)) {
      const keys = parameter && body ? `${list}.map(${this.lambda(parameter, body, around)})` : list;
      return { text: `${keys}.distinct().size() == ${list}.size()`, level: levels.relation };
    }
    const [one, aroundOne] = this.fresh(parameter?.name ?? 'one', parameter?.binding, around);
    const [other, aroundOther] = this.fresh(
      parameter ? `other${capital(parameter.name)}` : 'other',
      parameter?.binding,
      aroundOne,
    );
    const key = (name: string, inside: Surroundings): string =>
      body ? at(levels.sum, this.compile(body, inside)) : name;
    const same = `${key(other, aroundOther)} == ${key(one, aroundOne)}`;
    return member(`${list}.all(${one}, ${list}.exists_one(${other}, ${same}))`);
  }

  /** A list of type map has no two items of one id, and a set no two equal ones, before any rule runs. */
  private isUniqueByShape({ list, body }: Unique): boolean {
    const type = underlyingType(this.index, list.type);
    if (type.kind !== 'list') return false;
    if (!body) return type.unique;
    if (body.kind !== 'fieldAccess' || body.receiver.kind !== 'parameter') return false;
    const field = fieldOf(this.index, body.field);
    return (
      field.role === 'id' &&
      structureOfType(this.index, underlyingType(this.index, type.element))?.kind === 'entity'
    );
  }

  private lambda(parameter: Parameter, body: Expression, around: Surroundings): string {
    const [name, inside] = this.fresh(parameter.name, parameter.binding, around);
    return `${name}, ${this.compile(body, inside).text}`;
  }

  private stringTest(expression: StringTest, around: Surroundings): Piece {
    const text = at(levels.member, this.compile(expression.operand, around));
    const argument = expression.argument ? this.compile(expression.argument, around).text : '';
    switch (expression.test) {
      case 'startsWith':
      case 'endsWith':
      case 'contains':
        return member(`${text}.${expression.test}(${argument})`);
      case 'isBlank':
        return member(`${text}.matches(${stringLiteral(`^${blanks}*$`)})`);
      case 'isTrimmed':
        return { text: `!${text}.matches(${stringLiteral(`^${blanks}|${blanks}$`)})`, level: levels.unary };
      default:
        return assertNever(expression.test);
    }
  }

  private match(expression: Match, around: Surroundings): Piece {
    if (!expression.pattern.node) throw new NotExpressible('its pattern is not in the language');
    const text = at(levels.member, this.compile(expression.operand, around));
    return member(`${text}.matches(${stringLiteral(printPattern(expression.pattern))})`);
  }

  /** A field, and the tests that tell whether it is there (none: it always is). */
  private access(expression: FieldAccess, around: Surroundings): { value: Piece; tests: readonly string[] } {
    const field = fieldOf(this.index, expression.field);
    const { receiver } = expression;
    if (field.default && this.index.parent(field.id)?.kind === 'alternative')
      throw new NotExpressible(
        `\`${field.name}\` has a default in one shape, and a schema gives one to every shape`,
      );
    if (this.scope.place && (receiver.kind === 'self' || receiver.kind === 'old')) {
      return this.placedAccess(
        field,
        receiver.kind === 'self' ? this.scope.self : oldOf(this.scope.self),
        this.scope.place(field),
      );
    }
    const tests = this.presence(receiver, around);
    const owner = at(levels.member, this.compile(receiver, around));
    const text = `${owner}.${propertyName(field.name)}`;
    return { value: member(text), tests: field.optional ? [...tests, `has(${text})`] : tests };
  }

  /** An entry of a map, or the item of a list with that id. */
  private lookup(
    { collection, key, by }: Lookup,
    around: Surroundings,
  ): { value: Piece; tests: readonly string[] } {
    const tests = this.presence(collection, around);
    const owner = at(levels.member, this.readable(collection, around));
    const wanted = this.compile(key, around);
    if (by === undefined) {
      // In parentheses, for tests are negated and joined as they are.
      const test = `(${at(levels.sum, wanted)} in ${owner})`;
      return { value: member(`${owner}[${wanted.text}]`), tests: [...tests, test] };
    }
    const [item] = this.fresh('item', undefined, around);
    const isIt = `${item}.${propertyName(fieldOf(this.index, by).name)} == ${at(levels.sum, wanted)}`;
    return {
      value: member(`${owner}.filter(${item}, ${isIt})[0]`),
      tests: [...tests, `${owner}.exists(${item}, ${isIt})`],
    };
  }

  private placedAccess(
    field: Field,
    root: string,
    place: FieldPlace,
  ): { value: Piece; tests: readonly string[] } {
    const text = [root, ...place.path.map(propertyName)].join('.');
    if (!place.partMayBeMissing)
      return { value: member(text), tests: field.optional ? [`has(${text})`] : [] };
    const part = `has(${[root, ...place.path.slice(0, -1).map(propertyName)].join('.')})`;
    if (field.optional) return { value: member(text), tests: [part, `has(${text})`] };
    if (!field.default || this.isDecimal(field.type))
      throw new NotExpressible(`\`${field.name}\` has no value until a status is written`);
    const fallback = this.as(numberKindOf(this.index, field.type), field.default, nothingKnown).text;
    return { value: { text: `${part} ? ${text} : ${fallback}`, level: levels.ternary }, tests: [] };
  }

  /** The tests that together tell whether an expression has a value, without those known to hold. */
  private presence(expression: Expression, around: Surroundings): readonly string[] {
    const tests = this.presenceTests(expression, around);
    return tests.filter((test) => !around.present.has(test));
  }

  private presenceTests(expression: Expression, around: Surroundings): readonly string[] {
    if (expression.kind === 'absent') return ['false'];
    if (expression.kind === 'lookup') return this.lookup(expression, around).tests;
    if (expression.kind === 'fieldAccess') {
      const { tests } = this.access(expression, around);
      if (tests.length > 0) this.requireVisible(expression);
      return tests;
    }
    if (expression.kind === 'conditional') {
      const yes = conjunction(
        this.presence(expression.whenTrue, this.knowing(expression.condition, true, around)),
      );
      const no = conjunction(
        this.presence(expression.whenFalse, this.knowing(expression.condition, false, around)),
      );
      if (yes.text === 'true' && no.text === 'true') return [];
      const test = at(levels.or, this.compile(expression.condition, around));
      return [`(${test} ? ${at(levels.or, yes)} : ${no.text})`];
    }
    if (expression.kind === 'binary' && expression.operator === '??') {
      const left = this.presence(expression.left, around);
      const right = this.presence(expression.right, around);
      if (left.length === 0 || right.length === 0) return [];
      return [`(${chain(' || ', levels.or, [conjunction(left), conjunction(right)]).text})`];
    }
    return [];
  }

  /** What else is known where `condition` is known to be true, or false. */
  private knowing(condition: Expression, truth: boolean, around: Surroundings): Surroundings {
    const learnt = this.presentWhen(condition, truth, around);
    return learnt.length === 0 ? around : { ...around, present: withAll(around.present, learnt) };
  }

  private presentWhen(condition: Expression, truth: boolean, around: Surroundings): readonly string[] {
    if (condition.kind === 'presence') {
      return condition.present === truth ? this.presenceTests(condition.operand, around) : [];
    }
    if (condition.kind === 'not') return this.presentWhen(condition.operand, !truth, around);
    if (condition.kind !== 'binary') return [];
    const { operator, left, right } = condition;
    const both = (leftTruth: boolean, rightTruth: boolean): readonly string[] => {
      const fromLeft = this.presentWhen(left, leftTruth, around);
      const known = { ...around, present: withAll(around.present, fromLeft) };
      return [...fromLeft, ...this.presentWhen(right, rightTruth, known)];
    };
    if (operator === 'and' && truth) return both(true, true);
    if (operator === 'or' && !truth) return both(false, false);
    if (operator === 'implies' && !truth) return both(true, false);
    return [];
  }

  /** A list or string, unless the API server hides it from rules. */
  private readable(expression: Expression, around: Surroundings): Piece {
    this.requireVisible(expression);
    return this.compile(expression, around);
  }

  /** Moments are texts in an object: CEL would put one behind the other. */
  private requireNumbers(...operands: readonly Expression[]): void {
    if (operands.some(({ type }) => underlyingType(this.index, type).kind === 'dateTime'))
      throw new NotExpressible('it calculates with moments, which are texts in an object');
  }

  /** Addresses are ordered by their numbers, which CEL has to be told; it orders texts. */
  private addressOrder(
    operator: string,
    left: Expression,
    right: Expression,
    around: Surroundings,
  ): Piece | undefined {
    const types = [left, right].map(({ type }) => underlyingType(this.index, type));
    if (types.some(({ kind }) => kind === 'cidr'))
      throw new NotExpressible('it orders networks by their numbers, and CEL orders them as texts');
    if (!types.some((type) => type.kind === 'format' && type.format === 'Ipv4')) return undefined;
    const [one, other] = [left, right].map((operand) => addressNumber(this.compile(operand, around)));
    return { text: `${one} ${operator} ${other}`, level: levels.relation };
  }

  private firstAddress({ operand }: NetworkOperation, around: Surroundings): string {
    return `${this.networkText(operand, around)}.masked().ip()`;
  }

  /**
   * Two first addresses are compared as addresses, for as texts neither has a bound, and one with an address
   * of the object as texts, for the shorter is what that costs.
   */
  private firstAddressCompared(
    operator: string,
    [left, right]: readonly [Expression, Expression],
    around: Surroundings,
  ): Piece {
    const areBoth = isFirstAddress(left) && isFirstAddress(right);
    const [one, other] = [left, right].map((operand) => {
      if (!isFirstAddress(operand)) return this.compile(operand, around).text;
      const address = this.firstAddress(operand, around);
      return areBoth ? address : `string(${address})`;
    });
    return { text: `${one} ${operator} ${other}`, level: levels.relation };
  }

  private networkText(expression: Expression, around: Surroundings): string {
    if (!hasFunction('cidr', this.scope.minimumServer))
      throw new NotExpressible('it calculates with networks, which rules can from Kubernetes 1.31 on');
    return `cidr(${this.compile(expression, around).text})`;
  }

  /** Kubernetes' own library of addresses; a network is told by each address in it. */
  private network({ operation, operand, argument }: NetworkOperation, around: Surroundings): Piece {
    const network = this.networkText(operand, around);
    if (operation === 'prefixLength') return member(`${network}.prefixLength()`);
    if (operation === 'network')
      throw new NotExpressible(
        'it takes the first address of a network for a text, whose length CEL does not know',
      );
    if (!argument) throw new Error(`\`.${operation}\` has no argument; please report this`);
    if (underlyingType(this.index, argument.type).kind !== 'cidr')
      return member(
        `${network}.containsIP(${isFirstAddress(argument) ? this.firstAddress(argument, around) : this.compile(argument, around).text})`,
      );
    const other = this.networkText(argument, around);
    const holdsIt = `${network}.containsIP(${other}.ip())`;
    return operation === 'contains'
      ? { text: `${holdsIt} && ${network}.prefixLength() <= ${other}.prefixLength()`, level: levels.and }
      : { text: `${holdsIt} || ${other}.containsIP(${network}.ip())`, level: levels.or };
  }

  private requireVisible(expression: Expression): void {
    let type = underlyingType(this.index, expression.type);
    while (type.kind === 'list') type = underlyingType(this.index, type.element);
    if (type.kind === 'json')
      throw new NotExpressible('Kubernetes rules cannot see a Json field, not even whether it is there');
  }

  private call(receiver: Piece, method: string): Piece {
    return member(`${at(levels.member, receiver)}.${method}()`);
  }

  private fresh(
    wanted: string,
    binding: number | undefined,
    around: Surroundings,
  ): readonly [string, Surroundings] {
    const name = variableName(wanted, [...around.variables.values(), ...Object.values(implicitNames)]);
    const variables = new Map(around.variables).set(binding ?? -1 - around.variables.size, name);
    return [name, { ...around, variables }];
  }

  private variable(binding: number, around: Surroundings): string {
    const name = around.variables.get(binding);
    if (name === undefined)
      throw new Error(`a rule reads parameter ${binding}, which no lambda binds; please report this`);
    return name;
  }

  private numberKind(expression: Expression): NumberKind | undefined {
    return numberKindOf(this.index, expression.type);
  }

  /** CEL has no operator over an int and a double: one `Number` makes all of them doubles. */
  private commonKind(expressions: readonly Expression[]): NumberKind | undefined {
    const kinds = expressions.map((expression) => this.numberKind(expression));
    return kinds.includes('number') ? 'number' : kinds[0];
  }

  private as(kind: NumberKind | undefined, expression: Expression, around: Surroundings): Piece {
    if (kind !== 'number' || this.numberKind(expression) !== 'integer')
      return this.compile(expression, around);
    if (expression.kind === 'literal') return this.literal(expression.value, 'number');
    const { min, max } = integerRange(expression, this.index);
    if (min < -BigInt(integerLimit) || max > BigInt(integerLimit)) {
      throw new NotExpressible('it compares a Number with an Integer that may have more than 53 bits');
    }
    return member(`double(${this.compile(expression, around).text})`);
  }

  private requireInt64(expression: Expression): void {
    const { min, max } = integerRange(expression, this.index);
    if (min >= int64.min && max <= int64.max) return;
    throw new NotExpressible(
      `it calculates with numbers from ${min} to ${max}, and Kubernetes has 64 bits: give its Integers smaller limits`,
    );
  }
}

const implicitNames = { self: 'self', old: 'oldSelf' };
const nothingKnown: Surroundings = { variables: new Map(), present: new Set() };
const opposites: Readonly<Partial<Record<string, string>>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

function oldOf(self: string): string {
  return self.replace(/^self/, 'oldSelf');
}

function withAll(known: ReadonlySet<string>, more: readonly string[]): ReadonlySet<string> {
  return new Set([...known, ...more]);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Whether CEL sees a value of this type as an int or as a double; undefined for anything else. */
/** `subnet.network` */
function isFirstAddress(expression: Expression): expression is NetworkOperation {
  return expression.kind === 'network' && expression.operation === 'network';
}

/** An address as a number, from its four parts. */
function addressNumber(address: Piece): string {
  const text = at(levels.member, address);
  const part = (position: number): string => `int(${text}.split(".")[${position}])`;
  return `${part(0)} * 16777216 + ${part(1)} * 65536 + ${part(2)} * 256 + ${part(3)}`;
}

/** A Decimal's text without its point: the number of its units. */
function unitsOf(text: Piece): Piece {
  return member(`int(${at(levels.member, text)}.replace(".", ""))`);
}

function numberKindOf(index: ModelIndex, type: Expression['type']): NumberKind | undefined {
  const underlying = underlyingType(index, type);
  return underlying.kind === 'integer' || underlying.kind === 'number' ? underlying.kind : undefined;
}
