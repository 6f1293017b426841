import { type AstNode, CstUtils, type LeafCstNode } from 'langium';
import { parseText } from './parse.ts';

/**
 * The text with its spaces, indentation and blank lines as everybody writes them. Where lines end stays
 * the author's choice, and so does every comment. Undefined for a text with syntax errors.
 */
export function formatText(text: string): string | undefined {
  const { ast, diagnostics } = parseText(text, '');
  const root = ast?.$cstNode;
  if (!root || diagnostics.length > 0) return undefined;
  const printer = new Printer(ast);
  for (const leaf of CstUtils.flattenCst(root)) printer.take(leaf);
  return printer.text();
}

const openers: ReadonlySet<string> = new Set(['{', '(', '[']);
const closers: ReadonlySet<string> = new Set(['}', ')', ']']);

/** A bracket that is open, the node that it belongs to, and the indentation of the line it stands on. */
interface Open {
  readonly image: string;
  readonly node: AstNode;
  readonly indentation: number;
}

class Printer {
  private readonly root: AstNode;
  private readonly lines: string[] = [];
  private readonly open: Open[] = [];
  private line = '';
  private previous: LeafCstNode | undefined;

  constructor(root: AstNode) {
    this.root = root;
  }

  text(): string {
    this.endLine();
    return `${this.lines.join('\n')}\n`;
  }

  take(leaf: LeafCstNode): void {
    const { previous } = this;
    if (previous) {
      const breaks = leaf.range.start.line - previous.range.end.line;
      if (breaks > 0) this.breakLine(breaks, previous, leaf);
      else if (needsSpace(previous, leaf)) this.line += ' ';
    }
    if (this.line === '') this.line = ' '.repeat(this.indentationOf(leaf));
    if (closers.has(leaf.text)) this.open.pop();
    this.line += leaf.hidden ? this.comment(leaf) : leaf.text;
    if (openers.has(leaf.text)) {
      const indentation = this.line.length - this.line.trimStart().length;
      this.open.push({ image: leaf.text, node: leaf.astNode, indentation });
    }
    this.previous = leaf;
  }

  /** Author's line ends stay; of blank lines one, and none at the edge of braces. */
  private breakLine(breaks: number, before: LeafCstNode, after: LeafCstNode): void {
    this.endLine();
    const atEdge = before.text === '{' || after.text === '}';
    if (breaks > 1 && !atEdge) this.lines.push('');
  }

  private endLine(): void {
    if (this.line !== '') this.lines.push(this.line.trimEnd());
    this.line = '';
  }

  /** The lines of a block comment move with its first; a doc comment's stars stand in a column. */
  private comment(leaf: LeafCstNode): string {
    const [first = '', ...rest] = leaf.text.split(/\r?\n/);
    if (rest.length === 0) return first.trimEnd();
    const indentation = ' '.repeat(this.line.length);
    const starred = rest.every((line) => line.trimStart().startsWith('*'));
    const from = leaf.range.start.character;
    const moved = rest.map((line) => {
      if (starred) return `${indentation} ${line.trim()}`;
      const own = line.length - line.trimStart().length;
      return line.trim() === '' ? '' : `${indentation}${' '.repeat(Math.max(0, own - from))}${line.trim()}`;
    });
    return [first.trimEnd(), ...moved].join('\n');
  }

  /** Two spaces more than the line that opened the bracket around; what goes on with a member two or four more. */
  private indentationOf(leaf: LeafCstNode): number {
    const inside = this.open.at(-1);
    const outer = inside?.indentation ?? 0;
    const next = leaf.hidden ? nextVisible(leaf) : leaf;
    if (leaf === next && closers.has(leaf.text)) return outer;
    const base = inside ? outer + 2 : 0;
    if (!next || closers.has(next.text) || (inside && inside.image !== '{')) return base;
    const item = itemOf(next, inside ? inside.node : this.root);
    if (!item || isFirstLeaf(next, item)) return base;
    const clause = itemOf(next, item);
    return base + (!clause || isFirstLeaf(next, clause) ? 2 : 4);
  }
}

/** The child of a node that a leaf is in. */
function itemOf(leaf: LeafCstNode, container: AstNode): AstNode | undefined {
  let node: AstNode | undefined = leaf.astNode;
  if (node === container) return undefined;
  while (node && node.$container !== container) node = node.$container;
  return node;
}

function isFirstLeaf(leaf: LeafCstNode, node: AstNode): boolean {
  return node.$cstNode?.offset === leaf.offset;
}

/** The next leaf that is no comment: a comment is indented like what it stands before. */
function nextVisible(leaf: LeafCstNode): LeafCstNode | undefined {
  let next: LeafCstNode | undefined = leaf;
  while (next?.hidden) {
    const following: ReturnType<typeof CstUtils.getNextNode> = CstUtils.getNextNode(next);
    next = following && 'tokenType' in following ? (following as LeafCstNode) : firstLeafOf(following);
  }
  return next;
}

function firstLeafOf(node: ReturnType<typeof CstUtils.getNextNode>): LeafCstNode | undefined {
  if (!node) return undefined;
  const [first] = CstUtils.flattenCst(node);
  return first;
}

const tightBefore: ReadonlySet<string> = new Set([',', ':', '?', '.', '..', ')', ']']);
const tightAfter: ReadonlySet<string> = new Set(['(', '[', '.', '..']);

/** Whether two leaves of one line have a space between them. */
function needsSpace(before: LeafCstNode, after: LeafCstNode): boolean {
  if (before.hidden || after.hidden) return true;
  if (tightAfter.has(before.text)) return false;
  if (after.text === '..' || after.text === '?') return false;
  if (tightBefore.has(after.text)) return false;
  if (after.text === '(') return !isCallLike(after);
  if (after.text === '[') return !isSuffix(after);
  if (before.text === '-') return !isSign(before);
  if (before.text === '{' && after.text === '}') return false;
  return true;
}

/** `Integer(`, `.all(`, `ratio(`: the bracket belongs to the word before it. */
function isCallLike({ astNode }: LeafCstNode): boolean {
  return (
    astNode.$type === 'TypeExpression' ||
    astNode.$type === 'MemberExpression' ||
    astNode.$type === 'RatioExpression'
  );
}

/** `T[0..5]`, `list[key]`; but `in [A, B]` and the roles of a context map. */
function isSuffix({ astNode }: LeafCstNode): boolean {
  return astNode.$type === 'TypeExpression' || astNode.$type === 'LookupExpression';
}

/** The minus of `-1` and `-(a + b)`; the other stands between two operands. */
function isSign({ astNode }: LeafCstNode): boolean {
  return astNode.$type !== 'ArithmeticExpression';
}
