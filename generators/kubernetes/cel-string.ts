import { assertNever } from '../../pim/assert-never.ts';
import type { Expression, Match, StringTest } from '../../pim/expression.ts';
import { printPattern } from '../../pim/pattern.ts';
import { larger, measure, product, sum, traversal } from './cel-cost.ts';
import { method, negation, type Piece, textLiteral } from './cel-piece.ts';
import type { CelTranslator, Surroundings } from './cel-translator.ts';
import { NotExpressible } from './not-expressible.ts';

const blanks = '[\\t-\\r ]';
const perPatternByte = 0.25;

export function stringTest(expression: StringTest, around: Surroundings, to: CelTranslator): Piece {
  const text = to.piece(expression.operand, around);
  const argument = expression.argument && to.piece(expression.argument, around);
  switch (expression.test) {
    case 'startsWith':
    case 'endsWith': {
      // The estimate goes by the one, the charge by the other.
      const length = argument ? larger(text.length, argument.length) : text.length;
      return method(text, expression.test, argument ? [argument] : [], traversal(length));
    }
    case 'contains':
      if (!argument) throw new Error('`.contains` has no argument; please report this');
      return contains(text, argument);
    case 'isBlank':
      return matched(text, `^${blanks}*$`);
    case 'isTrimmed':
      return negation(matched(text, `^${blanks}|${blanks}$`));
    default:
      return assertNever(expression.test);
  }
}

export function contains(text: Piece, part: Piece): Piece {
  return method(text, 'contains', [part], product(traversal(text.length), traversal(part.length)));
}

export function match({ pattern, operand }: Match, around: Surroundings, to: CelTranslator): Piece {
  if (!pattern.node) throw new NotExpressible('its pattern is not in the language');
  return matched(to.piece(operand, around), printPattern(pattern));
}

/** Whether a pattern, which must be anchored, matches. */
export function matched(text: Piece, pattern: string): Piece {
  const states = Math.max(1, Math.ceil(new TextEncoder().encode(pattern).length * perPatternByte));
  const own = product(traversal(sum(text.length, measure(1))), measure(states));
  return method(text, 'matches', [textLiteral(pattern)], own);
}

export function transformed(
  operand: Expression,
  transform: 'lowerAscii' | 'upperAscii',
  around: Surroundings,
  to: CelTranslator,
): Piece {
  const text = to.piece(operand, around);
  return method(text, transform, [], traversal(text.length), text.length);
}
