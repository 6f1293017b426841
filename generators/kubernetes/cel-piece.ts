/** From the loosest binding to the tightest; a piece goes into parentheses where a tighter one is needed. */
export const levels = {
  ternary: 1,
  or: 2,
  and: 3,
  relation: 4,
  sum: 5,
  product: 6,
  unary: 7,
  member: 8,
} as const;

export interface Piece {
  readonly text: string;
  readonly level: number;
}

/** Something that never needs parentheses: a name, a literal, a call. */
export function member(text: string): Piece {
  return { text, level: levels.member };
}

/** The piece where a level is asked for, in parentheses if it binds more loosely. */
export function at(level: number, piece: Piece): string {
  return piece.level >= level ? piece.text : `(${piece.text})`;
}

/** Several pieces joined by one operator. */
export function chain(joint: string, level: number, pieces: readonly Piece[]): Piece {
  return { text: pieces.map((piece) => at(level, piece)).join(joint), level };
}

export function negation(piece: Piece): Piece {
  if (piece.text === 'true') return member('false');
  return { text: piece.level >= levels.member ? `!${piece.text}` : `!(${piece.text})`, level: levels.unary };
}

/** All of the tests; `true` for none. */
export function conjunction(tests: readonly string[]): Piece {
  const [only] = tests;
  if (only === undefined) return member('true');
  return tests.length === 1 ? member(only) : { text: tests.join(' && '), level: levels.and };
}
