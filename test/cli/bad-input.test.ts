import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Run, salesModel, Workspace } from './command-line.ts';

interface BadInput {
  readonly name: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** What else must be so before the run. */
  readonly prepare?: (workspace: Workspace) => void;
  readonly paths: readonly string[];
  readonly errors: RegExp;
}

const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from(salesModel, 'utf16le')]);
const inputs: readonly BadInput[] = [
  {
    name: 'a path that is not there',
    paths: ['gone.domain'],
    errors: /^gone\.domain {2}error.*does not exist/,
  },
  { name: 'a path through a file', files: { a: '' }, paths: ['a/b.domain'], errors: /runs through a file/ },
  { name: 'an empty file', files: { 'a.domain': '' }, paths: ['a.domain'], errors: /^a\.domain:1:1 .*empty/ },
  {
    name: 'a file with nothing but blanks',
    files: { 'a.domain': ' \n\t\n' },
    paths: ['a.domain'],
    errors: /empty/,
  },
  {
    name: 'a folder without models',
    files: { 'm/readme.md': '' },
    paths: ['m'],
    errors: /`m` holds no `\*\.domain` file/,
  },
  {
    name: 'an empty folder that is called like a file',
    prepare: (workspace) => mkdirSync(workspace.at('a.domain')),
    paths: ['a.domain'],
    errors: /holds no `\*\.domain` file/,
  },
  {
    name: 'a folder of unreadable things only',
    prepare: (workspace) => symlinkSync('nowhere', workspace.at('a.domain')),
    paths: ['.'],
    errors: /a\.domain.*does not exist/,
  },
  {
    name: 'random bytes',
    files: { 'a.domain': Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919 + 131) % 256) },
    paths: ['a.domain'],
    errors: /is not UTF-8: the byte 0x83 at offset 0 \(line 1\)/,
  },
  {
    name: 'a byte that is no UTF-8, after a genuine replacement character',
    files: {
      'a.domain': Buffer.concat([Buffer.from('// \ufffd ü\n'), Uint8Array.of(0xe9), Buffer.from(salesModel)]),
    },
    paths: ['a.domain'],
    errors: /the byte 0xE9 at offset 10 \(line 2\)/,
  },
  {
    name: 'UTF-16',
    files: { 'a.domain': utf16 },
    paths: ['a.domain'],
    errors: /is UTF-16: save it as UTF-8/,
  },
  {
    name: 'a NUL',
    files: { 'a.domain': salesModel.replace('Sku', 'S\0u') },
    paths: ['a.domain'],
    errors: /^a\.domain:5:9 .*U\+0000[^]*S\\u0000u/,
  },
  {
    name: 'a file that drives terminals',
    files: { 'a.domain': salesModel.replace('Sku', '\u001b[2J') },
    paths: ['a.domain'],
    errors: /U\+001B[^]*\\u001B\[2J/,
  },
  {
    name: 'a file that was cut short',
    files: { 'a.domain': salesModel.slice(0, 150) },
    paths: ['a.domain'],
    errors: /^a\.domain:\d+:\d+ {2}error\[/,
  },
  {
    name: 'expressions 10,000 deep',
    files: {
      'a.domain': salesModel.replace(
        'cents',
        `a: Integer(0..1)\nrule R: ${'('.repeat(10_000)}a == 1${')'.repeat(10_000)} else "x"\ncents`,
      ),
    },
    paths: ['a.domain'],
    errors: /error\[too-deep\]/,
  },
  {
    name: 'blocks 10,000 deep',
    files: { 'a.domain': `model A version 1 ${'context C { '.repeat(10_000)}` },
    paths: ['a.domain'],
    errors: /error\[/,
  },
  {
    name: 'a file of 50 MB',
    files: { 'a.domain': Buffer.alloc(50 * 1024 * 1024, ' ') },
    paths: ['a.domain'],
    errors: /is too large: 50\.0 MiB, where 8 MiB is the limit/,
  },
  { name: 'a device', paths: ['/dev/zero'], errors: /is neither a file nor a folder/ },
  {
    name: 'a file that may not be read',
    files: { 'a.domain': salesModel },
    prepare: (workspace) => chmodSync(workspace.at('a.domain'), 0),
    paths: ['a.domain'],
    errors: /^a\.domain .*permission denied/,
  },
  {
    name: 'a folder that may not be read',
    files: { 'm/a.domain': salesModel },
    prepare: (workspace) => chmodSync(workspace.at('m'), 0),
    paths: ['m'],
    errors: /^m .*permission denied/,
  },
  {
    name: 'a name that does not exist',
    files: { 'm/b/a.domain': salesModel.replace('price: Price', 'price: Prize') },
    paths: ['m'],
    errors: /^m\/b\/a\.domain:13:12 {2}error\[[^]*13 \| {5}price: Prize\n {5}\| {12}\^~~~~\n/,
  },
  {
    name: 'several bad paths at once',
    files: { 'b.domain': '' },
    paths: ['gone.domain', 'b.domain'],
    errors: /b\.domain[^]*gone\.domain[^]*2 errors in 2 files/,
  },
];

describe.each(['check', 'generate'])('%s, given bad input', (command) => {
  it.each(inputs)('$name', ({ files, prepare, paths, errors }) => {
    const workspace = new Workspace(files);
    prepare?.(workspace);
    const before = workspace.files();
    const run = pimento(workspace, errors, command, ...paths);
    expect(run).toMatchObject({ code: 1, output: '', errors: expect.stringMatching(errors) });
    expectPlain(run);
    expect(workspace.files()).toEqual(before);
  });
});

describe('generate, given a bad output folder', () => {
  const outputs: readonly (Omit<BadInput, 'paths' | 'files'> & { readonly out: string })[] = [
    {
      name: 'a file',
      prepare: (workspace) => workspace.write('out', ''),
      out: 'out',
      errors: /`out` is a file; the output needs a folder/,
    },
    {
      name: 'a path through a file',
      prepare: (workspace) => workspace.write('file', ''),
      out: 'file/out',
      errors: /`file\/out\/?.*` (is a file where|runs through a file)/,
    },
    {
      name: 'a folder that may not be written',
      prepare: (workspace) => mkdirSync(workspace.at('out'), { mode: 0o555 }),
      out: 'out',
      errors: /`out\/.*` may not be read or written: permission denied/,
    },
    {
      name: 'a link inside it that leads elsewhere',
      prepare: (workspace) => {
        mkdirSync(workspace.at('out'));
        mkdirSync(workspace.at('elsewhere'));
        symlinkSync('../elsewhere', workspace.at('out/sales'));
      },
      out: 'out',
      errors: /`out\/sales` is a link; the folder of `out\/sales\/.*` must be there/,
    },
    {
      name: 'a link in place of the writer’s own folder',
      prepare: (workspace) => {
        mkdirSync(workspace.at('out'));
        mkdirSync(workspace.at('elsewhere'));
        symlinkSync('../elsewhere', workspace.at('out/.pimento'));
      },
      out: 'out',
      errors: /`out\/\.pimento` cannot be used: it is not a folder/,
    },
    {
      name: 'a broken manifest',
      prepare: (workspace) => workspace.write('out/.pimento/manifest.json', '{'),
      out: 'out',
      errors: /`out\/\.pimento\/manifest\.json` cannot be used/,
    },
  ];
  it.each(outputs)('$name', ({ prepare, out, errors }) => {
    const workspace = new Workspace({ 'a.domain': salesModel });
    prepare?.(workspace);
    const before = workspace.files();
    const run = pimento(workspace, errors, 'generate', 'a.domain', '--out', out);
    expect(run).toMatchObject({ code: 1, output: '', errors: expect.stringMatching(errors) });
    expectPlain(run);
    expect(workspace.files()).toEqual(before);
  });
});

/** Where a permission is expected to be missing, as somebody else than root. */
function pimento(workspace: Workspace, errors: RegExp, ...words: readonly string[]): Run {
  return errors.source.includes('permission')
    ? workspace.pimentoWithoutRights(...words)
    : workspace.pimento(...words);
}

/** No stack trace, and nothing that a terminal obeys. */
function expectPlain({ errors }: Run): void {
  expect(errors).not.toMatch(/\n\s+at /);
  expect(errors).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
}
