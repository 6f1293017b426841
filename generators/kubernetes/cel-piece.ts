import {
  charge,
  larger,
  type Measure,
  macros,
  measure,
  nothing,
  one,
  product,
  smaller,
  sum,
  traversal,
} from './cel-cost.ts';
import { stringLiteral } from './cel-text.ts';

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

/** A part of a rule in CEL, with what it costs. */
export interface Piece {
  readonly text: string;
  readonly level: number;
  /** What evaluating it can cost at most. */
  readonly cost: Measure;
  /** The most characters of a text, or items of a list or map; 1 for what has no length. */
  readonly length: Measure;
  /** The length of each item of a list, where its type does not tell. */
  readonly items?: Measure;
  /** Of what is looked up in a list: the API server's estimate knows no length of anything in it. */
  readonly unmeasured?: true;
  /** Of a list that a macro makes: it knows no length of anything in its items either. */
  readonly unmeasuredItems?: true;
}

/** The piece where a level is asked for, in parentheses if it binds more loosely. */
export function at(level: number, piece: Piece): string {
  return piece.level >= level ? piece.text : `(${piece.text})`;
}

/** A literal. */
export function constant(text: string, length = one): Piece {
  return { text, level: text.startsWith('-') ? levels.unary : levels.member, cost: nothing, length };
}

/** A text as a literal. */
export function textLiteral(value: string): Piece {
  return constant(stringLiteral(value), measure(new TextEncoder().encode(value).length));
}

export const always = constant('true');
export const never = constant('false');

export function whole(value: bigint | number): Piece {
  return constant(String(value));
}

export function variable(name: string, length: Measure): Piece {
  return { text: name, level: levels.member, cost: charge.name, length };
}

export function property(owner: Piece, name: string, length: Measure): Piece {
  const isMeasured = !owner.unmeasured || length === one;
  return {
    text: `${at(levels.member, owner)}.${name}`,
    level: levels.member,
    cost: sum(owner.cost, charge.name),
    length: isMeasured ? length : measure(length.run, unmeasured),
    ...(owner.unmeasured ? { unmeasured: true } : {}),
  };
}

/** An estimate that no bound of the model lowers. */
export const unmeasured = 2 ** 53;

/** Whether a property is there. */
export function has(tested: Piece): Piece {
  return { text: `has(${tested.text})`, level: levels.member, cost: tested.cost, length: one };
}

/** `name(argument)`, of which the call alone costs `own`. */
export function call(name: string, argument: Piece, own: Measure = charge.call, length = one): Piece {
  return { text: `${name}(${argument.text})`, level: levels.member, cost: sum(argument.cost, own), length };
}

/** `owner.name(…)`, of which the call alone costs `own`. */
export function method(
  owner: Piece,
  name: string,
  parameters: readonly Piece[],
  own: Measure = charge.call,
  length = one,
): Piece {
  return {
    text: `${at(levels.member, owner)}.${name}(${parameters.map(({ text }) => text).join(', ')})`,
    level: levels.member,
    cost: sum(owner.cost, own, ...parameters.map(({ cost }) => cost)),
    length,
  };
}

/** An item of a list, or an entry of a map. */
export function indexed(owner: Piece, key: Piece, length = one): Piece {
  return {
    text: `${at(levels.member, owner)}[${key.text}]`,
    level: levels.member,
    // Of a list that was computed an item costs two units while an object is judged.
    cost: sum(owner.cost, key.cost, measure(2, 1)),
    length,
  };
}

export function listOf(items: readonly Piece[]): Piece {
  return {
    text: `[${items.map(({ text }) => text).join(', ')}]`,
    level: levels.member,
    cost: sum(charge.list, ...items.map(({ cost }) => cost)),
    length: measure(items.length),
  };
}

/** `+ - * / %`: of the same level, what stands to the right takes parentheses. */
export function arithmetic(operator: string, left: Piece, right: Piece): Piece {
  const level = operator === '+' || operator === '-' ? levels.sum : levels.product;
  return {
    text: `${at(level, left)} ${operator} ${at(level + 1, right)}`,
    level,
    cost: sum(left.cost, right.cost, charge.call),
    length: one,
  };
}

export function minus(operand: Piece): Piece {
  return {
    ...operand,
    text: `-${at(levels.member, operand)}`,
    level: levels.unary,
    cost: sum(operand.cost, charge.call),
  };
}

/** A comparison: texts are read up to the end of the shorter one. */
export function relation(operator: string, left: Piece, right: Piece): Piece {
  return {
    text: `${at(levels.sum, left)} ${operator} ${at(levels.sum, right)}`,
    level: levels.relation,
    cost: sum(left.cost, right.cost, traversal(smaller(left.length, right.length))),
    length: one,
  };
}

/** `wanted in list`, or a key in a map, which is found at once. */
export function isIn(wanted: Piece, container: Piece, turns: Measure): Piece {
  return {
    text: `${at(levels.sum, wanted)} in ${at(levels.sum, container)}`,
    level: levels.relation,
    cost: sum(wanted.cost, container.cost, charge.call, turns),
    length: one,
  };
}

export function ternary(test: Piece, yes: Piece, no: Piece): Piece {
  return {
    text: `${at(levels.or, test)} ? ${at(levels.or, yes)} : ${no.text}`,
    level: levels.ternary,
    cost: sum(test.cost, larger(yes.cost, no.cost), charge.call),
    length: larger(yes.length, no.length),
  };
}

/** A macro over a list or a map. */
export function loop(list: Piece, macro: keyof typeof macros, item: Piece, body: Piece): Piece {
  const { once, turn } = macros[macro];
  const turns = product(list.length, sum(body.cost, turn));
  return {
    text: `${at(levels.member, list)}.${macro}(${item.text}, ${body.text})`,
    level: levels.member,
    cost: sum(list.cost, once, turns),
    length: macro === 'filter' || macro === 'map' ? list.length : one,
    ...(macro === 'map' ? { items: body.length } : {}),
    ...(macro === 'filter' && list.items ? { items: list.items } : {}),
  };
}

export function negation(piece: Piece): Piece {
  if (piece.text === 'true') return never;
  return {
    ...piece,
    text: `!${at(levels.member, piece)}`,
    level: levels.unary,
    cost: sum(piece.cost, charge.call),
  };
}

/** All of the pieces; `true` for none. */
export function conjunction(pieces: readonly Piece[]): Piece {
  return joined(' && ', levels.and, pieces, always);
}

/** One of the pieces; `false` for none. */
export function disjunction(pieces: readonly Piece[]): Piece {
  return joined(' || ', levels.or, pieces, never);
}

function joined(joint: string, level: number, pieces: readonly Piece[], otherwise: Piece): Piece {
  const [only] = pieces;
  if (only === undefined) return otherwise;
  if (pieces.length === 1) return only;
  return {
    text: pieces.map((piece) => at(level, piece)).join(joint),
    level,
    cost: sum(charge.call, ...pieces.map(({ cost }) => cost)),
    length: one,
  };
}
