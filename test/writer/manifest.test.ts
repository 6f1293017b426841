import { describe, expect, it } from 'vitest';
import { contentHash } from '../../generators/core/writer/content-hash.ts';
import {
  emptyManifest,
  type Manifest,
  parseManifest,
  printManifest,
} from '../../generators/core/writer/manifest.ts';

const sha256 = contentHash('A\n');
const manifest: Manifest = {
  models: new Map([
    ['Support', { sources: [] }],
    ['Sales', { sources: ['../models/a.domain', '../models/b.domain'] }],
  ]),
  files: new Map([
    ['support/typescript/a.ts', { model: 'Support', target: 'typescript', sha256 }],
    ['sales/typescript/a.ts', { model: 'Sales', target: 'typescript', sha256 }],
  ]),
  scaffolds: new Map(),
};
const edited: Manifest = {
  models: new Map([['Sales', { sources: [] }]]),
  files: new Map([
    ['sales/a.ts', { model: 'Sales', target: 'typescript', sha256, edited: contentHash('B\n') }],
  ]),
  scaffolds: new Map([
    ['sales/pricing.ts', { model: 'Sales', target: 'typescript', members: ['Pricing', 'Pricing.price'] }],
  ]),
};
const printed = `{
  "format": 1,
  "models": {
    "Sales": { "sources": ["../models/a.domain", "../models/b.domain"] },
    "Support": { "sources": [] }
  },
  "files": {
    "sales/typescript/a.ts": { "model": "Sales", "target": "typescript", "sha256": "${sha256}" },
    "support/typescript/a.ts": { "model": "Support", "target": "typescript", "sha256": "${sha256}" }
  }
}
`;

describe('the manifest', () => {
  it('is sorted, whatever order it was made in', () => {
    expect(printManifest(manifest)).toBe(printed);
  });

  it.each([
    ['full', manifest],
    ['with edits and hand-written code', edited],
    ['empty', emptyManifest],
  ])('reads what it prints (%s)', (_, value) => {
    expect(parseManifest(printManifest(value))).toEqual({ kind: 'manifest', manifest: value });
  });

  it('has the hash that `sha256sum` shows', () => {
    expect(sha256).toBe('06f961b802bc46ee168555f066d28f4f0e9afdf3f88174c1ee6f9de004fc30a0');
  });

  const file = `{ "model": "Sales", "target": "typescript", "sha256": "${sha256}" }`;
  const broken: readonly { name: string; text: string; reason: RegExp }[] = [
    { name: 'empty', text: '', reason: /not a JSON object/ },
    { name: 'cut short', text: printed.slice(0, 200), reason: /not a JSON object/ },
    { name: 'a list', text: '[]', reason: /not a JSON object/ },
    {
      name: 'another format',
      text: '{ "format": 0, "models": {}, "files": {} }',
      reason: /not a manifest of format 1/,
    },
    { name: 'a later format', text: '{ "format": 2 }', reason: /newer Pimento/ },
    {
      name: 'a merge conflict',
      text: `<<<<<<< ours\n${printed}=======\n>>>>>>> theirs\n`,
      reason: /merge conflict/,
    },
    {
      name: 'a broken model',
      text: '{ "format": 1, "models": { "A": { "sources": [1] } }, "files": {} }',
      reason: /model `A` is broken/,
    },
    {
      name: 'a broken hash',
      text: `{ "format": 1, "models": {}, "files": { "a": ${file.replace(sha256, 'x')} } }`,
      reason: /`a` is broken/,
    },
    {
      name: 'a broken hash of an edit',
      text: `{ "format": 1, "models": {}, "files": { "a": ${file.replace(' }', ', "edited": 1 }')} } }`,
      reason: /`a` is broken/,
    },
    {
      name: 'broken hand-written code',
      text: '{ "format": 1, "models": {}, "files": {}, "scaffolds": { "b": { "model": "A", "target": "t" } } }',
      reason: /`b` is broken/,
    },
    {
      name: 'hand-written code outside of its folder',
      text: '{ "format": 1, "models": {}, "files": {}, "scaffolds": { "../b": { "model": "A", "target": "t", "members": [] } } }',
      reason: /`..\/b` leaves the output folder/,
    },
    {
      name: 'a path that leaves the folder',
      text: `{ "format": 1, "models": {}, "files": { "../a": ${file} } }`,
      reason: /`..\/a` leaves the output folder/,
    },
    {
      name: 'a path to the manifest',
      text: `{ "format": 1, "models": {}, "files": { ".pimento/manifest.json": ${file} } }`,
      reason: /keeps for itself/,
    },
  ];
  it.each(broken)('refuses what is none: $name', ({ text, reason }) => {
    expect(parseManifest(text)).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });
});

describe('the hash of a content', () => {
  it.each([
    ['CRLF', 'a\r\nb\r\n', true],
    ['mixed line ends', 'a\r\nb\n', true],
    ['a lone carriage return', 'a\rb\n', false],
    ['one carriage return too many', 'a\r\r\nb\n', false],
    ['no line end at the end', 'a\nb', false],
  ])('%s', (_, content, same) => {
    expect(contentHash(content) === contentHash('a\nb\n')).toBe(same);
    expect(contentHash(Buffer.from(content))).toBe(contentHash(content));
  });

  it('of bytes that are no text is theirs', () => {
    expect(contentHash(Uint8Array.of(0xff))).not.toBe(contentHash(Uint8Array.of(0xfe)));
  });
});
