import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain';
import { didYouMean } from '../pim/near-miss.ts';
import { reservedWords } from './token-builder.ts';

export const endOfFile = 'the end of the file';

const terminalNames: Readonly<Record<string, string>> = {
  ID: 'a name',
  STRING: 'a text in double quotes',
  INT: 'a whole number',
  DECIMAL: 'a number',
  REGEX: 'a `/pattern/`',
  EOF: endOfFile,
};

/** Words that begin something, offered where a name was found that is nearly one of them. */
export const declarationWords: readonly string[] = [
  'model',
  'version',
  'context',
  'type',
  'enum',
  'value',
  'aggregate',
  'entity',
  'rule',
  'derived',
  'platform',
  'matching',
  'where',
  'else',
  'unique',
  'generated',
  'present',
  'absent',
  'then',
  'ref',
  'id',
  'actor',
  'adds',
  'after',
  'allows',
  'backoff',
  'becomes',
  'calculation',
  'clears',
  'command',
  'contextmap',
  'create',
  'creates',
  'deletes',
  'deprecated',
  'depth',
  'emits',
  'event',
  'every',
  'example',
  'external',
  'fails',
  'final',
  'find',
  'given',
  'import',
  'keeping',
  'key',
  'let',
  'lifecycle',
  'order',
  'page',
  'per',
  'policy',
  'port',
  'projection',
  'query',
  'refused',
  'removes',
  'repository',
  'requires',
  'retry',
  'returns',
  'scenario',
  'service',
  'sets',
  'sharing',
  'since',
  'step',
  'timeout',
  'trait',
  'translation',
  'undo',
  'unless',
  'via',
  'was',
  'when',
  'with',
];

const operators: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '??',
  'and',
  'or',
  'implies',
  'in',
  '.',
]);

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function equalsSign([name, word]: readonly string[]): string {
  if (word === 'rule') return `A rule has a colon: \`rule ${name ?? 'Name'}: …\`.`;
  if (word === 'derived')
    return `\`${name ?? 'It'}\` has no type: \`derived ${name ?? 'name'}: Integer = …\`.`;
  return '`=` gives a value where a field is declared. To compare, write `==`.';
}

/** What a token from another language is called in this one. */
export function meantInstead(character: string): string {
  const words: Readonly<Record<string, string>> = { '&': 'and', '|': 'or', '!': 'not' };
  const word = Object.hasOwn(words, character) ? words[character] : undefined;
  if (word) return ` Did you mean \`${word}\`?`;
  return character === "'" ? ' Texts stand in double quotes.' : '';
}

/** A better word than the parser's for what goes wrong most often, by the token and its neighbours. */
export function explanation(
  [previous, ...before]: readonly string[],
  actual: string,
  next: string | undefined,
): string | undefined {
  if (previous === 'matching') return '`matching` is followed by a pattern between slashes: `/[a-z]+/`.';
  if (actual === '=') return equalsSign([previous ?? '', ...before]);
  if (reservedWords.has(actual) && next === ':') {
    return `\`${actual}\` is a word of the rule language and cannot be a name.`;
  }
  if (comparisons.has(actual) && before.slice(0, 3).some((one) => comparisons.has(one))) {
    return `Comparisons do not chain: write \`a ${actual} b and b ${actual} c\`.`;
  }
  if (actual === 'entity') return 'An `entity` stands in an aggregate.';
  if (actual === '.' && previous === '..') return 'A range is written `1..5`.';
  if (operators.has(actual)) return `\`${actual}\` needs a value on each side.`;
  if (actual === 'if') return '`if` as an operand takes parentheses: `(if … then … else …)`.';
  if (previous !== undefined && operators.has(previous)) return `\`${previous}\` needs a value after it.`;
  return misspeltWord(previous, actual);
}

/** `emit Paid`: a word that is none, followed by what would follow the right one. */
function misspeltWord(word: string | undefined, actual: string): string | undefined {
  if (word === undefined || !/^[a-z]+$/.test(word) || !/^[A-Za-z_{"]/.test(actual)) return undefined;
  if (declarationWords.includes(word)) return undefined;
  const meant = didYouMean(word, declarationWords);
  return meant === '' ? undefined : `\`${word}\` begins nothing here.${meant}`;
}

/** Says what a parser expected in the language's own words. */
export class SyntaxErrorMessages implements IParserErrorMessageProvider {
  buildMismatchTokenMessage({ expected, actual }: { expected: TokenType; actual: IToken }): string {
    return found([describe(expected)], actual);
  }

  buildNotAllInputParsedMessage({ firstRedundant }: { firstRedundant: IToken }): string {
    return found(['`context`', '`platform`', endOfFile], firstRedundant);
  }

  buildNoViableAltMessage(options: {
    expectedPathsPerAlt: TokenType[][][];
    actual: IToken[];
    previous: IToken;
  }): string {
    const first = options.expectedPathsPerAlt.flatMap((paths) => paths.map((path) => path[0]));
    return found(describeAll(first), options.actual[0] ?? options.previous);
  }

  buildEarlyExitMessage(options: {
    expectedIterationPaths: TokenType[][];
    actual: IToken[];
    previous: IToken;
  }): string {
    const first = options.expectedIterationPaths.map((path) => path[0]);
    return found(describeAll(first), options.actual[0] ?? options.previous);
  }
}

function describeAll(tokens: readonly (TokenType | undefined)[]): readonly string[] {
  const names = tokens.filter((token) => token !== undefined).map(describe);
  return [...new Set(names)];
}

function describe(token: TokenType): string {
  return terminalNames[token.name] ?? `\`${token.LABEL ?? token.name.replace(/:KW$/, '')}\``;
}

function found(expected: readonly string[], actual: IToken): string {
  const wanted =
    expected.length > 6 || expected.length === 0
      ? 'This cannot stand here'
      : `Expected ${expected.length === 1 ? '' : 'one of '}${expected.join(', ')}`;
  if (actual.tokenType.name === 'EOF') return `${wanted}, but the file ends.`;
  const image = actual.image.length > 40 ? `${actual.image.slice(0, 40)}…` : actual.image;
  if (reservedWords.has(actual.image) && expected.includes('a name')) {
    return `\`${image}\` is a word of the rule language and cannot be a name.`;
  }
  const hint = /^[A-Za-z]+$/.test(image)
    ? didYouMean(
        image,
        declarationWords.filter((word) => word !== image),
      )
    : '';
  return `${wanted}, found \`${image}\`.${hint}`;
}
