import { type Code, member } from './code.ts';

// What an expression is like, as far as its layout depends on that.

/** Calls of methods one after the other. */
export interface Chain {
  readonly head: Code;
  readonly calls: readonly { readonly path: string; readonly args: readonly Code[] }[];
}

/** What a class makes stays with its name, and a single call after that too. */
export function mergedChain({ head, calls }: Chain): Chain {
  const [first, ...others] = calls;
  const isFactory = head.kind === 'atom' && /^(?:[A-Z]|[$_]+$)/.test(head.text) && !head.text.includes('.');
  if (!isFactory || !first) return { head, calls };
  if (others.length < 2) return { head, calls: [] };
  const made: Code = {
    kind: 'call',
    callee: member(head, first.path.slice(1)),
    typeArguments: [],
    args: first.args,
  };
  return { head: made, calls: others };
}

/** The calls of methods one after the other, each with the steps to it. */
export function chainOf(code: Code): Chain {
  const path: string[] = [];
  let current = code;
  if (current.kind !== 'call' || current.typeArguments.length > 0) return { head: code, calls: [] };
  const { args } = current;
  current = current.callee;
  while (current.kind === 'member') {
    path.unshift(`${current.optional ? '?.' : '.'}${current.name}`);
    current = current.object;
    if (current.kind !== 'call' || path.length === 0) continue;
    const before = chainOf(current);
    return { head: before.head, calls: [...before.calls, { path: path.join(''), args }] };
  }
  // The steps from a name to the first call stay with the name, but for the last.
  const first = path.pop();
  if (first === undefined || current.kind !== 'atom') return { head: code, calls: [] };
  return { head: { kind: 'atom', text: current.text + path.join('') }, calls: [{ path: first, args }] };
}

/** What a call among others may have without being broken. */
export function isSimple(code: Code): boolean {
  return ['atom', 'string', 'regex', 'member', 'object', 'array'].includes(code.kind);
}

/** Functions among several arguments, or in the calls that these are, each get a line. */
export function isComposition(args: readonly Code[]): boolean {
  if (args.length < 2) return false;
  const functions = args.filter((one) => one.kind === 'arrow');
  return (
    functions.length > 1 ||
    args.some((one) => one.kind === 'call' && one.args.some(({ kind }) => kind === 'arrow'))
  );
}

/** What may open on the line of the call and close on the line of its `)`. */
export function canHug(code: Code): boolean {
  if (code.kind === 'object') return code.members.length > 0;
  if (code.kind === 'array') return code.items.length > 0;
  if (code.kind !== 'arrow' || isCreation(code.body)) return false;
  return ['call', 'conditional', 'object', 'array'].includes(code.body.kind);
}

/** `new Class(…)` */
function isCreation(code: Code): boolean {
  return code.kind === 'call' && code.callee.kind === 'atom' && code.callee.text.startsWith('new ');
}

/** Rows of such stand below each other. */
export function isWideObject(code: Code): boolean {
  return code.kind === 'object' && code.members.length > 1;
}

/** As `isWideObject`, of arrays. */
export function isWideArray(code: Code): boolean {
  return code.kind === 'array' && code.items.length > 1;
}

/** A number, or one below zero. */
export function isNumber(code: Code): boolean {
  if (code.kind === 'unary') return code.operator === '-' && isNumber(code.operand);
  return code.kind === 'atom' && /^[0-9]/.test(code.text);
}
