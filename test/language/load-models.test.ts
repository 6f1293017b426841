import { describe, expect, it } from 'vitest';
import { loadModels } from '../../grammar/load-models.ts';

const context = (name: string, more = ''): string =>
  `model M version 1 context ${name} { value ${name}Value { a: Boolean ${more} } }`;

describe('loading models', () => {
  it('joins the files of one model', () => {
    const { models } = loadModels([
      { file: 'm/a.domain', text: context('A') },
      { file: 'other.domain', text: 'model Other version 2' },
      { file: 'm/deep/b.domain', text: context('B') },
    ]);
    expect(
      models.map(({ model, files }) => [model.name, files, model.contexts.map((one) => one.name)]),
    ).toEqual([
      ['M', ['m/a.domain', 'm/deep/b.domain'], ['A', 'B']],
      ['Other', ['other.domain'], []],
    ]);
  });

  it('keeps nothing of the folders around a model', () => {
    const alone = loadModels([{ file: 'a.domain', text: context('A') }]);
    const below = loadModels([{ file: 'x/y/a.domain', text: context('A') }]);
    expect(below.models[0]?.model).toEqual(alone.models[0]?.model);
    expect(below.models[0]?.folder).toBe('x/y/');
  });

  it('tells problems in places relative to the root', () => {
    const { models, diagnostics } = loadModels([
      { file: 'x/a.domain', text: context('A', 'b: Boolean(1)') },
      { file: 'x/b.domain', text: context('B', 'c') },
      { file: 'y/c.domain', text: '}' },
    ]);
    expect(models[0]?.diagnostics.map((one) => `${one.origin.file} ${one.code}`)).toEqual([
      'x/b.domain syntax-error',
      'x/a.domain misplaced-limit',
    ]);
    expect(diagnostics.map((one) => one.origin.file)).toEqual(['y/c.domain']);
  });

  it('wants one version of a model in all its files', () => {
    const { models } = loadModels([
      { file: 'a.domain', text: 'model M version 1' },
      { file: 'b.domain', text: 'model M version 2' },
    ]);
    expect(models[0]?.diagnostics).toMatchObject([
      { code: 'version-clash', origin: { file: 'b.domain' }, related: [{ origin: { file: 'a.domain' } }] },
    ]);
  });

  it('reads a context that goes on in another file', () => {
    const part = (name: string): string => `model M version 1 context C { value ${name} { other: Two? } }`;
    const { models } = loadModels([
      { file: 'a.domain', text: part('One') },
      { file: 'b.domain', text: 'model M version 1 context C { value Two { a: Boolean } }' },
    ]);
    const [only] = models[0]?.model.contexts ?? [];
    expect(only?.declarations.map((one) => one.id)).toEqual(['M.C.One', 'M.C.Two']);
    expect(JSON.stringify(only)).not.toContain('unresolved');
  });
});
