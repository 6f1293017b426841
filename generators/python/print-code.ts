import { assertNever } from '../../pim/assert-never.ts';
import type { BinaryOperatorToken, Code, CodeOf } from './code.ts';

/** Columns of a line, as `ruff format` counts them by default. */
const width = 88;
const step = 4;

/** Where an expression is printed: what stands on its first line before it, and on its last line after it. */
interface Place {
  /** The indentation of the line that it begins on, and of those that close what it opened. */
  readonly depth: number;
  readonly before: number;
  readonly after: number;
}

/** `head` and an expression, as whole lines: `return …`, `name: annotation = …`. */
export function statement(head: string, code: Code, depth: number, tail = ''): string {
  const indentation = ' '.repeat(depth);
  const oneLine = `${indentation}${head}${printFlat(code)}${tail}`;
  const place = { depth, before: columns(lastLine(`${indentation}${head}`)), after: columns(tail) };
  const isShort = place.before + columns(printFlat(code)) + place.after <= width;
  const isLost = isUnbreakable(code) && depth + step + columns(printFlat(code)) > width;
  if (isShort || isLost) return oneLine;
  if (canStay(code) && opensInLine(code, place)) return `${indentation}${head}${broken(code, place)}${tail}`;
  return `${indentation}${head}(\n${block(code, depth + step)}\n${indentation})${tail}`;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** A call as a whole line, such as a decorator. */
export function line(head: string, code: Code, depth: number, tail = ''): string {
  const flat = `${' '.repeat(depth)}${head}${printFlat(code)}${tail}`;
  if (columns(flat) <= width) return flat;
  const place = { depth, before: depth + columns(head), after: columns(tail) };
  return `${' '.repeat(depth)}${head}${broken(code, place)}${tail}`;
}

/** `name: annotation`, which breaks only if it does not fit with what its value begins with. */
export function typedHead(name: string, annotation: Code, value: Code | undefined, depth: number): string {
  const flat = `${name}: ${printFlat(annotation)}`;
  const room = width - depth - (value === undefined ? 0 : columns(' = ('));
  const isWhole = value !== undefined && columns(flat) + columns(` = ${printFlat(value)}`) <= width - depth;
  if (isWhole || columns(flat) <= room) return flat;
  if (annotation.kind === 'binary')
    return `${name}: (\n${block(annotation, depth + step)}\n${' '.repeat(depth)})`;
  return `${name}: ${broken(annotation, { depth, before: depth + columns(name) + 2, after: 0 })}`;
}

/** The head of a function, up to its `:`. */
export function functionHead(
  name: string,
  parameters: readonly string[],
  result: string,
  depth: number,
): string {
  const indentation = ' '.repeat(depth);
  const flat = `${indentation}def ${name}(${parameters.join(', ')}) -> ${result}:`;
  if (columns(flat) <= width) return flat;
  const inner = ' '.repeat(depth + step);
  const all = `${inner}${parameters.join(', ')}`;
  const isShort = parameters.length > 1 && columns(all) <= width;
  const lines = isShort ? [all] : parameters.map((one) => `${inner}${one},`);
  return [`${indentation}def ${name}(`, ...lines, `${indentation}) -> ${result}:`].join('\n');
}

/** How wide a text is in a fixed-width font. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) count += wide.test(character) ? 2 : 1;
  return count;
}

// Scripts whose characters take two columns each, and emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation}/u;

// ── on one line ──

const precedences: Readonly<Record<BinaryOperatorToken, number>> = {
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  is: 4,
  'is not': 4,
  in: 4,
  'not in': 4,
  '|': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '//': 7,
  '%': 7,
};
const comparison = 4;
const highest = 10;

/** How tightly an expression binds: 0 for a condition's choice, `highest` for what never needs parentheses. */
function precedenceOf(code: Code): number {
  switch (code.kind) {
    case 'conditional':
      return 0;
    case 'binary':
      return precedences[code.operator];
    case 'unary':
      return code.operator === 'not' ? 3 : 8;
    case 'generator':
    case 'keyword':
      return -1;
    default:
      return highest;
  }
}

function needsParentheses(inner: Code, outer: BinaryOperatorToken, isRight: boolean): boolean {
  const [own, around] = [precedenceOf(inner), precedences[outer]];
  // `a or (b and c)` is grouped for the reader.
  if (outer === 'or' && inner.kind === 'binary' && inner.operator === 'and') return true;
  // Comparisons would be chained.
  if (own === around) return isRight || around === comparison;
  return own < around;
}

/** The expression on one line. */
export function printFlat(code: Code): string {
  switch (code.kind) {
    case 'atom':
      return code.text;
    case 'member':
      return `${flatHead(code.object)}.${code.name}`;
    case 'call':
      return `${flatHead(code.callee)}(${code.args.map(printFlat).join(', ')})`;
    case 'subscript':
      return `${flatHead(code.object)}[${code.keys.map(printFlat).join(', ')}]`;
    case 'keyword':
      return `${code.name}=${printFlat(code.value)}`;
    case 'unary':
      return `${unaryHead(code)}${isOpenOperand(code) ? `(${printFlat(code.operand)})` : printFlat(code.operand)}`;
    case 'binary': {
      const [left, right] = [flatOperand(code, false), flatOperand(code, true)];
      return `${left} ${code.operator} ${right}`;
    }
    case 'conditional': {
      const [yes, condition] = [code.whenTrue, code.condition].map((one) =>
        one.kind === 'conditional' ? `(${printFlat(one)})` : printFlat(one),
      );
      return `${yes} if ${condition} else ${printFlat(code.whenFalse)}`;
    }
    case 'generator':
      return generatorParts(code)
        .map(([head, part]) => `${head}${flatPart(head, part)}`)
        .join(' ');
    case 'bracketed':
      return `(${printFlat(code.content)})`;
    case 'tuple':
      return code.items.length === 1
        ? `(${code.items.map(printFlat).join('')},)`
        : `(${code.items.map(printFlat).join(', ')})`;
    case 'dict':
      return `{${code.entries.map(([key, value]) => `${printFlat(key)}: ${printFlat(value)}`).join(', ')}}`;
    default:
      return assertNever(code);
  }
}

/** The parts of a generator, each with the words before it. */
function generatorParts(code: CodeOf<'generator'>): readonly (readonly [string, Code])[] {
  return [
    ['', code.element],
    [`for ${code.variables} in `, code.iterable],
    ...(code.condition ? ([['if ', code.condition]] as const) : []),
  ];
}

function flatPart(head: string, part: Code): string {
  return head !== '' && part.kind === 'conditional' ? `(${printFlat(part)})` : printFlat(part);
}

function unaryHead({ operator }: CodeOf<'unary'>): string {
  return operator === 'not' ? 'not ' : '-';
}

function isOpenOperand(code: CodeOf<'unary'>): boolean {
  return precedenceOf(code.operand) < precedenceOf(code);
}

function flatHead(code: Code): string {
  const isNumber = code.kind === 'atom' && /^[0-9]/.test(code.text);
  return precedenceOf(code) < highest || isNumber ? `(${printFlat(code)})` : printFlat(code);
}

function flatOperand(code: CodeOf<'binary'>, isRight: boolean): string {
  const operand = isRight ? code.right : code.left;
  return needsParentheses(operand, code.operator, isRight) ? `(${printFlat(operand)})` : printFlat(operand);
}

// ── on several lines ──

/** Nothing in it can go to another line. */
function isUnbreakable(code: Code): boolean {
  if (code.kind === 'atom') return true;
  return code.kind === 'member' && isUnbreakable(code.object);
}

/** What ends in brackets of its own that something stands in. */
function endsInBrackets(code: Code): boolean {
  switch (code.kind) {
    case 'call':
      return code.args.length > 0;
    case 'subscript':
    case 'bracketed':
    case 'tuple':
    case 'dict':
      return true;
    case 'unary':
      return isOpenOperand(code) || endsInBrackets(code.operand);
    default:
      return false;
  }
}

/** Whether a statement leaves an expression that does not fit where it is, and breaks its last brackets. */
function canStay(code: Code): boolean {
  if (code.kind !== 'binary') return endsInBrackets(code);
  const isChain = code.left.kind === 'binary' && !needsParentheses(code.left, code.operator, false);
  if (isChain && precedences[(code.left as CodeOf<'binary'>).operator] === precedences[code.operator])
    return false;
  const last = code.right;
  return needsParentheses(last, code.operator, true) || lastEnds(last) || startsInBrackets(code);
}

function startsInBrackets(code: Code): boolean {
  switch (code.kind) {
    case 'tuple':
    case 'bracketed':
      return true;
    case 'member':
    case 'subscript':
      return startsInBrackets(code.object) || precedenceOf(code.object) < highest;
    case 'call':
      return startsInBrackets(code.callee);
    case 'binary':
      return needsParentheses(code.left, code.operator, false) || startsInBrackets(code.left);
    default:
      return false;
  }
}

function lastEnds(code: Code): boolean {
  if (code.kind === 'binary')
    return needsParentheses(code.right, code.operator, true) || lastEnds(code.right);
  return endsInBrackets(code);
}

/** Whether all up to the last opening bracket fits on the first line. */
function opensInLine(code: Code, place: Place): boolean {
  const [first = ''] = broken(code, place).split('\n');
  return place.before + columns(first) <= width;
}

/** The expression from its own line on, in brackets that somebody else printed: one line if it fits. */
function block(code: Code, depth: number, after = 0): string {
  return `${' '.repeat(depth)}${inside(code, { depth, before: depth, after })}`;
}

/** In brackets: operators may begin lines. */
function inside(code: Code, place: Place): string {
  const flat = printFlat(code);
  if (place.before + columns(flat) + place.after <= width) return flat;
  const separator = `\n${' '.repeat(place.depth)}`;
  const next = (head: string): Place => ({ ...place, before: place.depth + columns(head) });
  switch (code.kind) {
    case 'binary': {
      const chain = chainOf(code);
      return chain
        .map(({ operator, operand, isOpen }, at) => {
          const head = operator === undefined ? '' : `${operator} `;
          const here = {
            ...(at === 0 ? place : next(head)),
            after: at === chain.length - 1 ? place.after : 0,
          };
          return `${head}${isOpen ? bracketed(operand, here) : inside(operand, here)}`;
        })
        .join(separator);
    }
    case 'conditional':
      return choices(code)
        .map(([head, part], at) => {
          const here = at === 0 ? place : next(head);
          return `${head}${part.kind === 'conditional' ? bracketed(part, here) : inside(part, here)}`;
        })
        .join(separator);
    case 'generator':
      return generatorParts(code)
        .map(([head, part]) =>
          head !== '' && part.kind === 'conditional'
            ? `${head}${bracketed(part, next(head))}`
            : `${head}${inside(part, head === '' ? place : next(head))}`,
        )
        .join(separator);
    default:
      return broken(code, place);
  }
}

/** The parts of a condition's choice, and of those that follow `else`. */
function choices({
  condition,
  whenTrue,
  whenFalse,
}: CodeOf<'conditional'>): readonly (readonly [string, Code])[] {
  const others: readonly (readonly [string, Code])[] =
    whenFalse.kind === 'conditional' ? choices(whenFalse) : [['', whenFalse]];
  return [
    ['', whenTrue],
    ['if ', condition],
    ...others.map(([head, part], at): readonly [string, Code] => [at === 0 ? 'else ' : head, part]),
  ];
}

/** The operands of one level of precedence, each with the operator before it. */
function chainOf(
  code: CodeOf<'binary'>,
): readonly { readonly operator?: string; readonly operand: Code; readonly isOpen: boolean }[] {
  const { left, operator, right } = code;
  const isFlattened =
    left.kind === 'binary' &&
    precedences[left.operator] === precedences[operator] &&
    !needsParentheses(left, operator, false);
  const first = isFlattened
    ? chainOf(left)
    : [{ operand: left, isOpen: needsParentheses(left, operator, false) }];
  return [...first, { operator, operand: right, isOpen: needsParentheses(right, operator, true) }];
}

function bracketed(code: Code, place: Place): string {
  const flat = `(${printFlat(code)})`;
  if (place.before + columns(flat) + place.after <= width) return flat;
  return `(\n${block(code, place.depth + step)}\n${' '.repeat(place.depth)})`;
}

/** The expression with its last brackets broken. */
function broken(code: Code, place: Place): string {
  const { depth } = place;
  const close = `\n${' '.repeat(depth)}`;
  switch (code.kind) {
    case 'call': {
      const callee = headText(code.callee, place);
      const args = `(${code.args.map(printFlat).join(', ')})`;
      if (code.args.length === 0 || callee.includes('\n')) return `${callee}${args}`;
      return `${callee}(\n${items(code.args, depth + step)}${close})`;
    }
    case 'subscript':
      return `${headText(code.object, place)}[\n${items(code.keys, depth + step)}${close}]`;
    case 'member':
      return `${headText(code.object, place)}.${code.name}`;
    case 'bracketed':
      return bracketed(code.content, place);
    case 'tuple':
      return `(\n${code.items.map((one) => `${block(one, depth + step, 1)},`).join('\n')}${close})`;
    case 'dict': {
      const lines = code.entries.map(([key, value]) => {
        const head = `${' '.repeat(depth + step)}${printFlat(key)}: `;
        return `${head}${inside(value, { depth: depth + step, before: columns(head), after: 1 })},`;
      });
      return `{\n${lines.join('\n')}${close}}`;
    }
    case 'keyword': {
      const head = `${code.name}=`;
      return `${head}${inside(code.value, { ...place, before: place.before + columns(head) })}`;
    }
    case 'unary': {
      const head = unaryHead(code);
      const here = { ...place, before: place.before + columns(head) };
      return `${head}${isOpenOperand(code) ? bracketed(code.operand, here) : inside(code.operand, here)}`;
    }
    case 'binary':
      return brokenBinary(code, place);
    case 'atom':
    case 'conditional':
    case 'generator':
      return printFlat(code);
    default:
      return assertNever(code);
  }
}

/** From left to right: brackets that do not fit up to the next ones are broken. */
function brokenBinary(code: CodeOf<'binary'>, place: Place): string {
  const { left, operator, right } = code;
  const isRightOpen = needsParentheses(right, operator, true);
  const next = ` ${operator} ${isRightOpen ? '(' : firstOpening(right)}`;
  const after = columns(next) + (/[([]$/.test(next) ? 0 : place.after);
  const isLeftOpen = needsParentheses(left, operator, false);
  const here = { ...place, after };
  const first = isLeftOpen ? bracketed(left, here) : fitOrBroken(left, here);
  const head = `${first} ${operator} `;
  const there = { ...place, before: (first.includes('\n') ? 0 : place.before) + columns(lastLine(head)) };
  return `${head}${isRightOpen ? bracketed(right, there) : fitOrBroken(right, there)}`;
}

function fitOrBroken(code: Code, place: Place): string {
  const flat = printFlat(code);
  return place.before + columns(flat) + place.after <= width ? flat : broken(code, place);
}

/** An expression up to its first brackets that something stands in. */
function firstOpening(code: Code): string {
  const flat = printFlat(code);
  const at = flat.search(/[([](?![)\]])/);
  return at < 0 ? flat : flat.slice(0, at + 1);
}

/** What stands before a `.`, a `(` or a `[`. */
function headText(code: Code, place: Place): string {
  if (precedenceOf(code) < highest) return bracketed(code, place);
  const flat = flatHead(code);
  const isShort = place.before + columns(flat) + 1 <= width;
  return isShort || !startsInBrackets(code) ? flat : broken(code, place);
}

/** All on one line if they fit, else each on its own. */
function items(args: readonly Code[], depth: number): string {
  const flat = `${' '.repeat(depth)}${args.map(printFlat).join(', ')}`;
  if (columns(flat) <= width) return flat;
  const [only] = args;
  if (args.length === 1 && only?.kind === 'generator') return block(only, depth);
  return args.map((one) => `${block(one, depth, 1)},`).join('\n');
}
