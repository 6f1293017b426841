import type { IToken, TokenType } from 'chevrotain';
import { DefaultLexer, type LangiumCoreServices, type LexerResult } from 'langium';

/**
 * Hands the tokens of a text to the parser that were made to look at its nesting: a text is read
 * once. Each result is given out again at most once, for the parser takes it apart.
 */
export class DomainLexer extends DefaultLexer {
  private readonly identifier: TokenType;

  constructor(services: LangiumCoreServices) {
    super(services);
    const identifier = this.definition['ID'];
    if (!identifier) throw new Error('the grammar has no terminal ID');
    this.identifier = identifier;
  }

  private last: { readonly text: string; readonly result: LexerResult } | undefined;

  /** The tokens of a text that is about to be parsed. */
  lookAhead(text: string): LexerResult {
    const result = this.read(text);
    this.last = { text, result };
    return result;
  }

  override tokenize(text: string): LexerResult {
    const { last } = this;
    this.last = undefined;
    return last?.text === text ? last.result : this.read(text);
  }

  private read(text: string): LexerResult {
    const result = super.tokenize(text);
    this.freeNames(result.tokens);
    return result;
  }

  /** A word that a colon follows is a name: `rule: Text`, `every: Duration`. Only `id:` is both. */
  private freeNames(tokens: readonly IToken[]): void {
    for (const [position, token] of tokens.entries()) {
      if (tokens[position + 1]?.image !== ':' || token.image === 'id') continue;
      if (!token.tokenType.CATEGORIES?.includes(this.identifier)) continue;
      token.tokenType = this.identifier;
      if (this.identifier.tokenTypeIdx !== undefined) token.tokenTypeIdx = this.identifier.tokenTypeIdx;
    }
  }
}
