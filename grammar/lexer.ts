import { DefaultLexer, type LexerResult } from 'langium';

/**
 * Hands the tokens of a text to the parser that were made to look at its nesting: a text is read
 * once. Each result is given out again at most once, for the parser takes it apart.
 */
export class DomainLexer extends DefaultLexer {
  private last: { readonly text: string; readonly result: LexerResult } | undefined;

  override tokenize(text: string): LexerResult {
    const { last } = this;
    this.last = undefined;
    if (last?.text === text) return last.result;
    const result = super.tokenize(text);
    this.last = { text, result };
    return result;
  }
}
