import type { CustomPatternMatcherFunc, TokenType, TokenVocabulary } from 'chevrotain';
import { DefaultTokenBuilder, type Grammar, GrammarAST, type TokenBuilderOptions } from 'langium';

type Keyword = GrammarAST.Keyword;

/** The words of rule expressions; no name can be one of them. */
export const reservedWords: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'implies',
  'if',
  'then',
  'else',
  'in',
  'is',
  'true',
  'false',
]);

/** What may stand before a `/pattern/`; anywhere else a slash divides. */
const beforePattern: ReadonlySet<string> = new Set(['matching', '(', ',']);

/**
 * Makes keywords contextual: each keyword token that is not a reserved word also counts as an ID,
 * so the parser decides by what follows whether `status`, `rule` or `id` is a name.
 */
export class DomainTokenBuilder extends DefaultTokenBuilder {
  override buildTokens(grammar: Grammar, options?: TokenBuilderOptions): TokenVocabulary {
    const tokens = super.buildTokens(grammar, options) as TokenType[];
    const pattern = tokens.find((token) => token.name === 'REGEX');
    if (!pattern) throw new Error('the grammar has no terminal REGEX');
    return [pattern, ...tokens.filter((token) => token !== pattern)];
  }

  protected override buildKeywordToken(
    keyword: Keyword,
    terminals: TokenType[],
    caseInsensitive: boolean,
  ): TokenType {
    const token = super.buildKeywordToken(keyword, terminals, caseInsensitive);
    const identifier = terminals.find((terminal) => terminal.name === 'ID');
    if (identifier && /^[a-z]+$/.test(keyword.value) && !reservedWords.has(keyword.value)) {
      token.CATEGORIES = [identifier];
    }
    return token;
  }

  /** What Langium finds out by trying every terminal on every keyword: the longer tokens that begin like it. */
  protected override findLongerAlt({ value }: Keyword, terminals: TokenType[]): TokenType[] {
    const longer = /^\w/.test(value) ? ['ID'] : value === '/' ? ['BLOCK_COMMENT', 'LINE_COMMENT'] : [];
    return terminals.filter(({ name }) => longer.includes(name));
  }

  protected override buildTerminalToken(terminal: GrammarAST.TerminalRule): TokenType {
    const token = super.buildTerminalToken(terminal);
    if (token.name !== 'REGEX' || !(token.PATTERN instanceof RegExp)) return token;
    const matcher = new RegExp(token.PATTERN, 'y');
    const match: CustomPatternMatcherFunc = (text, offset, matched) => {
      const previous = matched.at(-1);
      if (!previous || !beforePattern.has(previous.image)) return null;
      matcher.lastIndex = offset;
      return matcher.exec(text);
    };
    return { ...token, PATTERN: match, START_CHARS_HINT: ['/'], LINE_BREAKS: false };
  }
}
