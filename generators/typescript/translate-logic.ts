import { assertNever } from '../../pim/assert-never.ts';
import type { Binary, Expression, IsAlternative, LogicalOperator } from '../../pim/expression.ts';
import { isComparison, opposites } from '../../pim/expression-tools.ts';
import { atom, binary, type Code, member, stringCode, unary } from './code.ts';
import { assume, type Facts } from './facts.ts';
import { comparisonCode } from './translate-comparison.ts';
import { shapePlace, unionOfOperand } from './translate-field.ts';
import { presenceCode } from './translate-presence.ts';
import type { Translator } from './translator.ts';

export function logicalCode(
  operator: LogicalOperator,
  { left, right }: Binary,
  facts: Facts,
  to: Translator,
): Code {
  const knowing = (truth: boolean): Facts => assume(left, truth, facts, to);
  switch (operator) {
    case 'and':
      return binary('&&', to.condition(left, facts), to.condition(right, knowing(true)));
    case 'or':
      return binary('||', to.condition(left, facts), to.condition(right, knowing(false)));
    case 'implies':
      return binary('||', to.negated(left, facts), to.condition(right, knowing(true)));
    default:
      return assertNever(operator);
  }
}

/** `not e`, with the `!` pushed inward. */
export function negatedCode(expression: Expression, facts: Facts, to: Translator): Code {
  if (facts.isImpossible) return atom('false');
  switch (expression.kind) {
    case 'not':
      return to.code(expression.operand, facts);
    case 'literal':
      return atom(String(!expression.value));
    case 'presence':
      return presenceCode({ ...expression, present: !expression.present }, facts, to);
    case 'conditional':
      return to.conditional(expression, facts, (branch, known) => to.negated(branch, known));
    case 'quantifier':
      if (expression.quantifier === 'any') return to.code({ ...expression, quantifier: 'none' }, facts);
      if (expression.quantifier === 'none') return to.code({ ...expression, quantifier: 'any' }, facts);
      break;
    case 'isAlternative':
      return alternativeCode(expression, false, facts, to);
    case 'binary':
      return negatedBinary(expression, facts, to);
    default:
      break;
  }
  return unary('!', to.required(expression, facts));
}

function negatedBinary(expression: Binary, facts: Facts, to: Translator): Code {
  const { operator, left, right } = expression;
  const knowing = (truth: boolean): Facts => assume(left, truth, facts, to);
  switch (operator) {
    case 'and':
      return binary('||', to.negated(left, facts), to.negated(right, knowing(true)));
    case 'or':
      return binary('&&', to.negated(left, facts), to.negated(right, knowing(false)));
    case 'implies':
      return binary('&&', to.condition(left, facts), to.negated(right, knowing(true)));
    default:
      return isComparison(operator)
        ? comparisonCode(opposites[operator], left, right, facts, to)
        : unary('!', to.required(expression, facts));
  }
}

/** Whether a value has one shape (or has another) of a union: `change.kind === 'Altered'`. */
export function alternativeCode(
  { operand, alternative }: IsAlternative,
  wanted: boolean,
  facts: Facts,
  to: Translator,
): Code {
  const shape = to.index.get(alternative);
  const union = unionOfOperand(operand, to.index);
  if (shape?.kind !== 'alternative' || !union) throw new Error(`\`${alternative}\` is no shape of a union`);
  // TypeScript refuses to ask what it knows to be otherwise.
  const known = facts.possible.get(shapePlace(operand, to)?.place ?? '');
  if (known && !known.has(JSON.stringify(shape.wire))) return atom(String(!wanted));
  const tag = member(to.required(operand, facts), union.discriminator);
  return binary(wanted ? '===' : '!==', tag, stringCode(shape.wire));
}
