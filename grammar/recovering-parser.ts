import { type LangiumCoreServices, type LangiumParser, prepareLangiumParser } from 'langium';

/** What Langium declares private, and what recovery from a syntax error makes necessary to reach. */
interface ParserInside {
  construct(): unknown;
}

/**
 * Langium's parser with one mend (seen in 4.4): an infix rule that met a syntax error before its
 * first operand gives `undefined`, which its caller takes for "not constructed yet" and constructs
 * again, losing a node of the stack. Here such a rule gives a node of no known type instead.
 */
export function createRecoveringParser(services: LangiumCoreServices): LangiumParser {
  const parser = prepareLangiumParser(services);
  const inside = parser as unknown as ParserInside;
  const construct = inside.construct.bind(parser);
  inside.construct = () => {
    const node = construct();
    return node === undefined && !parser.isRecording() ? { $type: 'MissingExpression' } : node;
  };
  parser.finalize();
  return parser;
}
