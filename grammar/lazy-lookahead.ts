import type { ILookaheadStrategy } from 'chevrotain';

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
      return function (this: unknown, alternatives) {
        prepare();
        decide ??= strategy.buildLookaheadForAlternation(options);
        return decide.call(this, alternatives);
      };
    },
    buildLookaheadForOptional: (options) => {
      let decide: ReturnType<ILookaheadStrategy['buildLookaheadForOptional']> | undefined;
      return function (this: unknown) {
        prepare();
        decide ??= strategy.buildLookaheadForOptional(options);
        return decide.call(this);
      };
    },
  };
}
