import type { Binary, Conditional, Expression, FieldAccess, Parameter } from '../../pim/expression.ts';
import { isComparison } from '../../pim/expression-tools.ts';
import type { ElementId } from '../../pim/model.ts';
import { enumOfType, fieldOf, type ModelIndex, unionOf, unionOfType } from '../../pim/model-index.ts';
import { type Pattern, printPattern } from '../../pim/pattern.ts';
import type { Type } from '../../pim/type.ts';
import {
  atom,
  binary,
  both,
  type Code,
  call,
  conditional,
  either,
  isNotNone,
  keyword,
  member,
  methodCall,
  negated,
  negatedChain,
  none,
  numberCode,
  tuple,
  unary,
} from './code.ts';
import { assume, type Facts, nothingKnown, possibleOf } from './facts.ts';
import type { ModuleScope } from './module-scope.ts';
import { variableName } from './names.ts';
import { patternCode } from './quote.ts';
import {
  containsCode,
  lookupCode,
  quantifierCode,
  requiredLookup,
  uniqueCode,
} from './translate-collection.ts';
import { comparisonCode, membershipCode } from './translate-comparison.ts';
import { literalCode } from './translate-literal.ts';
import { fallbackCode, presenceCode } from './translate-presence.ts';
import { arithmeticCode, isArithmetic, millisCode, sumCode } from './translate-quantity.ts';
import { networkCode, stringTestCode } from './translate-text.ts';
import type { Translator } from './translator.ts';
import { valueType } from './value-type.ts';

/** What stands for the subject of a rule and for what was before a change. */
export interface Subject {
  readonly self: string;
  readonly old: string;
}

/** A rule's condition, a derivation or a default, in Python. */
export function translate(
  expression: Expression,
  scope: ModuleScope,
  subject: Subject = { self: 'self', old: 'old' },
  wanted?: Type,
): Code {
  return new ExpressionTranslator(scope, subject).code(expression, nothingKnown, wanted);
}

class ExpressionTranslator implements Translator {
  readonly scope: ModuleScope;
  readonly index: ModelIndex;
  private readonly subject: Subject;
  private readonly variables = new Map<number, string>();
  private readonly inUse = new Set<string>();

  constructor(scope: ModuleScope, subject: Subject) {
    this.scope = scope;
    this.index = scope.index;
    this.subject = subject;
  }

  code(expression: Expression, facts: Facts, wanted?: Type): Code {
    switch (expression.kind) {
      case 'literal':
        return literalCode(expression, wanted, this.scope);
      case 'enumReference':
        return this.scope.literal(expression.literal);
      case 'self':
      case 'old':
        return atom(this.subject[expression.kind]);
      case 'parameter':
        return atom(this.variables.get(expression.binding) ?? expression.name);
      case 'fieldAccess':
        return this.fieldAccess(expression, facts);
      case 'not':
        return negated(this.required(expression.operand, facts));
      case 'negation':
        return unary('-', this.required(expression.operand, facts));
      case 'binary':
        return this.binary(expression, facts, wanted);
      case 'membership':
        return membershipCode(expression, facts, this);
      case 'presence': {
        const isThere = this.presence(expression.operand, facts);
        return expression.present ? isThere : negatedChain(isThere);
      }
      case 'conditional':
        return this.conditional(expression, facts, (branch, known) => this.code(branch, known, wanted));
      case 'size':
        return call('len', this.required(expression.operand, facts));
      case 'rank':
        return call(this.scope.runtime('rank'), this.required(expression.operand, facts));
      case 'quantifier':
        return quantifierCode(expression, facts, this);
      case 'sum':
        return sumCode(expression, facts, this);
      case 'unique':
        return uniqueCode(expression, facts, this);
      case 'stringTest':
        return stringTestCode(expression, facts, this);
      case 'stringTransform': {
        const name = expression.transform === 'lowerAscii' ? 'lower_ascii' : 'upper_ascii';
        return call(this.scope.runtime(name), this.required(expression.operand, facts));
      }
      case 'match': {
        const matcher = member(atom(this.scope.module('re')), 'fullmatch');
        const pattern = patternCode(unanchored(expression.pattern));
        return isNotNone(call(matcher, pattern, this.required(expression.operand, facts)));
      }
      case 'exactlyOne': {
        const conditions = tuple(expression.conditions.map((one) => this.code(one, facts)));
        return binary('==', methodCall(conditions, 'count', atom('True')), numberCode(1));
      }
      case 'isAlternative':
        return call(
          'isinstance',
          this.code(expression.operand, facts),
          atom(this.className(expression.alternative)),
        );
      case 'lookup':
        return lookupCode(expression, facts, this);
      case 'hasKey':
        return containsCode(expression, facts, this);
      case 'mapEntries':
        return methodCall(this.required(expression.map, facts), expression.part);
      case 'network':
        return networkCode(expression, facts, this);
      case 'epoch':
        return expression.unit === 'day'
          ? call(this.scope.runtime('epoch_day'), this.required(expression.operand, facts))
          : millisCode(expression.operand, facts, this);
      case 'ratio': {
        const parts = [expression.dividend, expression.divisor].map((one) => this.required(one, facts));
        return call(this.scope.runtime('ratio'), ...parts, keyword('scale', numberCode(expression.scale)));
      }
      case 'absent':
        return none;
      default:
        throw new Error(`\`${expression.kind}\` stands in no rule: only checked models are generated from`);
    }
  }

  private binary(expression: Binary, facts: Facts, wanted?: Type): Code {
    const { operator, left, right } = expression;
    if (isComparison(operator)) return comparisonCode(operator, left, right, facts, this);
    if (isArithmetic(operator)) return arithmeticCode(expression, facts, this);
    const after = (outcome: boolean): Facts => assume(left, outcome, facts, this);
    switch (operator) {
      case 'and':
        return both(this.required(left, facts), this.required(right, after(true)));
      case 'or':
        return either(this.required(left, facts), this.required(right, after(false)));
      case 'implies':
        return either(negatedChain(this.required(left, facts)), this.required(right, after(true)));
      case '??':
        return fallbackCode(left, right, facts, this, wanted);
      default:
        throw new Error(`\`${operator}\` is no operator of rules`);
    }
  }

  required(expression: Expression, facts: Facts, wanted?: Type): Code {
    switch (expression.kind) {
      case 'lookup':
        return requiredLookup(expression, facts, this);
      case 'fieldAccess':
        return this.requiredField(expression, facts);
      case 'conditional':
        return this.conditional(expression, facts, (branch, known) => this.required(branch, known, wanted));
      default: {
        const code = this.code(expression, facts, wanted);
        return this.mayBeAbsent(expression, facts) ? call(this.scope.runtime('present'), code) : code;
      }
    }
  }

  private requiredField(expression: FieldAccess, facts: Facts): Code {
    const field = fieldOf(this.index, expression.field);
    const code = this.memberOf(expression, facts);
    const place = this.placeOf(expression);
    const isKnown = !field.optional || (place !== undefined && facts.present.has(place));
    return isKnown ? code : call(this.scope.runtime('present'), code);
  }

  /** `receiver.field` of a receiver that is there. */
  memberOf({ receiver, field, name }: FieldAccess, facts: Facts): Code {
    const object = this.required(receiver, facts);
    const owner = this.index.parent(field);
    const attribute = this.scope.attribute(field);
    if (owner?.kind !== 'alternative' || !unionOfType(this.index, valueType(receiver.type, this.index)))
      return member(object, attribute);
    const union = unionOf(this.index, owner);
    const possible = possibleOf(receiver, facts, this);
    const lacking = union.alternatives.some(
      ({ id, fields }) => (possible?.has(id) ?? true) && !fields.some((one) => one.name === name),
    );
    if (!lacking) return member(object, attribute);
    return member(
      call(this.scope.standard('typing', 'cast'), atom(this.className(owner.id)), object),
      attribute,
    );
  }

  private fieldAccess(expression: FieldAccess, facts: Facts): Code {
    if (!this.mayBeAbsent(expression.receiver, facts)) return this.memberOf(expression, facts);
    const isThere = this.presence(expression.receiver, facts);
    const known = this.knowing(expression.receiver, facts);
    return conditional(isThere, this.memberOf(expression, known), none);
  }

  conditional(
    { condition, whenTrue, whenFalse }: Conditional,
    facts: Facts,
    branch: (expression: Expression, facts: Facts) => Code,
  ): Code {
    return conditional(
      this.required(condition, facts),
      branch(whenTrue, assume(condition, true, facts, this)),
      branch(whenFalse, assume(condition, false, facts, this)),
    );
  }

  presence(expression: Expression, facts: Facts): Code {
    return presenceCode(expression, facts, this);
  }

  /** The facts, and that the expression is there. */
  knowing(expression: Expression, facts: Facts): Facts {
    return { ...facts, present: new Set([...facts.present, ...this.placesOnTheWay(expression)]) };
  }

  mayBeAbsent(expression: Expression, facts: Facts): boolean {
    switch (expression.kind) {
      case 'fieldAccess': {
        const place = this.placeOf(expression);
        if (place !== undefined && facts.present.has(place)) return false;
        return fieldOf(this.index, expression.field).optional || this.mayBeAbsent(expression.receiver, facts);
      }
      case 'conditional': {
        const { condition, whenTrue, whenFalse } = expression;
        return (
          this.mayBeAbsent(whenTrue, assume(condition, true, facts, this)) ||
          this.mayBeAbsent(whenFalse, assume(condition, false, facts, this))
        );
      }
      case 'binary':
        return (
          expression.operator === '??' &&
          this.mayBeAbsent(expression.left, facts) &&
          this.mayBeAbsent(expression.right, facts)
        );
      case 'absent':
      case 'lookup':
        return true;
      default:
        return false;
    }
  }

  taken(expression: Expression, facts: Facts): Expression {
    if (expression.kind !== 'binary' || expression.operator !== '??') return expression;
    if (this.isAbsent(expression.left, facts)) return this.taken(expression.right, facts);
    return this.mayBeAbsent(expression.left, facts) ? expression : this.taken(expression.left, facts);
  }

  isAbsent(expression: Expression, facts: Facts): boolean {
    if (expression.kind === 'absent') return true;
    const place = this.placeOf(expression);
    if (place === undefined || expression.kind !== 'fieldAccess') return false;
    return facts.absent.has(place) || this.isAbsent(expression.receiver, facts);
  }

  placeOf(expression: Expression): string | undefined {
    switch (expression.kind) {
      case 'self':
      case 'old':
        return expression.kind;
      case 'parameter':
        return `#${expression.binding}`;
      case 'fieldAccess': {
        const receiver = this.placeOf(expression.receiver);
        return receiver === undefined ? undefined : `${receiver}.${expression.name}`;
      }
      default:
        return undefined;
    }
  }

  placesOnTheWay(expression: Expression): readonly string[] {
    const place = this.placeOf(expression);
    if (place === undefined || expression.kind !== 'fieldAccess') return [];
    return [place, ...this.placesOnTheWay(expression.receiver)];
  }

  choicesOf(expression: Expression): readonly ElementId[] | undefined {
    const type = valueType(expression.type, this.index);
    if (type.kind === 'boolean') return ['true', 'false'];
    const union = unionOfType(this.index, type);
    if (union) return union.alternatives.map(({ id }) => id);
    return enumOfType(this.index, type)?.literals.map(({ id }) => id);
  }

  binding(parameters: readonly (Parameter | undefined)[], use: (names: readonly string[]) => Code): Code {
    const names = parameters.map((parameter) => {
      const name = variableName(
        parameter?.name ?? 'item',
        (one) => this.inUse.has(one) || one === this.subject.self || this.scope.isTaken(one),
      );
      this.inUse.add(name);
      if (parameter) this.variables.set(parameter.binding, name);
      return name;
    });
    const code = use(names);
    for (const name of names) this.inUse.delete(name);
    return code;
  }

  className(id: ElementId): string {
    return this.scope.className(id);
  }
}

/** A pattern as `fullmatch` takes it: without the anchors. */
export function unanchored(pattern: Pattern): string {
  const printed = printPattern(pattern).slice(1, -1);
  return pattern.node?.kind === 'alternatives' ? printed.slice(3, -1) : printed;
}
