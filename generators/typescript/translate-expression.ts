import { assertNever } from '../../pim/assert-never.ts';
import type {
  Binary,
  ComparisonOperator,
  Expression,
  FieldAccess,
  Membership,
  Parameter,
  Presence,
  Quantifier,
  Sum,
  Unique,
} from '../../pim/expression.ts';
import { inlineDerived } from '../../pim/expression-tools.ts';
import { integerRange, isSafeRange } from '../../pim/interval.ts';
import type { ElementId, Field } from '../../pim/model.ts';
import {
  enumOfType,
  fieldOf,
  isStructure,
  literalOf,
  type ModelIndex,
  underlyingType,
} from '../../pim/model-index.ts';
import { printPattern } from '../../pim/pattern.ts';
import type { Type } from '../../pim/type.ts';
import type { SymbolRef } from '../core/target.ts';
import { brandsOf, greatestCodePoint, withoutReference } from './brands.ts';
import {
  arrow,
  asType,
  atom,
  type BinaryOperatorToken,
  binary,
  type Code,
  call,
  member,
  mentions,
  methodCall,
  numberCode,
  regexCode,
  stringCode,
  unary,
} from './code.ts';
import { assume, cannotBeEqual, type Facts, nothingKnown, type Places } from './facts.ts';
import type { ModuleNames } from './module-names.ts';
import { isSubset, union } from './sets.ts';

/** What an expression of the model is written in terms of. */
export interface TranslationScope {
  readonly index: ModelIndex;
  readonly names: ModuleNames;
  /** What stands for the subject, and for the aggregate before the change. */
  readonly self: string;
  readonly old: string;
  symbolOf(id: ElementId): SymbolRef;
  /** The member of a companion that computes a derived field. */
  memberName(field: Field): string;
}

/** The body of a function: constants that closures need, then what it returns. */
export interface FunctionBody {
  readonly constants: readonly { readonly name: string; readonly value: Code }[];
  readonly result: Code;
}

/** A rule's condition, or a derived field's derivation, in TypeScript. */
export function translateBody(expression: Expression, scope: TranslationScope): FunctionBody {
  const hoisted = new Map<string, Hoisted>();
  // TypeScript forgets inside a closure what it knew of a path outside; a constant it remembers. Each turn
  // may find further paths that need one.
  for (;;) {
    const known = hoisted.size;
    const result = new Translator(scope, hoisted).code(expression, nothingKnown);
    if (hoisted.size === known) {
      return { constants: [...hoisted.values()].map(({ name, value }) => ({ name, value })), result };
    }
  }
}

/** True if the name of a parameter stands in the body. */
export function usesName(body: FunctionBody, name: string): boolean {
  return [body.result, ...body.constants.map(({ value }) => value)].some((code) => mentions(code, name));
}

interface Hoisted {
  readonly name: string;
  readonly value: Code;
}

const comparisonTokens: Readonly<Record<ComparisonOperator, BinaryOperatorToken>> = {
  '==': '===',
  '!=': '!==',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const opposites: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

class Translator implements Places {
  private readonly scope: TranslationScope;
  private readonly index: ModelIndex;
  private readonly hoisted: Map<string, Hoisted>;
  private readonly parameters = new Map<number, string>();
  /** What was known where a closure began, and is not inside. */
  private outside: Facts = nothingKnown;

  constructor(scope: TranslationScope, hoisted: Map<string, Hoisted>) {
    this.scope = scope;
    this.index = scope.index;
    this.hoisted = hoisted;
  }

  /** The expression; where it may be absent, TypeScript sees `undefined` in its type. */
  code(expression: Expression, facts: Facts): Code {
    if (this.isWideInteger(expression))
      return call(atom(this.scope.names.global('Number')), this.big(expression, facts));
    switch (expression.kind) {
      case 'literal':
        return this.literal(expression.value);
      case 'enumReference':
        return stringCode(literalOf(this.index, expression.literal).wire);
      case 'self':
        return atom(this.scope.self);
      case 'old':
        return atom(this.scope.old);
      case 'parameter':
        return atom(this.parameters.get(expression.binding) ?? expression.name);
      case 'fieldAccess':
        return this.fieldAccess(expression, facts);
      case 'not':
        return this.negated(expression.operand, facts);
      case 'negation':
        return unary('-', this.required(expression.operand, facts));
      case 'binary':
        return this.binary(expression, facts);
      case 'membership':
        return this.membership(expression, facts);
      case 'presence':
        return this.presence(expression, facts);
      case 'conditional':
        return this.conditional(expression, facts, (branch, known) => this.code(branch, known));
      case 'size':
        return this.size(expression.operand, facts);
      case 'rank':
        return this.rank(expression.operand, facts);
      case 'quantifier':
        return this.quantifier(expression, facts);
      case 'sum':
        return this.sum(expression, facts);
      case 'unique':
        return this.unique(expression, facts);
      case 'stringTest':
        return this.stringTest(expression, facts);
      case 'stringTransform':
        return this.runtimeCall(expression.transform, this.required(expression.operand, facts));
      case 'match': {
        const pattern = regexCode(printPattern(expression.pattern));
        return methodCall(pattern, 'test', this.required(expression.operand, facts));
      }
      case 'unresolvedName':
        throw new Error(`\`${expression.name}\` was not resolved: only checked models are generated from`);
      default:
        throw new Error(`\`${expression.kind}\` is not yet generated`);
    }
  }

  // ── what TypeScript knows ──

  placeOf(expression: Expression): string | undefined {
    switch (expression.kind) {
      case 'self':
      case 'old':
        return expression.kind;
      case 'parameter':
        return `#${expression.binding}`;
      case 'fieldAccess': {
        if (this.isComputed(expression)) return undefined;
        const receiver = this.placeOf(expression.receiver);
        if (receiver === undefined) return undefined;
        const place = `${receiver}.${expression.name}`;
        const constant = this.hoisted.get(place);
        return constant ? `@${constant.name}` : place;
      }
      default:
        return undefined;
    }
  }

  placesOnTheWay(expression: Expression): readonly string[] {
    const place = this.placeOf(expression);
    if (place === undefined) return [];
    // TypeScript does not see where the value of a constant came from.
    if (isConstant(place)) return [place];
    return [place, ...(expression.kind === 'fieldAccess' ? this.placesOnTheWay(expression.receiver) : [])];
  }

  literalOf(expression: Expression): string | undefined {
    if (expression.kind === 'literal') return JSON.stringify(expression.value);
    return expression.kind === 'enumReference'
      ? JSON.stringify(literalOf(this.index, expression.literal).wire)
      : undefined;
  }

  allLiterals(expression: Expression): readonly string[] | undefined {
    const resolved = underlyingType(this.index, expression.type);
    if (resolved.kind === 'boolean') return ['true', 'false'];
    return enumOfType(this.index, resolved)?.literals.map(({ wire }) => JSON.stringify(wire));
  }

  /** True if TypeScript gives the code of this expression a type with `undefined`. */
  private mayBeUndefined(expression: Expression, facts: Facts): boolean {
    switch (expression.kind) {
      case 'fieldAccess': {
        const place = this.placeOf(expression);
        if (place !== undefined && facts.present.has(place)) return false;
        return (
          fieldOf(this.index, expression.field).optional || this.mayBeUndefined(expression.receiver, facts)
        );
      }
      case 'conditional':
        return (
          this.mayBeUndefined(expression.whenTrue, facts) || this.mayBeUndefined(expression.whenFalse, facts)
        );
      case 'binary':
        return expression.operator === '??' && this.mayBeUndefined(expression.right, facts);
      default:
        return false;
    }
  }

  /** True where TypeScript knows that there is nothing: what is not there has no fields either. */
  private isAbsent(expression: Expression, facts: Facts): boolean {
    if (expression.kind !== 'fieldAccess') return false;
    const place = this.placeOf(expression);
    return (place !== undefined && facts.absent.has(place)) || this.isAbsent(expression.receiver, facts);
  }

  /** The expression where `undefined` cannot stand; the model's checks have proven that it is there. */
  private required(expression: Expression, facts: Facts): Code {
    if (!this.mayBeUndefined(expression, facts)) return this.code(expression, facts);
    this.hoist(expression);
    return { kind: 'present', operand: this.code(expression, facts) };
  }

  /** Asks for a constant, if the place was known to be there outside of the closure. */
  private hoist(expression: Expression): void {
    const place = this.placeOf(expression);
    if (place === undefined || expression.kind !== 'fieldAccess' || !this.outside.present.has(place)) return;
    if (place.startsWith('#') || isConstant(place)) return;
    const known = this.hoisted.size;
    this.hoist(expression.receiver);
    // The next turn sees the place as one of the receiver's constant.
    if (this.hoisted.size > known) return;
    const value = this.fieldAccess(expression, nothingKnown);
    const taken = [this.scope.self, this.scope.old, ...[...this.hoisted.values()].map(({ name }) => name)];
    this.hoisted.set(place, { name: this.scope.names.local(expression.name, taken), value });
  }

  // ── fields ──

  /** A derived field: a function of the companion, which TypeScript does not narrow. */
  private isComputed(expression: FieldAccess): boolean {
    return fieldOf(this.index, expression.field).role === 'derived';
  }

  private fieldAccess(expression: FieldAccess, facts: Facts): Code {
    const place = this.placeOf(expression);
    if (place !== undefined && isConstant(place)) return atom(place.slice(1));
    const field = fieldOf(this.index, expression.field);
    const { receiver } = expression;
    if (this.isComputed(expression)) return this.computedField(field, receiver, facts);
    const isOptional = this.mayBeUndefined(receiver, facts);
    if (isOptional) this.hoist(receiver);
    return member(this.code(receiver, facts), field.name, isOptional);
  }

  private computedField(field: Field, receiver: Expression, facts: Facts): Code {
    const structure = this.index.parent(field.id);
    if (!isStructure(structure)) throw new Error(`\`${field.id}\` stands in no structure`);
    const compute = member(this.companion(structure.id), this.scope.memberName(field));
    if (!this.mayBeUndefined(receiver, facts)) return call(compute, this.code(receiver, facts));
    this.hoist(receiver);
    const code = this.code(receiver, facts);
    return {
      kind: 'conditional',
      condition: binary('===', code, atom('undefined')),
      whenTrue: atom('undefined'),
      whenFalse: call(compute, code),
    };
  }

  private companion(id: ElementId): Code {
    return atom(this.scope.names.symbol(this.scope.symbolOf(id)));
  }

  // ── conditions ──

  private negated(expression: Expression, facts: Facts): Code {
    if (facts.isImpossible) return atom('false');
    switch (expression.kind) {
      case 'not':
        return this.code(expression.operand, facts);
      case 'literal':
        return this.literal(!expression.value);
      case 'presence':
        return this.presence({ ...expression, present: !expression.present }, facts);
      case 'conditional':
        return this.conditional(expression, facts, (branch, known) => this.negated(branch, known));
      case 'quantifier':
        if (expression.quantifier === 'any')
          return this.quantifier({ ...expression, quantifier: 'none' }, facts);
        if (expression.quantifier === 'none')
          return this.quantifier({ ...expression, quantifier: 'any' }, facts);
        break;
      case 'binary':
        return this.negatedBinary(expression, facts);
      default:
        break;
    }
    return unary('!', this.required(expression, facts));
  }

  private negatedBinary(expression: Binary, facts: Facts): Code {
    const { operator, left, right } = expression;
    switch (operator) {
      case 'and':
        return binary('||', this.negated(left, facts), this.negated(right, assume(left, true, facts, this)));
      case 'or':
        return binary('&&', this.negated(left, facts), this.negated(right, assume(left, false, facts, this)));
      case 'implies':
        return binary(
          '&&',
          this.condition(left, facts),
          this.negated(right, assume(left, true, facts, this)),
        );
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.comparison({ ...expression, operator: opposites[operator] }, facts);
      default:
        return unary('!', this.required(expression, facts));
    }
  }

  /** A condition; where no instance gets to, TypeScript may refuse what it says, and any answer will do. */
  private condition(expression: Expression, facts: Facts): Code {
    return facts.isImpossible ? atom('false') : this.required(expression, facts);
  }

  private binary(expression: Binary, facts: Facts): Code {
    const { operator, left, right } = expression;
    switch (operator) {
      case 'and':
        return binary(
          '&&',
          this.condition(left, facts),
          this.condition(right, assume(left, true, facts, this)),
        );
      case 'or':
        return binary(
          '||',
          this.condition(left, facts),
          this.condition(right, assume(left, false, facts, this)),
        );
      case 'implies':
        return binary(
          '||',
          this.negated(left, facts),
          this.condition(right, assume(left, true, facts, this)),
        );
      case '??':
        return this.fallback(left, right, facts);
      case '+':
      case '-':
      case '*':
      case '%':
        return binary(operator, this.required(left, facts), this.required(right, facts));
      case '/': {
        const quotient = binary('/', this.required(left, facts), this.required(right, facts));
        return methodCall(atom(this.scope.names.global('Math')), 'trunc', quotient);
      }
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.comparison({ ...expression, operator }, facts);
      default:
        return assertNever(operator);
    }
  }

  private fallback(left: Expression, right: Expression, facts: Facts): Code {
    if (this.isAbsent(left, facts)) return this.code(right, facts);
    if (!this.mayBeUndefined(left, facts) || this.isAbsent(right, facts)) return this.code(left, facts);
    if (left.kind !== 'fieldAccess' || !this.isComputed(left)) {
      return binary('??', this.code(left, facts), this.code(right, facts));
    }
    // A derived field of something that may be absent: its value if that is there, else the fallback.
    const found = this.code(left, facts);
    const other = this.code(right, this.withoutPlace(left.receiver, facts));
    return found.kind === 'conditional' ? { ...found, whenTrue: other } : binary('??', found, other);
  }

  private withoutPlace(expression: Expression, facts: Facts): Facts {
    const place = this.placeOf(expression);
    return place === undefined ? facts : { ...facts, absent: union(facts.absent, [place]) };
  }

  private comparison(expression: Binary & { readonly operator: ComparisonOperator }, facts: Facts): Code {
    const { operator } = expression;
    const [left, right] = [this.taken(expression.left, facts), this.taken(expression.right, facts)];
    if (this.isWide(left) || this.isWide(right)) return this.wideComparison(operator, left, right, facts);
    const token = comparisonTokens[operator];
    if (operator === '==' || operator === '!=') {
      return this.booleanTest(operator, left, right, facts) ?? this.equality(token, left, right, facts);
    }
    const [one, other] = [this.required(left, facts), this.required(right, facts)];
    if (!this.isText(left)) return binary(token, one, other);
    // Below the surrogates, UTF-16 units are in the order of code points, on either side of any text.
    const isPlain =
      Math.min(greatestCodePoint(this.index, left), greatestCodePoint(this.index, right)) < 0xd800;
    if (!isPlain) return binary(token, this.runtimeCall('compareText', one, other), atom('0'));
    return binary(token, this.isComparable(left, right, facts) ? one : asType(one, 'string'), other);
  }

  taken(expression: Expression, facts: Facts): Expression {
    if (expression.kind === 'conditional') {
      const { condition, whenTrue, whenFalse } = expression;
      if (assume(condition, true, facts, this).isImpossible) return this.taken(whenFalse, facts);
      return assume(condition, false, facts, this).isImpossible ? this.taken(whenTrue, facts) : expression;
    }
    if (expression.kind === 'presence') return this.presenceTest(expression, facts);
    if (expression.kind !== 'binary' || expression.operator !== '??') return expression;
    if (this.isAbsent(expression.left, facts)) return this.taken(expression.right, facts);
    return this.mayBeUndefined(expression.left, facts) ? expression : this.taken(expression.left, facts);
  }

  /** `flag == true` is `flag`. */
  private booleanTest(
    operator: '==' | '!=',
    left: Expression,
    right: Expression,
    facts: Facts,
  ): Code | undefined {
    const [literal, tested] = left.kind === 'literal' ? [left, right] : [right, left];
    if (literal.kind !== 'literal' || typeof literal.value !== 'boolean') return undefined;
    if (this.mayBeUndefined(tested, facts)) return undefined;
    return literal.value === (operator === '==') ? this.code(tested, facts) : this.negated(tested, facts);
  }

  private equality(token: BinaryOperatorToken, left: Expression, right: Expression, facts: Facts): Code {
    const one = this.code(left, facts);
    const isPlain = this.isComparable(left, right, facts);
    return binary(token, isPlain ? one : asType(one, this.plainType(left.type)), this.code(right, facts));
  }

  /** False where TypeScript refuses to compare: different brands, or literals that cannot meet. */
  private isComparable(left: Expression, right: Expression, facts: Facts): boolean {
    if (cannotBeEqual(left, right, facts, this)) return false;
    return brandsOf(this.index, left).some((one) =>
      brandsOf(this.index, right).some((other) => isSubset(one, other) || isSubset(other, one)),
    );
  }

  private isText(expression: Expression): boolean {
    return this.plainType(expression.type) === 'string';
  }

  private plainType(type: Type): 'string' | 'number' | 'boolean' {
    const { kind } = underlyingType(this.index, withoutReference(this.index, type));
    if (kind === 'integer' || kind === 'number') return 'number';
    return kind === 'boolean' ? 'boolean' : 'string';
  }

  private presence(expression: Presence, facts: Facts): Code {
    const test = this.presenceTest(expression, facts);
    if (test.kind !== 'presence') return this.code(test, facts);
    const { operand, present } = test;
    if (this.isAbsent(operand, facts)) return atom(String(!present));
    return binary(present ? '!==' : '===', this.code(operand, facts), atom('undefined'));
  }

  /** The presence of what is computed, put as the presence of what it is computed from. */
  private presenceTest(expression: Presence, facts: Facts): Expression {
    const { present } = expression;
    const operand = this.taken(expression.operand, facts);
    const partTest = (part: Expression): Expression =>
      this.mayBeUndefined(part, facts)
        ? this.presenceTest({ ...expression, operand: part }, facts)
        : { ...expression, kind: 'literal', value: present };
    if (operand.kind === 'fieldAccess') {
      return this.isComputed(operand) ? partTest(operand.receiver) : { ...expression, operand };
    }
    if (!this.mayBeUndefined(operand, facts)) return { ...expression, operand };
    if (operand.kind === 'conditional') {
      const [whenTrue, whenFalse] = [partTest(operand.whenTrue), partTest(operand.whenFalse)];
      return { ...expression, kind: 'conditional', condition: operand.condition, whenTrue, whenFalse };
    }
    if (operand.kind !== 'binary') return { ...expression, operand };
    const [left, right] = [partTest(operand.left), partTest(operand.right)];
    return { ...expression, kind: 'binary', operator: present ? 'or' : 'and', left, right };
  }

  private conditional(
    expression: Extract<Expression, { kind: 'conditional' }>,
    facts: Facts,
    branch: (expression: Expression, facts: Facts) => Code,
  ): Code {
    const { condition, whenTrue, whenFalse } = expression;
    const [yes, no] = [assume(condition, true, facts, this), assume(condition, false, facts, this)];
    if (yes.isImpossible) return branch(whenFalse, no);
    if (no.isImpossible) return branch(whenTrue, yes);
    return {
      kind: 'conditional',
      condition: this.condition(condition, facts),
      whenTrue: branch(whenTrue, yes),
      whenFalse: branch(whenFalse, no),
    };
  }

  private membership(expression: Membership, facts: Facts): Code {
    const { operand, items = [], list } = expression;
    if (list) return this.listMembership(operand, list, facts);
    if (items.length === 0) return atom('false');
    const isWide = [operand, ...items].some((one) => this.isWide(one));
    const holdsNumber = [operand, ...items].some(
      (one) => underlyingType(this.index, one.type).kind === 'number',
    );
    // No list holds bigints and Numbers that compare by value: each is compared on its own.
    if (items.length === 1 || (isWide && holdsNumber)) {
      const { type, optional, origin } = expression;
      const tests = items.map(
        (item): Binary => ({
          kind: 'binary',
          operator: '==',
          left: operand,
          right: item,
          type,
          optional,
          origin,
        }),
      );
      return this.binary(
        tests.reduce((left, right): Binary => ({ ...right, operator: 'or', left, right })),
        facts,
      );
    }
    const value = (one: Expression): Code => (isWide ? this.big(one, facts) : this.required(one, facts));
    const array: Code = { kind: 'array', items: items.map(value) };
    // An array of literals takes any text or number; one with other items takes what those are.
    const isPlain = isWide || items.every((one) => this.literalOf(one) !== undefined);
    const searched = isPlain ? array : asType(array, `readonly ${this.plainType(operand.type)}[]`);
    return methodCall(searched, 'includes', value(operand));
  }

  private listMembership(operand: Expression, list: Expression, facts: Facts): Code {
    const code = this.required(list, facts);
    if (this.isWide(operand)) {
      const item = this.scope.names.local('item', this.namesInScope());
      const same = this.runtimeCall('sameNumber', atom(item), this.big(operand, facts));
      return methodCall(code, 'some', arrow([item], same));
    }
    const type = underlyingType(this.index, list.type);
    const element = type.kind === 'list' ? type.element : operand.type;
    const parameter: Expression = { ...operand, kind: 'parameter', name: '', binding: -1, type: element };
    const [wanted = new Set<string>()] = brandsOf(this.index, parameter);
    const fits = brandsOf(this.index, operand).every((one) => isSubset(wanted, one));
    const searched = fits ? code : asType(code, `readonly ${this.plainType(element)}[]`);
    return methodCall(searched, 'includes', this.required(operand, facts));
  }

  // ── strings, enums, lists ──

  private literal(value: boolean | number | string): Code {
    if (typeof value === 'string') return stringCode(value);
    return typeof value === 'number' ? numberCode(value) : atom(String(value));
  }

  private size(operand: Expression, facts: Facts): Code {
    const code = this.required(operand, facts);
    const isPlain = !this.isText(operand) || isList(this.index, operand.type);
    if (isPlain || greatestCodePoint(this.index, operand) <= 0xffff) return member(code, 'length');
    return this.runtimeCall('codePointCount', code);
  }

  private rank(operand: Expression, facts: Facts): Code {
    const declaration = enumOfType(this.index, underlyingType(this.index, operand.type));
    if (!declaration) throw new Error('`.rank` was asked of something that is no enum');
    return call(member(this.companion(declaration.id), 'rank'), this.required(operand, facts));
  }

  private stringTest(expression: Extract<Expression, { kind: 'stringTest' }>, facts: Facts): Code {
    const { test, operand, argument } = expression;
    const code = this.required(operand, facts);
    if (test === 'isBlank' || test === 'isTrimmed') return this.runtimeCall(test, code);
    const method = test === 'contains' ? 'includes' : test;
    return methodCall(code, method, ...(argument ? [this.required(argument, facts)] : []));
  }

  private quantifier(expression: Quantifier, facts: Facts): Code {
    const { quantifier, list, parameter, body } = expression;
    const items = this.required(list, facts);
    const test = this.closure(parameter, body, facts, (inner, known) => this.condition(inner, known));
    switch (quantifier) {
      case 'all':
        return methodCall(items, 'every', test);
      case 'any':
        return methodCall(items, 'some', test);
      case 'none':
        return unary('!', methodCall(items, 'some', test));
      case 'count':
        return member(methodCall(items, 'filter', test), 'length');
      default:
        return assertNever(quantifier);
    }
  }

  private sum(expression: Sum, facts: Facts): Code {
    const { list, parameter, body } = expression;
    const key =
      parameter && body
        ? this.closure(parameter, body, facts, (inner, known) => this.required(inner, known))
        : this.identity((item) => item);
    return this.runtimeCall('sum', this.required(list, facts), key);
  }

  private unique(expression: Unique, facts: Facts): Code {
    const { list, parameter, body } = expression;
    const items = this.required(list, facts);
    if (!parameter || !body) return this.runtimeCall('isUnique', items);
    const key = this.closure(parameter, body, facts, (inner, known) =>
      this.isWide(inner) ? this.big(inner, known) : this.code(inner, known),
    );
    return this.runtimeCall('isUnique', items, key);
  }

  private identity(of: (item: Code) => Code): Code {
    const item = this.scope.names.local('item', this.namesInScope());
    return arrow([item], of(atom(item)));
  }

  private closure(
    parameter: Parameter,
    body: Expression,
    facts: Facts,
    translate: (body: Expression, facts: Facts) => Code,
  ): Code {
    const name = this.scope.names.local(parameter.name, this.namesInScope());
    this.parameters.set(parameter.binding, name);
    const outside = this.outside;
    this.outside = { ...facts, present: union(facts.present, outside.present) };
    const code = translate(body, factsInside(facts));
    this.outside = outside;
    this.parameters.delete(parameter.binding);
    return arrow(mentions(code, name) ? [name] : [], code);
  }

  private namesInScope(): readonly string[] {
    const constants = [...this.hoisted.values()].map(({ name }) => name);
    return [this.scope.self, this.scope.old, ...constants, ...this.parameters.values()];
  }

  private runtimeCall(name: string, ...args: readonly Code[]): Code {
    return call(atom(this.scope.names.runtime(name)), ...args);
  }

  // ── integers beyond ±(2^53−1) ──

  /** True for an integer expression that a double does not hold exactly, itself or on the way to it. */
  private isWide(expression: Expression): boolean {
    if (underlyingType(this.index, expression.type).kind !== 'integer') return false;
    if (!isSafeRange(integerRange(expression, this.index))) return true;
    switch (expression.kind) {
      case 'binary':
        return this.isWide(expression.left) || this.isWide(expression.right);
      case 'negation':
        return this.isWide(expression.operand);
      case 'conditional':
        return this.isWide(expression.whenTrue) || this.isWide(expression.whenFalse);
      case 'sum':
        return expression.body !== undefined && this.isWide(expression.body);
      default:
        return false;
    }
  }

  private isWideInteger(expression: Expression): boolean {
    return isArithmetic(expression) && this.isWide(expression);
  }

  /** An integer expression as a bigint. */
  private big(expression: Expression, facts: Facts): Code {
    if (!this.isWide(expression) && !isArithmetic(expression)) {
      if (expression.kind === 'literal' && typeof expression.value === 'number')
        return numberCode(BigInt(expression.value));
      return call(atom(this.scope.names.global('BigInt')), this.required(expression, facts));
    }
    switch (expression.kind) {
      case 'binary':
        return this.bigBinary(expression, facts);
      case 'negation':
        return unary('-', this.big(expression.operand, facts));
      case 'conditional':
        return this.conditional(expression, facts, (branch, known) => this.big(branch, known));
      case 'sum': {
        const { list, parameter, body } = expression;
        const key =
          parameter && body
            ? this.closure(parameter, body, facts, (inner, known) => this.big(inner, known))
            : this.identity((item) => call(atom(this.scope.names.global('BigInt')), item));
        return this.runtimeCall('bigSum', this.required(list, facts), key);
      }
      case 'fieldAccess':
        // Its getter gives a number, which may have lost digits.
        return this.big(inlineDerived(expression, this.index), facts);
      default:
        return call(atom(this.scope.names.global('BigInt')), this.required(expression, facts));
    }
  }

  private bigBinary(expression: Binary, facts: Facts): Code {
    const { operator, left, right } = expression;
    switch (operator) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return binary(operator, this.big(left, facts), this.big(right, facts));
      case '??':
        return this.bigFallback(expression, facts);
      default:
        throw new Error(`\`${operator}\` gives no integer`);
    }
  }

  private bigFallback(expression: Binary, facts: Facts): Code {
    const { left, right } = expression;
    if (this.isAbsent(left, facts)) return this.big(right, facts);
    if (!this.mayBeUndefined(left, facts)) return this.big(left, facts);
    // `(a ?? b) ?? c` is `a ?? (b ?? c)`, of which each test asks for one value.
    if (left.kind === 'binary') {
      const inner: Binary = { ...expression, left: left.right };
      return this.bigFallback({ ...expression, left: left.left, right: inner }, facts);
    }
    const isAbsent: Presence = {
      ...expression,
      kind: 'presence',
      operand: left,
      present: false,
      type: { kind: 'boolean' },
    };
    return this.conditional(
      { ...expression, kind: 'conditional', condition: isAbsent, whenTrue: right, whenFalse: left },
      facts,
      (branch, known) => this.big(branch, known),
    );
  }

  /** JavaScript compares a bigint with a number exactly, except by `===`. */
  private wideComparison(
    operator: ComparisonOperator,
    left: Expression,
    right: Expression,
    facts: Facts,
  ): Code {
    const side = (expression: Expression): Code =>
      underlyingType(this.index, expression.type).kind === 'integer'
        ? this.big(expression, facts)
        : this.required(expression, facts);
    const isMixed = [left, right].some((one) => underlyingType(this.index, one.type).kind !== 'integer');
    if (isMixed && (operator === '==' || operator === '!=')) {
      const same = this.runtimeCall('sameNumber', side(left), side(right));
      return operator === '==' ? same : unary('!', same);
    }
    return binary(comparisonTokens[operator], side(left), side(right));
  }
}

function isArithmetic(expression: Expression): boolean {
  switch (expression.kind) {
    case 'binary':
      return ['+', '-', '*', '/', '%', '??'].includes(expression.operator);
    case 'negation':
    case 'conditional':
    case 'sum':
      return true;
    default:
      return false;
  }
}

/** Inside a closure TypeScript still knows what it knew of parameters and constants, not of their fields. */
function factsInside(facts: Facts): Facts {
  return {
    ...facts,
    present: new Set([...facts.present].filter(staysKnown)),
    absent: new Set([...facts.absent].filter(staysKnown)),
    possible: new Map([...facts.possible].filter(([place]) => staysKnown(place))),
  };
}

function staysKnown(place: string): boolean {
  return !place.includes('.');
}

function isConstant(place: string): boolean {
  return place.startsWith('@') && !place.includes('.');
}

function isList(index: ModelIndex, type: Type): boolean {
  return underlyingType(index, type).kind === 'list';
}
