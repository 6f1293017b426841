import type { Expression } from '../pim/expression.ts';
import { underlyingType } from '../pim/model-index.ts';
import type { Pattern } from '../pim/pattern.ts';
import { type GoalScope, type Move, placeOf, valueOf } from './goal-scope.ts';
import { type Place, valueAt } from './instance-place.ts';
import { inOrder, movesOfEach } from './lazy-moves.ts';
import { lengthsOf, textOfLength } from './pattern-text.ts';
import { textLimits } from './readable-text.ts';
import { movesToValue, otherTexts, setPlace } from './value-moves.ts';

/** Moves after which a text should pass a test such as `startsWith`, or fail it. */
export function stringTestToward(
  scope: GoalScope,
  { test, operand, argument }: Extract<Expression, { kind: 'stringTest' }>,
  wanted: boolean,
): Iterable<Move> {
  const current = valueOf(scope, operand);
  const text = typeof current === 'string' ? current : '';
  const wish = argument ? valueOf(scope, argument) : '';
  const part = typeof wish === 'string' ? wish : '';
  const moves = movesOfEach(textsFor(test, text, part, wanted), (one) => movesToValue(scope, operand, one));
  const place = placeOf(scope, operand);
  if (!place) return moves;
  return inOrder(
    moves,
    wanted && test !== 'isBlank' ? longerTexts(scope, operand, place, test, part) : [],
    movesOfEach(otherTexts(scope, place), (one) => setPlace(scope, place, one)),
  );
}

function textsFor(test: string, text: string, part: string, wanted: boolean): readonly string[] {
  switch (test) {
    case 'startsWith':
      return wanted
        ? [part + text, `${part}a`, `${part}1`, part]
        : [text.slice(part.length), text.slice(1), `x${text}`, 'other', 'x'];
    case 'endsWith':
      return wanted
        ? [text + part, `a${part}`, part]
        : [text.slice(0, -1), text.slice(0, text.length - part.length), `${text}x`, 'other', 'x'];
    case 'contains':
      return wanted
        ? [text + part, part + text, `a${part}a`, part]
        : [text.replaceAll(part, ''), text.replaceAll(part, 'x'), 'other', 'x'];
    case 'isBlank':
      return wanted ? [' ', '', '\t'] : ['text', 'a', '1', `${text}a`];
    default:
      return wanted ? [text.trim(), 'text', 'a'] : [` ${text}`, `${text} `, ' '];
  }
}

/** A text of a length that the type asks for, beginning or ending as wished. */
function longerTexts(
  scope: GoalScope,
  operand: Expression,
  place: Place,
  test: string,
  part: string,
): Iterable<Move> {
  const type = underlyingType(scope.samples.index, place.type);
  if (type.kind !== 'string') return [];
  const fill = 'a'.repeat(Math.max(0, textLimits(type).min - [...part].length));
  return movesToValue(scope, operand, test === 'endsWith' ? fill + part : part + fill);
}

/** Moves after which a text should match a pattern, or not. */
export function matchToward(
  scope: GoalScope,
  operand: Expression,
  pattern: Pattern,
  wanted: boolean,
): readonly Move[] {
  const place = placeOf(scope, operand);
  const type = place && underlyingType(scope.samples.index, place.type);
  if (!place || (type?.kind !== 'string' && type?.kind !== 'format')) return [];
  const { min, max } = textLimits(type);
  const current = valueAt(scope.draft, place.path);
  const text = typeof current === 'string' ? current : '';
  if (!wanted) {
    const spoilt = [`${text}!`, `!${text}`, text.slice(0, -1), ` ${text}`, '!', ...otherTexts(scope, place)];
    return spoilt.flatMap((one) => setPlace(scope, place, one));
  }
  const lengths = lengthsOf(pattern, min, Math.min(max, min + 256)).flatMap((range) => [
    Math.min(range.max, Math.max(range.min, 3)),
    range.min,
    Math.min(range.max, range.min + 1),
  ]);
  return lengths.flatMap((length) =>
    [0, 1, 2].flatMap((variant) => {
      const made = textOfLength(pattern, length, variant);
      return made === undefined ? [] : setPlace(scope, place, made);
    }),
  );
}
