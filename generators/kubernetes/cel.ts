import { assertNever } from '../../pim/assert-never.ts';
import type { Binary, Expression, Literal, Parameter } from '../../pim/expression.ts';
import { isComparison, opposites } from '../../pim/expression-tools.ts';
import { enumOfType, literalOf, type ModelIndex, underlyingType, unionOf } from '../../pim/model-index.ts';
import { fieldAccess, lookup } from './cel-access.ts';
import { mapEntries, quantifier, sumOf, unique } from './cel-collection.ts';
import { comparison, membership } from './cel-comparison.ts';
import { charge, type Measure, nothing, one } from './cel-cost.ts';
import { asDouble, type Form, formOf, literalInForm, storedInForm } from './cel-form.ts';
import { lengthOf, nameLength } from './cel-length.ts';
import { networkOperation } from './cel-network.ts';
import { calculation, epoch, ratio, requireInt64 } from './cel-number.ts';
import {
  always,
  conjunction,
  constant,
  disjunction,
  indexed,
  isIn,
  listOf,
  loop,
  method,
  minus,
  negation,
  never,
  type Piece,
  property,
  relation,
  ternary,
  textLiteral,
  variable,
  whole,
} from './cel-piece.ts';
import { knowing, presenceTests, presentWhen, requireVisible } from './cel-presence.ts';
import { match, stringTest, transformed } from './cel-string.ts';
import { propertyName, stringLiteral, variableName } from './cel-text.ts';
import {
  type Bound,
  type CelScope,
  type CelTranslator,
  nothingKnown,
  type Surroundings,
} from './cel-translator.ts';
import { NotExpressible } from './not-expressible.ts';

/**
 * The condition in CEL, with the reference interpreter's verdict on every instance, and what judging it once
 * can cost at most. Derived fields must be inlined already. Throws `NotExpressible` where there is no such text.
 */
export function compileCel(condition: Expression, scope: CelScope): Piece {
  const [root = scope.self] = scope.self.split('.');
  return new Translation(scope).piece(condition, { ...nothingKnown, names: new Set([root]) });
}

class Translation implements CelTranslator {
  readonly scope: CelScope;
  readonly index: ModelIndex;

  constructor(scope: CelScope) {
    this.scope = scope;
    this.index = scope.index;
  }

  piece(expression: Expression, around: Surroundings, form = formOf(expression, this.index)): Piece {
    switch (expression.kind) {
      case 'literal':
        return literal(expression, form);
      case 'conditional': {
        const { condition, whenTrue, whenFalse } = expression;
        // Asked for only where it is known to be there: it is the other branch then.
        if (whenTrue.kind === 'absent')
          return this.piece(whenFalse, this.knowing(condition, false, around), form);
        if (whenFalse.kind === 'absent')
          return this.piece(whenTrue, this.knowing(condition, true, around), form);
        return ternary(
          this.piece(condition, around),
          this.piece(whenTrue, this.knowing(condition, true, around), form),
          this.piece(whenFalse, this.knowing(condition, false, around), form),
        );
      }
      case 'self':
      case 'parameter':
      case 'fieldAccess':
      case 'lookup':
        return this.inForm(this.stored(expression, around), expression, form);
      default:
        break;
    }
    if (expression.kind === 'binary' && expression.operator === '??') {
      return fallback(expression, around, form, this);
    }
    const piece = this.calculated(expression, around);
    return form === 'double' ? asDouble(piece, expression, this.index) : piece;
  }

  private inForm(stored: Piece, expression: Expression, form: Form | undefined): Piece {
    return form === 'double'
      ? asDouble(stored, expression, this.index)
      : storedInForm(stored, expression.type, form, this.index);
  }

  /** What stands in the object, as it stands there. */
  private stored(
    expression: Extract<Expression, { kind: 'self' | 'parameter' | 'fieldAccess' | 'lookup' }>,
    around: Surroundings,
  ): Piece {
    switch (expression.kind) {
      case 'self':
        if (this.scope.place) throw new NotExpressible('it reads the aggregate as a whole');
        return selfPiece(this.scope, lengthOf(this.scope, expression.type));
      case 'parameter': {
        const found = around.variables.get(expression.binding);
        if (found) return found;
        throw new Error(
          `a rule reads parameter ${expression.binding}, which no lambda binds; please report this`,
        );
      }
      case 'fieldAccess':
        return fieldAccess(expression, around, this).value;
      case 'lookup':
        return lookup(expression, around, this).value;
      default:
        return assertNever(expression);
    }
  }

  private calculated(expression: Expression, around: Surroundings): Piece {
    switch (expression.kind) {
      case 'enumReference':
        return wireOf(expression.literal, this.index);
      case 'old':
        throw new NotExpressible('it reads the aggregate before the change as a whole');
      case 'not':
        return this.negated(expression.operand, around);
      case 'negation': {
        requireInt64(expression, this.index);
        return minus(this.piece(expression.operand, around));
      }
      case 'binary':
        return this.binary(expression, around);
      case 'membership':
        return membership(expression, around, this);
      case 'presence': {
        const tests = conjunction(this.presence(expression.operand, around));
        return expression.present ? tests : negation(tests);
      }
      case 'size':
        return method(this.readable(expression.operand, around), 'size', []);
      case 'rank':
        return rank(expression.operand, around, this);
      case 'quantifier':
        return quantifier(expression, around, this);
      case 'sum':
        requireInt64(expression, this.index);
        return sumOf(expression, around, this);
      case 'unique':
        return unique(expression, around, this);
      case 'stringTest':
        return stringTest(expression, around, this);
      case 'stringTransform':
        return transformed(expression.operand, expression.transform, around, this);
      case 'match':
        return match(expression, around, this);
      case 'exactlyOne': {
        const conditions = listOf(expression.conditions.map((condition) => this.piece(condition, around)));
        const { item } = this.bind('holds', one, around);
        return relation('==', method(loop(conditions, 'filter', item, item), 'size', []), whole(1));
      }
      case 'isAlternative':
        return isAlternative('==', expression, around, this);
      case 'hasKey':
        return isIn(this.piece(expression.key, around), this.readable(expression.map, around), nothing);
      case 'mapEntries':
        return mapEntries(expression, around, this);
      case 'network':
        return networkOperation(expression, around, this);
      case 'epoch':
        return epoch(expression, around, this);
      case 'ratio':
        return ratio(expression, around, this);
      case 'unresolvedName':
        throw new NotExpressible(`nothing is called \`${expression.name}\``);
      case 'absent':
        throw new Error('nothing asks for the value of what is absent; please report this');
      default:
        throw new Error(`a rule holds \`${expression.kind}\`, which no rule can; please report this`);
    }
  }

  private binary(expression: Binary, around: Surroundings): Piece {
    const { operator, left, right } = expression;
    switch (operator) {
      case 'and':
        return conjunction([this.piece(left, around), this.piece(right, this.knowing(left, true, around))]);
      case 'or':
        return disjunction([this.piece(left, around), this.piece(right, this.knowing(left, false, around))]);
      case 'implies':
        return disjunction([this.negated(left, around), this.piece(right, this.knowing(left, true, around))]);
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return calculation(expression, around, this);
      case '??':
        return fallback(expression, around, undefined, this);
      default:
        return comparison(operator, [left, right], around, this);
    }
  }

  /** `not e`, with the `!` pushed inward where that reads better. */
  private negated(expression: Expression, around: Surroundings): Piece {
    if (expression.kind === 'not') return this.piece(expression.operand, around);
    if (expression.kind === 'presence')
      return this.piece({ ...expression, present: !expression.present }, around);
    if (expression.kind === 'isAlternative') return isAlternative('!=', expression, around, this);
    if (expression.kind === 'binary' && isComparison(expression.operator)) {
      return comparison(opposites[expression.operator], [expression.left, expression.right], around, this);
    }
    return negation(this.piece(expression, around));
  }

  readable(expression: Expression, around: Surroundings): Piece {
    requireVisible(expression, this.index);
    return this.piece(expression, around);
  }

  presence(expression: Expression, around: Surroundings): readonly Piece[] {
    return presenceTests(expression, around, this).filter(({ text }) => !around.present.has(text));
  }

  knowing(condition: Expression, truth: boolean, around: Surroundings): Surroundings {
    return knowing(presentWhen(condition, truth, around, this), around);
  }

  bind(
    wanted: string,
    length: Measure,
    around: Surroundings,
    parameter?: Parameter,
    list?: Pick<Piece, 'unmeasuredItems'>,
  ): Bound {
    const name = variableName(wanted, around.names);
    const item: Piece = {
      ...variable(name, length),
      ...(list?.unmeasuredItems ? { unmeasured: true } : {}),
    };
    const names = new Set([...around.names, name]);
    const variables = parameter ? new Map(around.variables).set(parameter.binding, item) : around.variables;
    return { item, inside: { ...around, names, variables } };
  }
}

/** The value itself, or the name of the object, which is longer a way off. */
function selfPiece({ self }: CelScope, length: Measure): Piece {
  const [root = self, ...steps] = self.split('.');
  const start = variable(root, length);
  return steps.reduce((owner, step) => property(owner, step, nameLength(length)), start);
}

function literal({ value }: Literal, form: Form | undefined): Piece {
  if (typeof value === 'boolean') return value ? always : never;
  return literalInForm(value, form) ?? textLiteral(String(value));
}

function wireOf(id: string, index: ModelIndex): Piece {
  return textLiteral(literalOf(index, id).wire);
}

function fallback(
  { left, right }: Binary,
  around: Surroundings,
  form: Form | undefined,
  to: CelTranslator,
): Piece {
  if (left.kind === 'absent') return to.piece(right, around, form);
  const tests = to.presence(left, around);
  if (tests.length === 0) return to.piece(left, around, form);
  return ternary(
    conjunction(tests),
    to.piece(left, knowing(tests, around), form),
    to.piece(right, around, form),
  );
}

function isAlternative(
  operator: '==' | '!=',
  { operand, alternative: id }: Extract<Expression, { kind: 'isAlternative' }>,
  around: Surroundings,
  to: CelTranslator,
): Piece {
  const alternative = to.index.get(id);
  if (alternative?.kind !== 'alternative') throw new Error(`\`${id}\` is no alternative; please report this`);
  const wanted = textLiteral(alternative.wire);
  const { discriminator } = unionOf(to.index, alternative);
  return relation(
    operator,
    property(to.readable(operand, around), propertyName(discriminator), wanted.length),
    wanted,
  );
}

function rank(operand: Expression, around: Surroundings, to: CelTranslator): Piece {
  if (operand.kind === 'enumReference') return whole(literalOf(to.index, operand.literal).rank);
  const declaration = enumOfType(to.index, underlyingType(to.index, operand.type));
  if (!declaration) throw new NotExpressible('it asks for the rank of something that is no enum');
  // Not `[…].indexOf(x)`: the API server's cost estimate takes a list written out for one without a bound.
  const ranks = declaration.literals.map(({ wire, rank: position }) => `${stringLiteral(wire)}: ${position}`);
  const table: Piece = { ...constant(`{${ranks.join(', ')}}`), cost: charge.map };
  return indexed(table, to.piece(operand, around));
}
