import { opposites as comparisonOpposites } from '../../pim/expression-tools.ts';

/** The part of Python's expressions that generated code is made of; plain data. */
export type Code =
  /** A name, a number, a string: whatever needs no parentheses and never breaks. */
  | { readonly kind: 'atom'; readonly text: string }
  | { readonly kind: 'member'; readonly object: Code; readonly name: string }
  | { readonly kind: 'call'; readonly callee: Code; readonly args: readonly Code[] }
  /** `object[key, …]` */
  | { readonly kind: 'subscript'; readonly object: Code; readonly keys: readonly Code[] }
  | { readonly kind: 'keyword'; readonly name: string; readonly value: Code }
  | { readonly kind: 'unary'; readonly operator: 'not' | '-'; readonly operand: Code }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperatorToken;
      readonly left: Code;
      readonly right: Code;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Code;
      readonly whenTrue: Code;
      readonly whenFalse: Code;
    }
  /** `element for variables in iterable if condition`, an argument. */
  | {
      readonly kind: 'generator';
      readonly element: Code;
      readonly variables: string;
      readonly iterable: Code;
      readonly condition?: Code;
    }
  /** A generator that is not the only argument. */
  | { readonly kind: 'bracketed'; readonly content: Code }
  | { readonly kind: 'tuple'; readonly items: readonly Code[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Code, Code])[] };

export type BinaryOperatorToken =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'is'
  | 'is not'
  | 'in'
  | 'not in'
  | '|'
  | '+'
  | '-'
  | '*'
  | '//'
  | '%';

export type CodeOf<Kind extends Code['kind']> = Extract<Code, { kind: Kind }>;

export function atom(text: string): Code {
  return { kind: 'atom', text };
}

export const none = atom('None');

export function truth(value: boolean): Code {
  return atom(value ? 'True' : 'False');
}

export function numberCode(value: number | bigint): Code {
  return value < 0 ? unary('-', atom(String(-value))) : atom(String(value));
}

export function member(object: Code, name: string): Code {
  return { kind: 'member', object, name };
}

export function call(callee: Code | string, ...args: readonly Code[]): Code {
  return { kind: 'call', callee: typeof callee === 'string' ? atom(callee) : callee, args };
}

/** `object.name(…)` */
export function methodCall(object: Code, name: string, ...args: readonly Code[]): Code {
  return call(member(object, name), ...args);
}

export function subscript(object: Code | string, ...keys: readonly Code[]): Code {
  return { kind: 'subscript', object: typeof object === 'string' ? atom(object) : object, keys };
}

export function keyword(name: string, value: Code): Code {
  return { kind: 'keyword', name, value };
}

export function unary(operator: 'not' | '-', operand: Code): Code {
  return { kind: 'unary', operator, operand };
}

/** `a and (b and c)` is written as the chain that it is. */
export function binary(operator: BinaryOperatorToken, left: Code, right: Code): Code {
  const isChain = operator === 'and' || operator === 'or';
  if (isChain && right.kind === 'binary' && right.operator === operator) {
    return { kind: 'binary', operator, left: binary(operator, left, right.left), right: right.right };
  }
  return { kind: 'binary', operator, left, right };
}

export function conditional(condition: Code, whenTrue: Code, whenFalse: Code): Code {
  return { kind: 'conditional', condition, whenTrue, whenFalse };
}

export function generator(element: Code, variables: string, iterable: Code, condition?: Code): Code {
  return { kind: 'generator', element, variables, iterable, ...(condition ? { condition } : {}) };
}

export function tuple(items: readonly Code[]): Code {
  return { kind: 'tuple', items };
}

export function bracketed(content: Code): Code {
  return { kind: 'bracketed', content };
}

export function isNone(code: Code): Code {
  return binary('is', code, none);
}

export function isNotNone(code: Code): Code {
  return binary('is not', code, none);
}

const opposites: Readonly<Partial<Record<BinaryOperatorToken, BinaryOperatorToken>>> = {
  ...comparisonOpposites,
  is: 'is not',
  'is not': 'is',
  in: 'not in',
  'not in': 'in',
};

/** `not code`, the `not` in the comparison where it is one. All that rules compare has a total order. */
export function negated(code: Code): Code {
  if (code.kind === 'unary' && code.operator === 'not') return code.operand;
  if (code.kind === 'atom' && (code.text === 'True' || code.text === 'False'))
    return truth(code.text === 'False');
  const opposite = code.kind === 'binary' ? opposites[code.operator] : undefined;
  if (code.kind === 'binary' && opposite) return { ...code, operator: opposite };
  return unary('not', code);
}

/** `not code`, with the `not` in each part of a chain: for what implies something. */
export function negatedChain(code: Code): Code {
  return code.kind === 'binary' && code.operator === 'and'
    ? either(negatedChain(code.left), negatedChain(code.right))
    : negated(code);
}

/** `left or right`; of two beginnings or ends of one text, the test that takes both. */
export function either(left: Code, right: Code): Code {
  if (isTruth(left, true) || isTruth(right, false)) return left;
  if (isTruth(left, false)) return right;
  const last = left.kind === 'binary' && left.operator === 'or' ? left.right : left;
  const merged = mergedTest(last, right);
  if (!merged) return binary('or', left, right);
  return left === last ? merged : binary('or', (left as CodeOf<'binary'>).left, merged);
}

/** `left and right` */
export function both(left: Code, right: Code): Code {
  if (isTruth(left, false) || isTruth(right, true)) return left;
  return isTruth(left, true) ? right : binary('and', left, right);
}

function isTruth(code: Code, value: boolean): boolean {
  return code.kind === 'atom' && code.text === (value ? 'True' : 'False');
}

function mergedTest(left: Code, right: Code): Code | undefined {
  if (left.kind !== 'call' || right.kind !== 'call') return undefined;
  const [one, other] = [left.callee, right.callee];
  if (one.kind !== 'member' || other.kind !== 'member' || one.name !== other.name) return undefined;
  if (one.name !== 'startswith' && one.name !== 'endswith') return undefined;
  if (JSON.stringify(one.object) !== JSON.stringify(other.object)) return undefined;
  const items = [left, right].flatMap(({ args }) =>
    args.flatMap((arg) => (arg.kind === 'tuple' ? arg.items : [arg])),
  );
  return call(one, tuple(items));
}
