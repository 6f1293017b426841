import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { objectText, stepsInObject } from '../../engines/custom-object.ts';
import { customResource } from '../../engines/custom-resource.ts';
import { goProgram } from '../../engines/go-program.ts';
import { kubernetesEngine } from '../../engines/kubernetes.ts';
import { outputMaker } from '../../engines/make-output.ts';
import { kubernetes } from '../../generators/kubernetes/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';

const { model } = readModelText(`model Shop version 1
context Ordering {
  value Part { number: Integer(1..9), depth: Integer(0..9), rule Shallow: depth < number else "Too deep" }
  aggregate Basket {
    id name: String(1..5) matching /[a-z]+/
    count: Integer(0..100)
    seen: Integer(0..9)
    derived share: Integer(0..200) = count * 2
    parts: Map(String(1..3), Part)[0..5]
    all: Part[0..3]
    rule WithinLimit: count <= seen else "No more than fit"
  }
  aggregate Note { id number: Integer(1..9), text: String(0..9)? }
}
platform kubernetes for Ordering { group: "a.example.com" Basket: { status: ["seen", "share"] } }
`);
if (!model) throw new Error('no model');
const index = indexModel(model);
const make = outputMaker([kubernetes], packageTemplates);

function resourceOf(id: string): NonNullable<ReturnType<typeof customResource>> {
  const aggregate = index.get(id);
  const found = aggregate?.kind === 'aggregate' && customResource(make(index, 'kubernetes'), aggregate);
  if (!found) throw new Error(`no resource of ${id}`);
  return found;
}
const basket = resourceOf('Shop.Ordering.Basket');
const note = resourceOf('Shop.Ordering.Note');

const folder = mkdtempSync(join(tmpdir(), 'pimento-go-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a custom resource', () => {
  it('is read from what the target publishes', () => {
    const { definition: _, validations, ...rest } = basket;
    expect(rest).toEqual({
      apiVersion: 'a.example.com/v1',
      kind: 'Basket',
      name: 'name',
      spec: ['count', 'parts', 'all'],
      status: ['seen'],
      needsStatus: true,
    });
    expect(note).toMatchObject({ name: undefined, spec: ['number', 'text'], status: [], needsStatus: false });
    const shallow = { element: 'Shop.Ordering.Part.Shallow', message: 'Too deep' };
    expect(validations.filter(({ element }) => element !== 'Shop.Ordering.Basket.parts')).toEqual([
      { element: 'Shop.Ordering.Basket.WithinLimit', message: 'No more than fit', place: [] },
      { ...shallow, place: ['spec', 'parts', undefined] },
      { ...shallow, place: ['spec', 'all', undefined] },
    ]);
  });

  it.each([
    {
      what: 'its parts, numbers as they are spelled',
      instance: '{"name":"abc","seen":1.50e3,"count":3.0,"odd":[1.0]}',
      object: '"metadata":{"name":"abc"},"spec":{"count":3.0,"odd":[1.0]},"status":{"seen":1.50e3}',
    },
    {
      what: 'parts that are there without members',
      instance: '{}',
      object: '"metadata":{},"spec":{},"status":{}',
    },
    {
      what: 'a spec alone for what is no object',
      instance: '5',
      object: '"metadata":{},"spec":5,"status":{}',
    },
    {
      what: 'members of any name',
      instance: '{"__proto__":{"a":1},"metadata":2,"status":3}',
      object: '"metadata":{},"spec":{"__proto__":{"a":1},"metadata":2,"status":3},"status":{}',
    },
  ])('has $what', ({ instance, object }) => {
    expect(objectText(instance, basket)).toBe(`{"apiVersion":"a.example.com/v1","kind":"Basket",${object}}`);
  });

  it('has some name where the id is none, and no status where none is needed', () => {
    expect(objectText('{"number":1}', note)).toBe(
      '{"apiVersion":"a.example.com/v1","kind":"Note","metadata":{"name":"judged"},"spec":{"number":1}}',
    );
  });

  const object = { spec: { all: [{}, { number: 1 }], parts: { 'a.b': { number: 1 }, a: {}, 'x[0]': 2 } } };
  it.each([
    ['spec.all[1].number', ['spec', 'all', '1', 'number']],
    ['spec.parts.a.b.number', ['spec', 'parts', 'a.b', 'number']],
    ['spec.parts[a.b].number', ['spec', 'parts', 'a.b', 'number']],
    ['spec.parts.a.number', ['spec', 'parts', 'a', 'number']],
    ['spec.parts[x[0]]', ['spec', 'parts', 'x[0]']],
    ['spec.all[0].depth', ['spec', 'all', '0', 'depth']],
    ['status.seen', ['status', 'seen']],
    ['<nil>', ['<nil>']],
    ['..[', ['..[']],
    ['', []],
  ])('finds %s', (field, steps) => {
    expect(stepsInObject(field, object)).toEqual(steps);
  });
});

describe('the engine', () => {
  const question = { index, subject: 'Shop.Ordering.Basket', instance: '{"name":"abc"}' };
  const needless = (): never => {
    throw new Error('nothing is to be run');
  };

  it('says why it is not run where there is no program', async () => {
    const engine = kubernetesEngine(make, async () => ({ missing: 'there is no `go`' }));
    expect(await engine.judge([question])).toEqual([{ kind: 'not run', reason: 'there is no `go`' }]);
  });

  it('needs none for what no definition is about, and for what cannot be sent', async () => {
    const part = { index, subject: 'Shop.Ordering.Part', instance: '{}' };
    const torn = { ...question, instance: String.raw`{"name":"\\\ud800"}` };
    expect(await kubernetesEngine(make, needless).judge([part, torn])).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('no definition of its own') }),
      expect.objectContaining({ reason: expect.stringContaining('half of a surrogate pair') }),
    ]);
    const whole = { ...question, instance: String.raw`{"name":"\\ud800\ud83d\ude00"}` };
    await expect(kubernetesEngine(make, needless).judge([whole])).rejects.toThrow('nothing is to be run');
  });

  it.each([
    {
      what: 'is missing',
      says: 'Go is not installed: there is no `go`',
    },
    {
      what: 'cannot build it',
      script:
        'echo "go: downloading k8s.io/api v0" >&2\necho "# some/package" >&2\necho "no network" >&2\nexit 1',
      says: "the API server's code cannot be built: no network",
    },
    {
      what: 'says nothing',
      script: 'exit 1',
      says: "the API server's code cannot be built: `go build` said nothing",
    },
  ])('says why if Go $what, and leaves nothing behind', async ({ script, what, says }) => {
    const [bin, module, cache] = ['bin', 'module', 'cache'].map((name) => join(folder, what, name));
    if (!bin || !module || !cache) throw new Error('three folders');
    for (const path of [bin, module]) mkdirSync(path, { recursive: true });
    if (script !== undefined) {
      writeFileSync(join(bin, 'go'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, 'go'), 0o755);
    }
    const before = process.env['PATH'];
    process.env['PATH'] = bin;
    // It is started before this returns.
    const made = goProgram(module, cache);
    process.env['PATH'] = before;
    expect(await made).toEqual({ missing: says });
    expect(readdirSync(cache)).toEqual([]);
  });

  it('builds once what it finds there later, by what the sources are', async () => {
    const [bin, module, cache] = ['bin', 'module', 'cache'].map((name) => join(folder, 'built', name));
    if (!bin || !module || !cache) throw new Error('three folders');
    for (const path of [bin, module]) mkdirSync(path, { recursive: true });
    // What `go build -o` would write: its sixth word is where to.
    writeFileSync(
      join(bin, 'go'),
      '#!/bin/sh\necho >> runs\nwhile [ "$1" != -o ]; do shift; done\n: > "$2"\n',
    );
    chmodSync(join(bin, 'go'), 0o755);
    const before = process.env['PATH'];
    const build = (): ReturnType<typeof goProgram> => {
      process.env['PATH'] = `${bin}:${before}`;
      const made = goProgram(module, cache);
      process.env['PATH'] = before;
      return made;
    };
    writeFileSync(join(module, 'main.go'), 'package main');
    const first = await build();
    expect(first).toEqual({ path: expect.stringMatching(/module-[0-9a-f]{16}$/) });
    rmSync(join(module, 'runs'));
    expect(await build()).toEqual(first);
    writeFileSync(join(module, 'main.go'), 'package other');
    expect(await build()).not.toEqual(first);
    expect(readdirSync(cache)).toHaveLength(2);
  });
});
