import type { BaseParser, ILookaheadStrategy, TokenType } from 'chevrotain';
import { DefaultTokenBuilder } from 'langium';
import { describe, expect, it } from 'vitest';
import { lazyLookahead } from '../../grammar/lazy-lookahead.ts';
import { domainServices } from '../../grammar/parser.ts';
import { DomainTokenBuilder } from '../../grammar/token-builder.ts';

describe('tokens', () => {
  it('know the same longer tokens as those that Langium finds by trying', () => {
    const { Grammar: grammar } = domainServices();
    const longer = (builder: DefaultTokenBuilder): ReadonlyMap<string, readonly string[]> =>
      new Map(
        (builder.buildTokens(grammar) as readonly TokenType[]).map(({ name, LONGER_ALT: all }) => [
          name,
          (Array.isArray(all) ? all : all ? [all] : []).map((one) => one.name).toSorted(),
        ]),
      );
    const own = longer(new DomainTokenBuilder());
    expect(own.size).toBeGreaterThan(100);
    for (const [name, all] of longer(new DefaultTokenBuilder())) {
      // A pattern has a matcher of its own here, and is tried before everything else.
      expect(own.get(name), name).toEqual(all.filter((one) => one !== 'REGEX'));
    }
  });
});

describe('looking ahead', () => {
  it('works out a decision when it is first needed, once, and decides by it', () => {
    const done: string[] = [];
    const strategy: ILookaheadStrategy = {
      validate: () => [],
      initialize: () => done.push('all'),
      buildLookaheadForAlternation: ({ prodOccurrence }) => {
        done.push(`or ${prodOccurrence}`);
        return () => prodOccurrence;
      },
      buildLookaheadForOptional: ({ prodOccurrence }) => {
        done.push(`option ${prodOccurrence}`);
        return () => prodOccurrence === 4;
      },
    };
    const lazy = lazyLookahead(strategy);
    const options = {
      rule: {} as Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0]['rule'],
      maxLookahead: 1,
      hasPredicates: false,
      dynamicTokensEnabled: false,
      prodType: 'Option' as const,
    };
    lazy.initialize?.({ rules: [] });
    const [or, option] = [
      lazy.buildLookaheadForAlternation({ ...options, prodOccurrence: 3 }),
      lazy.buildLookaheadForOptional({ ...options, prodOccurrence: 4 }),
    ];
    lazy.buildLookaheadForOptional({ ...options, prodOccurrence: 5 });
    expect(done).toEqual([]);
    const parser = {} as BaseParser;
    expect([or.call(parser), or.call(parser), option.call(parser), option.call(parser)]).toEqual([
      3,
      3,
      true,
      true,
    ]);
    expect(done).toEqual(['all', 'or 3', 'option 4']);
  });
});
