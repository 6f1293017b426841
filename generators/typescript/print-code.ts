import { assertNever } from '../../pim/assert-never.ts';
import { type BinaryOperatorToken, type Code, quote } from './code.ts';
import {
  canHug,
  chainOf,
  isComposition,
  isNumber,
  isSimple,
  isWideArray,
  isWideObject,
  mergedChain,
} from './code-shape.ts';
import {
  alternatives,
  breaks,
  brokenGroup,
  fill,
  group,
  indent,
  join,
  type Layout,
  line,
  onOneLine,
  softline,
  whenBroken,
} from './layout.ts';

type CodeOf<Kind extends Code['kind']> = Extract<Code, { kind: Kind }>;
type BinaryCode = CodeOf<'binary'>;

/** What stands around an expression and changes how it breaks. */
type Surroundings =
  | 'plain'
  | 'return'
  | 'arrowBody'
  | 'callee'
  | 'firstCallee'
  | 'test'
  | 'ifTest'
  | 'unary'
  | 'conditional'
  | 'member'
  | 'argument'
  | 'property';

/** Lays an expression out as Biome and Prettier do, with no more parentheses than they leave. */
export function layoutOf(code: Code, around: Surroundings = 'plain'): Layout {
  switch (code.kind) {
    case 'atom':
    case 'string':
    case 'regex':
      return code.text;
    case 'member':
      return memberLayout(code, around);
    case 'element':
      return elementLayout(code, around);
    case 'call':
      return callLayout(code, around);
    case 'unary':
      return unaryLayout(code);
    case 'binary':
      return binaryLayout(code, around);
    case 'conditional':
      return conditionalLayout(code, around);
    case 'arrow':
      return arrowLayout(code);
    case 'array':
      return arrayLayout(code.items);
    case 'object':
      return objectLayout(code);
    case 'as':
      return [operandLayout(code.operand, 'as'), ' as ', code.type];
    case 'await':
      return ['await ', layoutOf(code.operand, around)];
    case 'present':
      return [headLayout(code.operand, headSurroundings(around, 'plain')), '!'];
    default:
      return assertNever(code);
  }
}

/** `return …;` without its indentation and `;`. */
export function returnLayout(code: Code): Layout {
  const value = layoutOf(code, 'return');
  if (code.kind !== 'binary') return ['return ', value];
  return ['return ', group(whenBroken('('), indent(softline, value), softline, whenBroken(')'))];
}

/** `name: value` in an object, without a comma. */
export function propertyLayout(name: string, code: Code): Layout {
  if (code.kind === 'atom' && code.text === name) return name;
  const key = propertyKey(name);
  if (movesWhole(code)) return assignmentLayout([key, ':'], code);
  const value = layoutOf(code, 'property');
  // A short name gains nothing from a break after it.
  const canMove = name.length > 4 && ['string', 'regex', 'atom'].includes(code.kind);
  return canMove ? group(key, ':', group(indent(line, value))) : [key, ': ', value];
}

/** What follows `const name =` or `name:`; operators move to the next line as a whole if they do not fit. */
export function assignmentLayout(head: Layout, code: Code): Layout {
  if (!movesWhole(code)) return [head, ' ', layoutOf(code)];
  const value = code.kind === 'binary' ? binaryLayout(code, 'return') : layoutOf(code, 'property');
  return group(head, group(indent(line, value)));
}

function movesWhole(code: Code): boolean {
  if (code.kind === 'binary') return !staysBeside(code);
  return code.kind === 'conditional' && code.condition.kind === 'binary';
}

/** A key of any text: `__proto__` would set the prototype unless it is computed. */
function propertyKey(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : quote(name);
}

// ── parentheses ──

const precedences: Readonly<Record<BinaryOperatorToken, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '===': 4,
  '!==': 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
};

function isLogical(operator: BinaryOperatorToken): boolean {
  return precedences[operator] <= 3;
}

/** True if `(a inner b) outer c` is written, and broken, as one chain. */
function flattens(outer: BinaryOperatorToken, inner: BinaryOperatorToken): boolean {
  if (precedences[outer] !== precedences[inner]) return false;
  if (precedences[outer] === 4 || precedences[outer] === 5) return false;
  if (outer === inner) return outer !== '%';
  // `a * b / c` and `a % b * c` keep their parentheses, `a + b - c` does not.
  return precedences[outer] === 6;
}

function needsParentheses(inner: Code, outer: BinaryOperatorToken, isRight: boolean): boolean {
  if (inner.kind === 'conditional' || inner.kind === 'arrow') return true;
  if (inner.kind === 'as') return true;
  if (inner.kind !== 'binary') return false;
  const [innerLevel, outerLevel] = [precedences[inner.operator], precedences[outer]];
  // `a && b || c` is grouped for the reader; `??` mixes with neither.
  if (isLogical(outer) && isLogical(inner.operator)) return innerLevel !== outerLevel || isRight;
  if (innerLevel !== outerLevel)
    return innerLevel < outerLevel || (inner.operator === '%' && outerLevel === 6);
  return isRight || !flattens(outer, inner.operator);
}

function parenthesized(layout: Layout): Layout {
  return ['(', layout, ')'];
}

/** An operand of `!`, `-` or `as`, which bind tighter than every binary operator. */
function operandLayout(code: Code, around: 'unary' | 'as'): Layout {
  switch (code.kind) {
    case 'binary':
      return parenthesized(layoutOf(code, around === 'unary' ? 'unary' : 'plain'));
    case 'conditional':
      return parenthesized(layoutOf(code));
    case 'arrow':
      return parenthesized(layoutOf(code));
    case 'as':
      return around === 'unary'
        ? parenthesized(group(indent(softline, layoutOf(code)), softline))
        : layoutOf(code);
    default:
      return layoutOf(code, around === 'unary' ? 'unary' : 'plain');
  }
}

type HeadSurroundings = 'callee' | 'firstCallee' | 'member' | 'plain';

/** What stands before a `.`, a `!` or a `(`. */
function headLayout(code: Code, around: HeadSurroundings): Layout {
  switch (code.kind) {
    case 'binary':
      return parenthesized(layoutOf(code, 'callee'));
    case 'conditional':
      return parenthesized(layoutOf(code, around === 'firstCallee' ? 'firstCallee' : 'callee'));
    case 'as':
      return parenthesized(group(indent(softline, layoutOf(code)), softline));
    case 'unary':
    case 'arrow':
      return parenthesized(layoutOf(code));
    default:
      return layoutOf(code, around);
  }
}

/** The head of a chain stands where the chain stands; `firstCallee` is that of one right after `return` or `!`. */
function headSurroundings(around: Surroundings, other: HeadSurroundings): HeadSurroundings {
  if (around === 'callee' || around === 'firstCallee') return around;
  return around === 'return' || around === 'unary' ? 'firstCallee' : other;
}

function memberLayout(code: CodeOf<'member'>, around: Surroundings): Layout {
  const access = [code.optional ? '?.' : '.', code.name];
  const isChain = around === 'callee' || around === 'firstCallee';
  const isFirst = code.object.kind === 'conditional' && !isChain;
  const object = headLayout(code.object, isChain || isFirst ? headSurroundings(around, 'callee') : 'member');
  // The steps to what is called stay together, and so does a single one.
  if (isChain || (code.object.kind === 'atom' && around !== 'member')) return [object, access];
  return [object, group(indent(softline, access))];
}

function elementLayout(code: CodeOf<'element'>, around: Surroundings): Layout {
  const { object, key } = code;
  const head = headLayout(object, headSurroundings(around, object.kind === 'call' ? 'callee' : 'member'));
  const isShort = key.kind === 'atom' || key.kind === 'string';
  const inner = layoutOf(key);
  return [head, '[', isShort ? inner : group(indent(softline, inner), softline), ']'];
}

function unaryLayout(code: CodeOf<'unary'>): Layout {
  const { operator, operand } = code;
  // `--x` would be another operator.
  if (operator === '-' && operand.kind === 'unary' && operand.operator === '-') {
    return ['-', parenthesized(layoutOf(operand))];
  }
  return [operator, operandLayout(operand, 'unary')];
}

// ── binary expressions ──

function binaryLayout(code: BinaryCode, around: Surroundings, parent?: BinaryOperatorToken): Layout {
  const parts = chainParts(code, parent, around === 'ifTest');
  if (around === 'callee' || around === 'unary') return group(indent(softline, ...parts), softline);
  if (around === 'ifTest') return parts;
  const isChain = code.left.kind === 'binary' && flattens(code.operator, code.left.operator);
  if (staysBeside(code) && !isChain) return group(...parts);
  if (around === 'return' || around === 'arrowBody' || around === 'conditional') return group(...parts);
  const [head = '', ...rest] = parts;
  return group(head, indent(...rest));
}

/** The operands of one chain, each with the operator before it; in the test of an `if` they break as one. */
function chainParts(
  code: BinaryCode,
  parent: BinaryOperatorToken | undefined,
  isTest = false,
): readonly Layout[] {
  const { operator, left, right } = code;
  const isChain = left.kind === 'binary' && flattens(operator, left.operator);
  const before = isChain ? chainParts(left, operator) : [group(sideLayout(left, operator, false))];
  const last: Layout = [operator, staysBeside(code) ? ' ' : line, sideLayout(right, operator, true)];
  // Between operators of other kinds, the line breaks here only if the right side does not fit.
  const isAlone =
    !(isTest && isLogical(operator)) &&
    (parent === undefined || isLogical(parent) !== isLogical(operator)) &&
    !isSameKind(left, operator) &&
    !isSameKind(right, operator);
  return [...before, ' ', isAlone ? group(last) : last];
}

/** `found ?? {`: an object or a list that is not empty breaks by itself. */
function staysBeside({ operator, right }: BinaryCode): boolean {
  if (!isLogical(operator)) return false;
  return right.kind === 'object'
    ? right.members.length > 0
    : right.kind === 'array' && right.items.length > 0;
}

function isSameKind(code: Code, operator: BinaryOperatorToken): boolean {
  return code.kind === 'binary' && isLogical(code.operator) === isLogical(operator);
}

function sideLayout(code: Code, operator: BinaryOperatorToken, isRight: boolean): Layout {
  const layout = code.kind === 'binary' ? binaryLayout(code, 'plain', operator) : layoutOf(code);
  return needsParentheses(code, operator, isRight) ? parenthesized(layout) : layout;
}

// ── the others ──

function conditionalLayout(code: CodeOf<'conditional'>, around: Surroundings): Layout {
  // After `return` and in a call, the operators of a broken operand are indented once more.
  const inner = around === 'return' || around === 'argument' ? 'plain' : 'conditional';
  const content: Layout = [conditionLayout(code, inner), indent(branchesLayout(code, inner))];
  if (around === 'test') return group(indent(softline, content), softline);
  if (around === 'firstCallee') return group(indent(softline, group(content)), softline);
  return around === 'callee' ? group(content, softline) : group(content);
}

function conditionLayout({ condition }: CodeOf<'conditional'>, inner: Surroundings): Layout {
  return condition.kind === 'conditional'
    ? parenthesized(layoutOf(condition, 'test'))
    : branchLayout(condition, inner);
}

/** Conditionals inside one another break as one: those in a branch are no group of their own. */
function branchesLayout({ whenTrue, whenFalse }: CodeOf<'conditional'>, inner: Surroundings): Layout {
  const first =
    whenTrue.kind === 'conditional'
      ? [
          whenBroken('', '('),
          indent(conditionLayout(whenTrue, 'conditional')),
          indent(branchesLayout(whenTrue, 'conditional')),
          whenBroken('', ')'),
        ]
      : indent(branchLayout(whenTrue, inner));
  const second =
    whenFalse.kind === 'conditional'
      ? [
          indent(indent(conditionLayout(whenFalse, 'conditional'))),
          indent(branchesLayout(whenFalse, 'conditional')),
        ]
      : indent(branchLayout(whenFalse, inner));
  return [line, '? ', first, line, ': ', second];
}

/** `??` is told apart from the `?` around it, `as` from what it may be of. */
function branchLayout(code: Code, inner: Surroundings): Layout {
  const layout = layoutOf(code, inner);
  const isApart = code.kind === 'as' || (code.kind === 'binary' && code.operator === '??');
  return isApart ? parenthesized(layout) : layout;
}

function arrowLayout(code: CodeOf<'arrow'>): Layout {
  const { body } = code;
  const head = arrowHead(code);
  if (body.kind === 'object') return group(head, ' (', layoutOf(body), ')');
  const layout = layoutOf(body, 'arrowBody');
  return group(head, group(indent(line, body.kind === 'conditional' ? conditionalBody(layout) : layout)));
}

function arrowHead({ parameters, returns }: CodeOf<'arrow'>): string {
  return `(${parameters.join(', ')})${returns === undefined ? '' : `: ${returns}`} =>`;
}

function conditionalBody(layout: Layout): Layout {
  return [whenBroken('', '('), layout, whenBroken('', ')')];
}

function callLayout(code: CodeOf<'call'>, around: Surroundings): Layout {
  const { callee, typeArguments } = code;
  const types = typeArguments.length > 0 ? `<${typeArguments.join(', ')}>` : '';
  const whole = argumentsLayout([headLayout(callee, headSurroundings(around, 'callee')), types], code.args);
  const chain = mergedChain(chainOf(code));
  if (chain.calls.length < 2) return whole;
  const steps = chain.calls.map((one) => argumentsLayout(one.path, one.args));
  const expanded: Layout = [
    layoutOf(chain.head, 'callee'),
    brokenGroup(indent(softline, join(softline, steps))),
  ];
  const isAlwaysExpanded = chain.calls.length > 2 && chain.calls.some(({ args }) => !args.every(isSimple));
  return isAlwaysExpanded ? expanded : alternatives(onOneLine(whole), expanded);
}

function argumentsLayout(head: Layout, args: readonly Code[]): Layout {
  const last = args.at(-1);
  if (!last) return [head, '()'];
  const layouts = args.map((one) => layoutOf(one, 'argument'));
  const allBroken = brokenGroup('(', indent(softline, join([',', line], layouts), ','), softline, ')');
  if (isComposition(args)) return [head, allBroken];
  if (!canHug(last) || args.at(-2)?.kind === last.kind) {
    return [head, group('(', indent(softline, join([',', line], layouts), whenBroken(',')), softline, ')')];
  }
  const others = layouts.slice(0, -1).flatMap((one) => [one, ', ']);
  const hugged = hugLayout(last);
  if (others.some(breaks)) return [head, allBroken];
  return [
    head,
    alternatives(
      ['(', ...others, layouts.at(-1) ?? '', ')'],
      ['(', onOneLine(...others), hugged, ')'],
      allBroken,
    ),
  ];
}

function hugLayout(code: Code): Layout {
  if (code.kind !== 'arrow') return brokenGroup(layoutOf(code));
  if (code.body.kind === 'object') return [arrowHead(code), ' (', brokenGroup(layoutOf(code.body)), ')'];
  const head = arrowHead(code);
  const body = layoutOf(code.body, 'arrowBody');
  return [
    head,
    brokenGroup(indent(line, code.body.kind === 'conditional' ? conditionalBody(body) : body), ',', softline),
  ];
}

function arrayLayout(items: readonly Code[]): Layout {
  if (items.length === 0) return '[]';
  const layouts = items.map((one) => layoutOf(one));
  const isNumeric = items.length > 1 && items.every(isNumber);
  const content = isNumeric
    ? fill(layouts.flatMap((one, at) => (at === layouts.length - 1 ? [one] : [[one, ','], line])))
    : join([',', line], layouts);
  const isTable = items.length > 1 && (items.every(isWideObject) || items.every(isWideArray));
  return (isTable ? brokenGroup : group)('[', indent(softline, content, whenBroken(',')), softline, ']');
}

function objectLayout(code: CodeOf<'object'>): Layout {
  if (code.members.length === 0) return '{}';
  const members = code.members.map(([name, value]) => propertyLayout(name, value));
  return (code.isTall ? brokenGroup : group)(
    '{',
    indent(line, join([',', line], members), whenBroken(',')),
    line,
    '}',
  );
}
