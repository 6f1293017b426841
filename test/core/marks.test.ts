import { describe, expect, it } from 'vitest';
import { checkMarks, marksOf } from '../../generators/core/marks.ts';
import { defineTarget, exact } from '../../generators/core/target.ts';
import { readModelText } from '../../grammar/read-model.ts';

const radio = defineTarget({
  id: 'radio',
  title: 'radio plays',
  marks: {
    type: 'object',
    properties: {
      station: { type: 'string', pattern: '^[a-z]+$' },
      band: { enum: ['fm', 'am'] },
      Thing: {
        type: 'object',
        properties: { tags: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
        additionalProperties: false,
      },
    },
    required: ['station'],
    additionalProperties: false,
  },
  needs: [],
  transform: () => ({}),
  symbols: () => new Map(),
  enforce: () => exact,
  check: () => [],
  emit: () => [],
});

function read(blocks: string): NonNullable<ReturnType<typeof readModelText>['model']> {
  const { model, diagnostics } = readModelText(
    `model M version 1 context C { value Thing { a: Boolean } }\n${blocks}`,
  );
  if (!model || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return model;
}

/** The code, what it points at, and the message. */
function problems(blocks: string): readonly string[] {
  const text = `model M version 1 context C { value Thing { a: Boolean } }\n${blocks}`;
  return checkMarks(read(blocks), [radio]).map(
    ({ code, origin, message }) =>
      `${code} ‹${text.slice(origin.start.offset, origin.end.offset)}› ${message}`,
  );
}

describe('platform marks', () => {
  it('become plain JSON by context', () => {
    const model = read('platform radio for C { station: "abc" Thing { tags: [red, "blue"] } }');
    expect(marksOf(model, 'radio')).toEqual(
      new Map([['M.C', { station: 'abc', Thing: { tags: ['red', 'blue'] } }]]),
    );
    expect(marksOf(model, 'other').size).toBe(0);
  });

  it.each<[blocks: string, expected: readonly string[]]>([
    ['platform radio for C { station: "abc", band: fm }', []],
    [
      'platform radoi for C {}',
      ['unknown-target ‹radoi› No target is called `radoi`: there are `radio`. Did you mean `radio`?'],
    ],
    ['platform radio for C {}', ['bad-mark ‹radio› The target `radio` needs the mark `station` here.']],
    [
      'platform radio for C { station: "a", bnad: fm }',
      ['bad-mark ‹bnad› The target `radio` knows no mark `bnad` here. Did you mean `band`?'],
    ],
    [
      'platform radio for C { station: "a", band: lw }',
      ['bad-mark ‹lw› The mark `band` must be one of `fm`, `am`.'],
    ],
    [
      'platform radio for C { station: "A1" }',
      ['bad-mark ‹"A1"› The mark `station` must match pattern "^[a-z]+$".'],
    ],
    [
      'platform radio for C { station: "a" Thing { tags: [red, 3] } }',
      ['bad-mark ‹3› Item 2 of the mark `tags` must be a string: write it in quotes.'],
    ],
    [
      'platform radio for C { station: 1, band: 2 }',
      [
        'bad-mark ‹1› The mark `station` must be a string: write it in quotes.',
        'bad-mark ‹2› The mark `band` must be one of `fm`, `am`.',
      ],
    ],
    ['platform radio for C { station: true }', ['bad-mark ‹true› The mark `station` must be a string.']],
    [
      'platform radio for C { station: "a" Thing { tags: red } }',
      ['bad-mark ‹red› The mark `tags` must be a list: write `[…]`.'],
    ],
    [
      'platform radio for C { station: "a" Thing { tags: [red, blue, red] } }',
      ['bad-mark ‹[red, blue, red]› The mark `tags` names the same twice.'],
    ],
  ])('%s', (blocks, expected) => {
    expect(problems(blocks)).toEqual(expected);
  });
});
