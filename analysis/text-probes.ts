import type { Constraint } from '../pim/conformance.ts';
import type { JsonValue } from '../pim/json.ts';
import type { Type } from '../pim/type.ts';
import type { CaseList, Fault, Slot } from './case-list.ts';
import { codePoints, fitsLimits, ofLength, type TextLimits, textLimits } from './readable-text.ts';

/** Texts longer than this are not built. */
const mostCharacters = 100_000;

/** A text's length and pattern, broken and at the edge. */
export function probeText(
  cases: CaseList,
  type: Extract<Type, { kind: 'string' }>,
  slot: Slot,
  current: JsonValue,
): void {
  const limits = textLimits(type);
  const { min, max, stated } = type.length;
  if (min > 0) {
    probeLength(cases, limits, slot, { kind: 'shorter', limit: min }, 'minLength', min - 1, stated);
    if (slot.isOwn) acceptLength(cases, limits, slot, { kind: 'shortest', limit: min }, current, stated);
  }
  probeLength(cases, limits, slot, { kind: 'longer', limit: max }, 'maxLength', max + 1, stated);
  if (slot.isOwn && max !== min)
    acceptLength(cases, limits, slot, { kind: 'longest', limit: max }, current, stated);
  if (!type.pattern) return;
  const fault: Fault = { kind: 'unmatched', pattern: type.pattern.source };
  cases.refuse(slot, fault, 'pattern', unmatchedTexts(limits, typeof current === 'string' ? current : ''));
}

function probeLength(
  cases: CaseList,
  limits: TextLimits,
  slot: Slot,
  fault: Fault,
  constraint: Constraint,
  length: number,
  stated: boolean,
): void {
  if (length > mostCharacters)
    return cases.lack(slot, fault, `a text of ${length} characters is too long to try`);
  const text = ofLength(limits, length);
  if (text !== undefined) cases.refuse(slot, fault, constraint, [text]);
  // Where the model states no length, the pattern alone decides, and nothing is missing.
  else if (stated && slot.isOwn)
    cases.lack(slot, fault, `no text of ${length} characters matches the pattern`, true);
}

function acceptLength(
  cases: CaseList,
  limits: TextLimits,
  slot: Slot,
  edge: { readonly kind: 'shortest' | 'longest'; readonly limit: number },
  current: JsonValue,
  stated: boolean,
): void {
  if (edge.limit > mostCharacters)
    return cases.lack(slot, edge, `a text of ${edge.limit} characters is too long to try`);
  // A `where` may like the present text's beginning better than any letters.
  const grown = typeof current === 'string' ? lengthened(current, edge.limit) : undefined;
  const texts = [ofLength(limits, edge.limit), grown].filter(
    (text) => text !== undefined && fitsLimits(limits, text),
  );
  if (texts.length > 0) cases.accept(slot, edge, texts);
  else if (stated) cases.lack(slot, edge, `no text of ${edge.limit} characters matches the pattern`, true);
}

/** The text's beginning, with its last letter repeated where it is too short. */
function lengthened(text: string, length: number): string {
  const characters = [...text];
  const last = characters.at(-1) ?? 'a';
  return characters.slice(0, length).join('') + last.repeat(Math.max(0, length - characters.length));
}

/** Texts of an allowed length that a pattern may refuse: the good one spoilt, then strange ones. */
function* unmatchedTexts(limits: TextLimits, text: string): Generator<string> {
  const fits = (length: number): boolean => length >= limits.min && length <= limits.max;
  for (const character of ['_', '!', ' ', 'A', '1', 'a', '-', '.', '\n', 'é', '\u{1f336}']) {
    for (const spoilt of [`${text}${character}`, `${character}${text}`, ...replaced(text, character)]) {
      if (fits(codePoints(spoilt))) yield spoilt;
    }
  }
  if (fits(0)) yield '';
  if (fits(limits.min)) yield '!'.repeat(limits.min);
}

function replaced(text: string, character: string): readonly string[] {
  const characters = [...text];
  if (characters.length === 0) return [];
  return [characters.with(characters.length - 1, character).join(''), characters.with(0, character).join('')];
}
