import type { ILexingError, IRecognitionException, IToken } from 'chevrotain';
import type { LexerResult } from 'langium';
import { compareDiagnostics, type Diagnostic } from '../pim/diagnostic.ts';
import { LineMap } from '../pim/line-map.ts';
import type { Origin } from '../pim/origin.ts';
import { type DomainFile, isDomainFile } from './generated/ast.ts';
import { type IgnoreComment, ignoresIn } from './ignores.ts';
import { domainLexer, domainServices } from './parser.ts';
import { declarationWords, endOfFile, explanation, meantInstead } from './syntax-messages.ts';

/** One `.domain` text, parsed as far as it goes. */
export interface ParsedFile {
  readonly file: string;
  readonly text: string;
  readonly lines: LineMap;
  /** Undefined if nothing could be made of the text. Parts of a broken text may be missing. */
  readonly ast: DomainFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Comments that ignore a warning. */
  readonly ignores: readonly IgnoreComment[];
}

/** Deeper nesting than this no reader follows, and the parser's stack would not. */
export const maximumNesting = 100;
/** More operators than this in one run make a tree too deep to walk. */
const maximumChain = 500;

/** Parses one text. Never throws: whatever the bytes are, the answer is diagnostics. */
export function parseText(text: string, file: string): ParsedFile {
  const lines = new LineMap(text, file);
  const services = domainServices();
  const control = controlCharacters(text, lines);
  if (control.length > 0) return { file, text, lines, ast: undefined, diagnostics: control, ignores: [] };

  const lexed = domainLexer().lookAhead(text);
  if (lexed.tokens.length === 0 && lexed.errors.length === 0) {
    const diagnostic = syntaxError(
      'The file is empty: a model begins with `model Name version 1`.',
      lines.origin(0, 0),
    );
    return { file, text, lines, ast: undefined, diagnostics: [diagnostic], ignores: [] };
  }
  const deep = nestingProblem(lexed, lines);
  if (deep) return { file, text, lines, ast: undefined, diagnostics: [deep], ignores: [] };

  const ignores = ignoresIn(lexed.hidden, lines);
  const result = services.parser.LangiumParser.parse<DomainFile>(text);
  const lexing = result.lexerErrors.map((error) => lexingDiagnostic(error, text, lines));
  const parsing = result.parserErrors.map((error) => parsingError(error, lexed.tokens, text, lines));
  return {
    file,
    text,
    lines,
    ast: isDomainFile(result.value) ? result.value : undefined,
    diagnostics: withoutEchoes(lexing, parsing),
    ignores,
  };
}

function syntaxError(message: string, origin: Origin): Diagnostic {
  return { code: 'syntax-error', severity: 'error', message, origin, related: [] };
}

function controlCharacters(text: string, lines: LineMap): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const match of text.matchAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uD800-\uDFFF]/g)) {
    const point = text.codePointAt(match.index) ?? 0;
    if (point > 0xffff) continue;
    if (match.index > 0 && (text.codePointAt(match.index - 1) ?? 0) > 0xffff) continue;
    const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
    found.push(
      syntaxError(
        `The control character ${name} cannot stand in a model.`,
        lines.origin(match.index, match.index + 1),
      ),
    );
    if (found.length === 10) break;
  }
  return found;
}

/** Counts what makes the parser recurse: brackets, and runs of prefix operators. */
function nestingProblem(lexed: LexerResult, lines: LineMap): Diagnostic | undefined {
  let depth = 0;
  let prefixes = 0;
  let operators = 0;
  for (const token of lexed.tokens) {
    const { image } = token;
    if (image === '(' || image === '[' || image === '{') depth += 1;
    else if (image === ')' || image === ']' || image === '}') depth -= 1;
    if (image === 'not' || image === '-' || image === 'if' || image === 'else' || image === '=>')
      prefixes += 1;
    if (memberStart.has(image)) {
      prefixes = 0;
      operators = 0;
    }
    if (chainOperators.has(image)) operators += 1;
    if (depth > maximumNesting || prefixes > maximumNesting || operators > maximumChain) {
      const limit =
        operators > maximumChain ? `${maximumChain} operators in one expression` : `${maximumNesting} levels`;
      return {
        code: 'too-deep',
        severity: 'error',
        message: `This nests deeper than ${limit}. Give the parts names, or split the rule.`,
        origin: lines.origin(token.startOffset, token.startOffset + image.length),
        related: [],
      };
    }
  }
  return undefined;
}

const memberStart: ReadonlySet<string> = new Set([':', '{', '}']);
const chainOperators: ReadonlySet<string> = new Set([
  'and',
  'or',
  'implies',
  '+',
  '-',
  '*',
  '/',
  '%',
  '??',
  '.',
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'in',
]);

function lexingDiagnostic(error: ILexingError, text: string, lines: LineMap): Diagnostic {
  const character = String.fromCodePoint(text.codePointAt(error.offset) ?? 0xfffd);
  const message =
    character === '"'
      ? 'This text has no closing `"` on its line.'
      : `The character \`${character}\` means nothing in a model.${meantInstead(character)}`;
  const length =
    character === '"' ? restOfLine(text, error.offset) : Math.max(error.length, character.length);
  return syntaxError(message, lines.origin(error.offset, error.offset + length));
}

function restOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return (end < 0 ? text.length : end) - offset;
}

/** The last few tokens before a position, nearest first. */
function imagesBefore(tokens: readonly IToken[], position: number): readonly string[] {
  return tokens
    .slice(Math.max(0, position - 5), position)
    .map((token) => token.image)
    .toReversed();
}

/** A parser's error, and the line whose own error it may be the echo of. */
interface ParsingError {
  readonly diagnostic: Diagnostic;
  readonly echoOf?: number;
}

function parsingError(
  error: IRecognitionException,
  tokens: readonly IToken[],
  text: string,
  lines: LineMap,
): ParsingError {
  const { token } = error;
  const isEnd = Number.isNaN(token.startOffset) || token.tokenType.name === 'EOF';
  const position = isEnd ? tokens.length : tokens.findIndex((one) => one.startOffset === token.startOffset);
  const previous = tokens[position - 1];
  if (isEnd) {
    // The end of the file has no place of its own: point right behind the last token.
    const end = previous ? previous.startOffset + previous.image.length : text.length;
    return { diagnostic: syntaxError(error.message, lines.origin(end, end)) };
  }
  const message = text.startsWith('/*', token.startOffset)
    ? 'This comment has no closing `*/`.'
    : (explanation(imagesBefore(tokens, position), token.image, tokens[position + 1]?.image) ??
      error.message);
  const origin = lines.origin(token.startOffset, token.startOffset + token.image.length);
  const diagnostic = syntaxError(message, origin);
  // The parser is still in the line before if it stumbles over a word that may well begin a line.
  return previous?.startLine !== undefined && declarationWords.includes(token.image)
    ? { diagnostic, echoOf: previous.startLine }
    : { diagnostic };
}

/**
 * Recovery stumbles on after an error. Only the first of a line is told, and no echo of the line before
 * it; a character that means nothing is told before what it led to; that the file should have
 * ended only if nothing else is wrong.
 */
function withoutEchoes(
  lexing: readonly Diagnostic[],
  parsing: readonly ParsingError[],
): readonly Diagnostic[] {
  const told = new Set<number>();
  const kept: Diagnostic[] = [];
  const ordered = parsing.toSorted((left, right) => compareDiagnostics(left.diagnostic, right.diagnostic));
  const all: readonly ParsingError[] = [...lexing.map((diagnostic) => ({ diagnostic })), ...ordered];
  for (const { diagnostic, echoOf } of all) {
    const { line } = diagnostic.origin.start;
    const isEcho = told.has(line) || (echoOf !== undefined && told.has(echoOf));
    told.add(line);
    if (!isEcho && (kept.length === 0 || !diagnostic.message.includes(endOfFile))) kept.push(diagnostic);
  }
  return kept.toSorted(compareDiagnostics);
}
