import type { ILookaheadStrategy } from 'chevrotain';
import { type LangiumCoreServices, type LangiumParser, prepareLangiumParser } from 'langium';
import { lazyLookahead } from './lazy-lookahead.ts';

/** What Langium declares private, and what has to be reached. */
interface ParserInside {
  construct(): unknown;
  readonly wrapper: { lookaheadStrategy: ILookaheadStrategy };
}

/**
 * Langium's parser with one mend (seen in 4.4): an infix rule that met a syntax error before its
 * first operand gives `undefined`, which its caller takes for "not constructed yet" and constructs
 * again, losing a node of the stack. Here such a rule gives a node of no known type instead. And with
 * one saving: what it looks ahead for is worked out as texts need it.
 */
export function createRecoveringParser(services: LangiumCoreServices): LangiumParser {
  const parser = prepareLangiumParser(services);
  const inside = parser as unknown as ParserInside;
  const construct = inside.construct.bind(parser);
  inside.construct = () => {
    const node = construct();
    return node === undefined && !parser.isRecording() ? { $type: 'MissingExpression' } : node;
  };
  inside.wrapper.lookaheadStrategy = lazyLookahead(inside.wrapper.lookaheadStrategy);
  parser.finalize();
  return parser;
}
