import { assertNever } from '../../pim/assert-never.ts';
import type { Binary, Expression, FieldAccess, Parameter } from '../../pim/expression.ts';
import { isComparison } from '../../pim/expression-tools.ts';
import type { ElementId, Field } from '../../pim/model.ts';
import { enumOfType, fieldOf, literalOf, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { printPattern } from '../../pim/pattern.ts';
import type { SymbolRef } from '../core/target.ts';
import {
  arrow,
  atom,
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
import { assume, type Facts, nothingKnown } from './facts.ts';
import type { ModuleNames } from './module-names.ts';
import { union } from './sets.ts';
import { type Surroundings, translateBehaviour, translated } from './translate-behaviour.ts';
import {
  entriesCode,
  lookupCode,
  quantifierCode,
  sizeCode,
  sumCode,
  uniqueCode,
} from './translate-collection.ts';
import { comparisonCode, membershipCode } from './translate-comparison.ts';
import { decimalArithmetic, decimalLiteral, isDecimal, ratioCode } from './translate-decimal.ts';
import { fieldCode, isCast, isComputed, shapePlace } from './translate-field.ts';
import { alternativeCode, logicalCode, negatedCode } from './translate-logic.ts';
import { arithmeticCode, bigCode, isArithmetic, isMoment, isWide, numberCodeOf } from './translate-number.ts';
import { fallbackCode, presenceCode, takenPart } from './translate-presence.ts';
import { networkCode, stringTestCode } from './translate-text.ts';
import type { Translator } from './translator.ts';
import type { TypeScope } from './type-code.ts';

/** What an expression of the model is written in terms of. */
export interface TranslationScope extends TypeScope, Surroundings {
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

export interface TranslationOptions {
  /** The code will stand in a closure that begins here. */
  readonly inClosure?: boolean;
  /** `undefined` cannot stand there. */
  readonly isRequired?: boolean;
}

/** A rule's condition, a derived field's derivation or any other expression, in TypeScript. */
export function translateBody(
  expression: Expression,
  scope: TranslationScope,
  facts: Facts = nothingKnown,
  { inClosure = false, isRequired = false }: TranslationOptions = {},
): FunctionBody {
  const hoisted = new Map<string, Hoisted>();
  // TypeScript forgets inside a closure what it knew of a path outside; a constant it remembers. Each turn
  // may find further paths that need one.
  for (;;) {
    const known = hoisted.size;
    const translator = new ExpressionTranslator(scope, hoisted, facts);
    const translate = (one: Expression, there: Facts): Code =>
      isRequired ? translator.required(one, there) : translator.code(one, there);
    const result = inClosure
      ? translator.inClosure(expression, facts, translate)
      : translate(expression, facts);
    if (hoisted.size === known) {
      return { constants: [...hoisted.values()].map(({ name, value }) => ({ name, value })), result };
    }
  }
}

/** What is known after a condition held. */
export function assumed(expression: Expression, scope: TranslationScope, facts: Facts): Facts {
  return assume(expression, true, facts, new ExpressionTranslator(scope, new Map(), facts));
}

/** True if the name of a parameter stands in the body. */
export function usesName(body: FunctionBody, name: string): boolean {
  return [body.result, ...body.constants.map(({ value }) => value)].some((code) => mentions(code, name));
}

interface Hoisted {
  readonly name: string;
  readonly value: Code;
}

class ExpressionTranslator implements Translator {
  readonly scope: TranslationScope;
  readonly index: ModelIndex;
  private readonly hoisted: Map<string, Hoisted>;
  private readonly parameters: Map<number, string>;
  /** What was known where a closure began, and is not inside. */
  /** What is known before the expression. */
  private readonly beginning: Facts;
  private outside: Facts = nothingKnown;
  private bindings = 0;

  constructor(scope: TranslationScope, hoisted: Map<string, Hoisted>, beginning: Facts) {
    this.beginning = beginning;
    this.scope = scope;
    this.index = scope.index;
    this.hoisted = hoisted;
    this.parameters = new Map(scope.bound);
  }

  code(expression: Expression, facts: Facts): Code {
    // What may come to nothing is worked out in each of its parts.
    if (isArithmetic(expression) && !expression.optional) {
      const isWideOne = isWide(expression, this.index);
      const number = isWideOne
        ? call(atom(this.scope.names.global('Number')), bigCode(expression, facts, this))
        : undefined;
      if (isMoment(expression, this.index))
        return this.runtimeCall('isoDateTime', number ?? numberCodeOf(expression, facts, this));
      if (number) return number;
    }
    switch (expression.kind) {
      case 'literal': {
        if (isDecimal(expression, this.index)) return decimalLiteral(expression, this);
        const { value } = expression;
        if (typeof value === 'string') return stringCode(value);
        return typeof value === 'number' ? numberCode(value) : atom(String(value));
      }
      case 'enumReference':
        return stringCode(literalOf(this.index, expression.literal).wire);
      case 'self':
        return atom(this.scope.self);
      case 'old':
        return atom(this.scope.old);
      case 'parameter':
        return (
          this.scope.codes?.get(expression.binding) ??
          atom(this.parameters.get(expression.binding) ?? expression.name)
        );
      case 'fieldAccess': {
        const place = this.placeOf(expression);
        if (place !== undefined && isConstant(place)) return atom(place.slice(1));
        return fieldCode(expression, facts, this);
      }
      case 'not':
        return this.negated(expression.operand, facts);
      case 'negation': {
        const operand = this.required(expression.operand, facts);
        return isDecimal(expression, this.index) ? methodCall(operand, 'negated') : unary('-', operand);
      }
      case 'binary':
        return this.binary(expression, facts);
      case 'membership':
        return membershipCode(expression, facts, this);
      case 'presence':
        return presenceCode(expression, facts, this);
      case 'conditional':
        return this.conditional(expression, facts, (branch, known) => this.code(branch, known));
      case 'size':
        return sizeCode(expression.operand, facts, this);
      case 'rank':
        return this.rank(expression.operand, facts);
      case 'quantifier':
        return quantifierCode(expression, facts, this);
      case 'sum':
        return sumCode(expression, facts, this);
      case 'unique':
        return uniqueCode(expression, facts, this);
      case 'stringTest':
        return stringTestCode(expression, facts, this);
      case 'stringTransform':
        return this.runtimeCall(expression.transform, this.required(expression.operand, facts));
      case 'match': {
        const pattern = regexCode(printPattern(expression.pattern));
        return methodCall(pattern, 'test', this.required(expression.operand, facts));
      }
      case 'exactlyOne': {
        const conditions = expression.conditions.map((one) => this.code(one, facts));
        const held = methodCall(
          { kind: 'array', items: conditions },
          'filter',
          atom(this.scope.names.global('Boolean')),
        );
        return { kind: 'binary', operator: '===', left: member(held, 'length'), right: atom('1') };
      }
      case 'isAlternative':
        return alternativeCode(expression, true, facts, this);
      case 'lookup':
        return lookupCode(expression, facts, this);
      case 'hasKey': {
        const object = atom(this.scope.names.global('Object'));
        const [map, key] = [expression.map, expression.key].map((one) => this.required(one, facts));
        return methodCall(object, 'hasOwn', ...[map, key].filter((one) => one !== undefined));
      }
      case 'mapEntries':
        return entriesCode(expression, facts, this);
      case 'network':
        return networkCode(expression, facts, this);
      case 'epoch':
        return expression.unit === 'day'
          ? this.runtimeCall('epochDay', this.required(expression.operand, facts))
          : numberCodeOf(expression.operand, facts, this);
      case 'ratio':
        return ratioCode(expression, facts, this);
      case 'absent':
        return atom('undefined');
      case 'unresolvedName':
        throw new Error(`\`${expression.name}\` was not resolved: only checked models are generated from`);
      default:
        return translateBehaviour(expression, facts, this);
    }
  }

  private binary(expression: Binary, facts: Facts): Code {
    const { operator, left, right } = expression;
    if (isComparison(operator)) return comparisonCode(operator, left, right, facts, this);
    switch (operator) {
      case 'and':
      case 'or':
      case 'implies':
        return logicalCode(operator, expression, facts, this);
      case '??':
        return fallbackCode(left, right, facts, this);
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return isDecimal(expression, this.index)
          ? decimalArithmetic(operator, expression, facts, this)
          : arithmeticCode(operator, expression, facts, this);
      default:
        return assertNever(operator);
    }
  }

  negated(expression: Expression, facts: Facts): Code {
    return negatedCode(expression, facts, this);
  }

  condition(expression: Expression, facts: Facts): Code {
    return facts.isImpossible ? atom('false') : this.required(expression, facts);
  }

  conditional(
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

  private rank(operand: Expression, facts: Facts): Code {
    const declaration = enumOfType(this.index, underlyingType(this.index, operand.type));
    if (!declaration) throw new Error('`.rank` was asked of something that is no enum');
    return call(member(this.companion(declaration.id), 'rank'), this.required(operand, facts));
  }

  // ── what TypeScript knows ──

  taken(expression: Expression, facts: Facts): Expression {
    return takenPart(expression, facts, this);
  }

  shapePlace(operand: Expression): { readonly place: string; readonly all: readonly string[] } | undefined {
    return shapePlace(operand, this);
  }

  shapeName(alternative: ElementId): string {
    const shape = this.index.get(alternative);
    return JSON.stringify(shape?.kind === 'alternative' ? shape.wire : alternative);
  }

  placeOf(expression: Expression): string | undefined {
    switch (expression.kind) {
      case 'old':
        // Where both are one variable, what is known of the one is known of the other.
        return this.scope.self === this.scope.old ? 'self' : 'old';
      case 'self':
      case 'input':
        return expression.kind;
      case 'parameter':
        return `#${expression.binding}`;
      case 'fieldAccess': {
        if (isComputed(expression, this.index)) return undefined;
        const receiver = this.placeOf(expression.receiver);
        if (receiver === undefined) return undefined;
        const place = `${receiver}.${expression.name}`;
        const constant = this.hoisted.get(place);
        return constant ? `@${constant.name}` : place;
      }
      case 'lookup': {
        const key = expression.by === undefined ? this.mapKeyOf(expression.key) : undefined;
        const map = this.placeOf(expression.collection);
        return key === undefined || map === undefined ? undefined : `${map}.[${key}]`;
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
    if (expression.kind === 'lookup') return [place, ...this.placesOnTheWay(expression.collection)];
    return [place, ...(expression.kind === 'fieldAccess' ? this.placesOnTheWay(expression.receiver) : [])];
  }

  /**
   * A key as it is written in `labels['app']`: TypeScript narrows no other access by a key, and what every
   * object has is none.
   */
  mapKeyOf(key: Expression): string | undefined {
    const literal = this.literalOf(key);
    return literal === undefined || JSON.parse(literal) in Object.prototype ? undefined : literal;
  }

  literalOf(expression: Expression): string | undefined {
    if (expression.kind === 'enumReference')
      return JSON.stringify(literalOf(this.index, expression.literal).wire);
    if (expression.kind === 'ambient' && expression.ambient === 'event.name')
      return this.scope.eventName === undefined ? undefined : JSON.stringify(this.scope.eventName);
    return expression.kind === 'literal' && !isDecimal(expression, this.index)
      ? JSON.stringify(expression.value)
      : undefined;
  }

  allLiterals(expression: Expression): readonly string[] | undefined {
    const resolved = underlyingType(this.index, expression.type);
    if (resolved.kind === 'boolean') return ['true', 'false'];
    return enumOfType(this.index, resolved)?.literals.map(({ wire }) => JSON.stringify(wire));
  }

  mayBeUndefined(expression: Expression, facts: Facts): boolean {
    switch (expression.kind) {
      case 'parameter': {
        const place = this.placeOf(expression);
        return expression.optional && !(place !== undefined && facts.present.has(place));
      }
      case 'fieldAccess': {
        const place = this.placeOf(expression);
        const isPresent = place !== undefined && (facts.present.has(place) || this.isPresentConstant(place));
        const isKnown = isPresent && !isCast(expression, facts, this);
        if (isKnown) return false;
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
      case 'absent':
        return true;
      case 'lookup': {
        const place = this.placeOf(expression);
        return !(place !== undefined && facts.present.has(place));
      }
      case 'listEnd':
      case 'neighbour':
      case 'call':
        return expression.optional;
      case 'dereference':
        return this.mayBeUndefined(expression.reference, facts);
      case 'translated':
        return this.mayBeUndefined(expression.operand, facts);
      default:
        return false;
    }
  }

  /** A constant of what is there before the whole expression. */
  private isPresentConstant(place: string): boolean {
    return [...this.hoisted].some(([of, { name }]) => `@${name}` === place && this.beginning.present.has(of));
  }

  isAbsent(expression: Expression, facts: Facts): boolean {
    if (expression.kind === 'absent') return true;
    const isPlace = ['fieldAccess', 'parameter', 'lookup'].includes(expression.kind);
    if (!isPlace) return false;
    const place = this.placeOf(expression);
    if (place !== undefined && facts.absent.has(place)) return true;
    return expression.kind === 'fieldAccess' && this.isAbsent(expression.receiver, facts);
  }

  required(expression: Expression, facts: Facts): Code {
    if (!this.mayBeUndefined(expression, facts)) return this.code(expression, facts);
    if (expression.kind === 'fieldAccess' && isOfComputed(expression, this))
      return fieldCode(expression, facts, this, true);
    if (expression.kind === 'translated')
      return translated(expression, this.required(expression.operand, facts), false, this);
    this.hoist(expression);
    return { kind: 'present', operand: this.code(expression, facts) };
  }

  hoist(expression: Expression): void {
    const place = this.placeOf(expression);
    if (place === undefined || expression.kind !== 'fieldAccess' || !this.outside.present.has(place)) return;
    if (place.startsWith('#') || isConstant(place)) return;
    const known = this.hoisted.size;
    // What is always there needs no constant of its own.
    if (this.mayBeUndefined(expression.receiver, nothingKnown)) this.hoist(expression.receiver);
    // The next turn sees the place as one of the receiver's constant.
    if (this.hoisted.size > known) return;
    const value = fieldCode(expression, nothingKnown, this);
    this.hoisted.set(place, { name: this.localName(expression.name), value });
  }

  // ── names ──

  closure(
    parameter: Parameter,
    body: Expression,
    facts: Facts,
    translate: (body: Expression, facts: Facts) => Code,
  ): Code {
    const { names, code } = this.inside([parameter], body, facts, translate);
    return arrow(
      names.filter((name) => mentions(code, name)),
      code,
    );
  }

  inside(
    parameters: readonly Parameter[],
    body: Expression,
    facts: Facts,
    translate: (body: Expression, facts: Facts) => Code,
  ): { readonly names: readonly string[]; readonly code: Code } {
    const names = parameters.map((parameter) => {
      const name = this.localName(parameter.name);
      this.parameters.set(parameter.binding, name);
      return name;
    });
    const outside = this.outside;
    this.outside = { ...facts, present: union(facts.present, outside.present) };
    const code = translate(body, factsInside(facts));
    this.outside = outside;
    for (const { binding } of parameters) this.parameters.delete(binding);
    return { names, code };
  }

  inClosure(
    expression: Expression,
    facts: Facts,
    translate: (expression: Expression, facts: Facts) => Code,
  ): Code {
    return this.inside([], expression, facts, translate).code;
  }

  localName(wanted: string): string {
    const constants = [...this.hoisted.values()].map(({ name }) => name);
    const { self, old, around = [] } = this.scope;
    return this.scope.names.local(wanted, [self, old, ...around, ...constants, ...this.parameters.values()]);
  }

  newBinding(): number {
    this.bindings += 1;
    return -1 - this.bindings;
  }

  companion(id: ElementId): Code {
    return atom(this.scope.names.symbol(this.scope.symbolOf(id)));
  }

  runtimeCall(name: string, ...args: readonly Code[]): Code {
    return call(atom(this.scope.names.runtime(name)), ...args);
  }
}

/** A field that is there if its receiver is, which no path leads to: `items.find(…)!.size`. */
function isOfComputed(expression: FieldAccess, to: ExpressionTranslator): boolean {
  return !fieldOf(to.index, expression.field).optional && to.placeOf(expression.receiver) === undefined;
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
