import type { AstNode, CstNode } from 'langium';
import { CstUtils, GrammarUtils } from 'langium';
import type { Origin, Position } from '../pim/origin.ts';

const nowhere: Position = { line: 1, column: 1, offset: 0 };

/**
 * The place of a parsed node. An infix expression has no text of its own in the syntax tree, and
 * lies between its operands.
 */
export function originOf(node: AstNode | undefined, file: string): Origin {
  if (node?.$cstNode) return originOfCst(node.$cstNode, file);
  const { left, right } = (node ?? {}) as { left?: AstNode; right?: AstNode };
  if (left && right) return { file, start: originOf(left, file).start, end: originOf(right, file).end };
  return { file, start: nowhere, end: nowhere };
}

export function originOfCst(node: CstNode, file: string): Origin {
  const { start, end } = node.range;
  return {
    file,
    start: { line: start.line + 1, column: start.character + 1, offset: node.offset },
    end: { line: end.line + 1, column: end.character + 1, offset: node.end },
  };
}

/** The place of one property of a node, such as its name; the node's own place without it. */
export function originOfProperty(node: AstNode, property: string, file: string): Origin {
  const found = GrammarUtils.findNodeForProperty(node.$cstNode, property);
  return found ? originOfCst(found, file) : originOf(node, file);
}

/** The place of a keyword of a node; the node's own place without it. */
export function originOfKeyword(node: AstNode, keyword: string, file: string): Origin {
  const found = GrammarUtils.findNodeForKeyword(node.$cstNode, keyword);
  return found ? originOfCst(found, file) : originOf(node, file);
}

/** The text of the doc comment before a node, without its marks; undefined without one. */
export function docOf(node: AstNode): string | undefined {
  const comment = CstUtils.findCommentNode(node.$cstNode, ['BLOCK_COMMENT']);
  if (!comment?.text.startsWith('/**') || comment.text.length < 5) return undefined;
  const lines = comment.text
    .slice(3, -2)
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const text = lines.join('\n').trim();
  return text === '' ? undefined : text;
}

/** A text as written, quotes included → what it means. JSON's escapes; others stand for themselves. */
export function decodeText(written: string): string {
  return written.slice(1, -1).replace(/\\(u[0-9A-Fa-f]{4}|.)/g, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return simpleEscapes[escape] ?? escape;
  });
}

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** `/…/` → what stands between the slashes, with `\/` as a plain slash. */
export function decodePatternSource(written: string): string {
  return written.slice(1, -1).replaceAll('\\/', '/');
}

export function decodeNumber(written: string): number {
  return Number(written.replaceAll(/\s/g, ''));
}
