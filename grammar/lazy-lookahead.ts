import type { ILookaheadStrategy } from 'chevrotain';

/** What a decision sees of the parser. */
interface Looking {
  LA(howMuch: number): { readonly image: string };
}

/**
 * Whether `exactly one of` goes on. A comma can stand behind it, too, where it is an operand of another or an item of
 * a list without parentheses; it belongs to the innermost. Said here, since ALL(*) answers by what it has seen
 * before, and has nothing that would tell it of the parentheses around.
 */
function anotherCondition(this: unknown): boolean {
  return (this as Looking).LA(1).image === ',';
}

/** Where `exactly one of` begins; nothing else has these two words in a row. */
function isExactlyOne(parser: unknown): boolean {
  const { LA: ahead } = parser as Looking;
  return ahead.call(parser, 1).image === 'exactly' && ahead.call(parser, 2).image === 'one';
}

/** The place of `exactly one of` among the alternatives of its rule. */
const exactlyOne = 1;

/** Langium's names of rules end in a character without width. */
function holdsExactlyOne({ name }: { readonly name: string }): boolean {
  return /^NotExpression\W*$/.test(name);
}

/**
 * The same decisions, each worked out when a text first needs it: a grammar has hundreds, and to work out
 * all of them beforehand takes as long as to parse thousands of lines.
 */
export function lazyLookahead(strategy: ILookaheadStrategy): ILookaheadStrategy {
  let rules: Parameters<NonNullable<ILookaheadStrategy['initialize']>>[0] | undefined;
  const prepare = (): void => {
    if (rules) strategy.initialize?.(rules);
    rules = undefined;
  };
  return {
    validate: (options) => strategy.validate(options),
    initialize: (options) => {
      rules = options;
    },
    buildLookaheadForAlternation: (options) => {
      let decide: ReturnType<ILookaheadStrategy['buildLookaheadForAlternation']> | undefined;
      const mayBeExactlyOne = holdsExactlyOne(options.rule);
      return function (this: unknown, alternatives) {
        if (mayBeExactlyOne && isExactlyOne(this)) return exactlyOne;
        prepare();
        decide ??= strategy.buildLookaheadForAlternation(options);
        return decide.call(this, alternatives);
      };
    },
    buildLookaheadForOptional: (options) => {
      if (holdsExactlyOne(options.rule)) return anotherCondition;
      let decide: ReturnType<ILookaheadStrategy['buildLookaheadForOptional']> | undefined;
      return function (this: unknown) {
        prepare();
        decide ??= strategy.buildLookaheadForOptional(options);
        return decide.call(this);
      };
    },
  };
}
