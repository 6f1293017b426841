import { GrammarAST } from 'langium';
import { domainServices } from './parser.ts';

let known: readonly string[] | undefined;

/** Every word of the language, sorted. */
export function languageKeywords(): readonly string[] {
  known ??= [
    ...new Set(
      domainServices().Grammar.rules.flatMap((rule) =>
        GrammarAST.isParserRule(rule) ? [...keywordsIn(rule)].filter((word) => /^[a-z]/.test(word)) : [],
      ),
    ),
  ].toSorted();
  return known;
}

function* keywordsIn(node: object): Generator<string> {
  for (const [key, value] of Object.entries(node)) {
    if (key.startsWith('$')) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one !== 'object' || one === null || !('$type' in one)) continue;
      if (GrammarAST.isKeyword(one)) yield one.value;
      yield* keywordsIn(one);
    }
  }
}
