import fc from 'fast-check';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { readModule } from '../../cli/typescript-parser.ts';
import {
  beginModule,
  completeModule,
  hasMember,
  type ModulePart,
  memberNames,
} from '../../generators/core/scaffold/complete-module.ts';

const result = { name: 'Result', specifier: '@pimento/runtime', typeOnly: true };
const order = { name: 'Order', specifier: '../../generated/sales/order.js', typeOnly: true };
const fail = { name: 'fail', specifier: '@pimento/runtime', typeOnly: false };

function func(name: string, ...imports: ModulePart['imports']): ModulePart {
  const uses = imports.map((one) => one.name).join(', ');
  return {
    name,
    imports,
    text: `/** Of ${name}. */\nexport function ${name}(): void {\n  throw new Error('${uses}');\n}\n`,
    methods: undefined,
  };
}

const pricing: ModulePart = {
  name: 'Pricing',
  imports: [order],
  text: 'export class Pricing {',
  methods: ['price', 'discount'].map((name) => ({
    name,
    imports: [result],
    text: `/** Of ${name}. */\n${name}(): void {\n  throw new Error('not written');\n}\n`,
  })),
};

function complete(text: string, ...parts: readonly ModulePart[]): ReturnType<typeof completeModule> {
  return completeModule(text, readModule(text, 'a.ts'), parts);
}

describe('a new module', () => {
  it('has its header, its imports and its parts', () => {
    expect(beginModule('// Yours.\n', [func('activate', order, fail, result), pricing])).toBe(`// Yours.
import { fail, type Result } from '@pimento/runtime';
import type { Order } from '../../generated/sales/order.js';

/** Of activate. */
export function activate(): void {
  throw new Error('Order, fail, Result');
}

export class Pricing {
  /** Of price. */
  price(): void {
    throw new Error('not written');
  }

  /** Of discount. */
  discount(): void {
    throw new Error('not written');
  }
}
`);
  });

  it('lacks nothing', () => {
    const parts = [func('activate', order), pricing];
    const text = beginModule('', parts);
    expect(complete(text, ...parts)).toEqual({ text, added: [], blocked: [] });
    for (const member of memberNames(parts)) expect(hasMember(readModule(text, 'a.ts'), member)).toBe(true);
  });
});

const priceText = "  /** Of price. */\n  price(): void {\n    throw new Error('not written');\n  }\n";
const discountText = priceText.replaceAll('price', 'discount');
const activateText = "/** Of activate. */\nexport function activate(): void {\n  throw new Error('');\n}\n";

interface Addition {
  readonly name: string;
  readonly text: string;
  readonly parts: readonly ModulePart[];
  readonly added: readonly string[];
  readonly expected: string;
}

const additions: readonly Addition[] = [
  {
    name: 'a function goes to the end, after a blank line',
    text: '// mine\nconst  odd=1 ;\n',
    parts: [func('activate')],
    added: ['activate'],
    expected: `// mine\nconst  odd=1 ;\n\n${activateText}`,
  },
  {
    name: 'a file that does not end its last line',
    text: 'const odd = 1;',
    parts: [func('activate')],
    added: ['activate'],
    expected: `const odd = 1;\n\n${activateText}`,
  },
  {
    name: 'an empty file',
    text: '',
    parts: [func('activate')],
    added: ['activate'],
    expected: activateText,
  },
  {
    name: 'methods go to the end of their class, after what is there',
    text: 'export class Pricing {\n  price = () => 1; // mine\n  // a last word\n}\n\nfunction after() {}\n',
    parts: [pricing],
    added: ['Pricing.discount'],
    expected: `import type { Result } from '@pimento/runtime';\n\nexport class Pricing {\n  price = () => 1; // mine\n  // a last word\n\n${discountText}}\n\nfunction after() {}\n`,
  },
  {
    name: 'an empty class on one line',
    text: "import type { Result } from '@pimento/runtime';\nexport class Pricing {}\n",
    parts: [pricing],
    added: ['Pricing.price', 'Pricing.discount'],
    expected: `import type { Result } from '@pimento/runtime';\nexport class Pricing {\n${priceText}\n${discountText}}\n`,
  },
  {
    name: 'a class whose brace shares the line of its last member, with tabs',
    text: "import type { Result } from 'x';\nexport class Pricing {\n\tprice() {} }\n",
    parts: [pricing],
    added: ['Pricing.discount'],
    expected: `import type { Result } from 'x';\nexport class Pricing {\n\tprice() {} \n\n${discountText.replace(/^ {2}/gm, '\t').replace('\t  throw', '\t  throw')}}\n`,
  },
  {
    name: 'imports go after the last import, before a comment that follows',
    text: "import a from 'a'; // first\nimport 'b';\n// about the code\nexport const x = a;\n",
    parts: [func('activate', order)],
    added: ['activate'],
    expected: `import a from 'a'; // first\nimport 'b';\nimport type { Order } from '../../generated/sales/order.js';\n\n// about the code\nexport const x = a;\n\n${activateText.replace("''", "'Order'")}`,
  },
  {
    name: 'imports go after a comment that stands apart at the top, and a shebang',
    text: '#!/usr/bin/env node\n/* A licence. */\n\nexport const x = 1;\n',
    parts: [func('activate', order)],
    added: ['activate'],
    expected: `#!/usr/bin/env node\n/* A licence. */\n\nimport type { Order } from '../../generated/sales/order.js';\n\nexport const x = 1;\n\n${activateText.replace("''", "'Order'")}`,
  },
  {
    name: 'what is imported already, under another path even, is not imported again',
    text: "import { type Order, fail } from '#generated';\n",
    parts: [func('activate', order, fail)],
    added: ['activate'],
    expected: `import { type Order, fail } from '#generated';\n\n${activateText.replace("''", "'Order, fail'")}`,
  },
  {
    name: 'CRLF stays CRLF',
    text: 'export const x = 1;\r\n',
    parts: [func('activate')],
    added: ['activate'],
    expected: `export const x = 1;\r\n\r\n${activateText.replaceAll('\n', '\r\n')}`,
  },
];

describe('a module that somebody works on', () => {
  it.each(additions)('$name', ({ text, parts, added, expected }) => {
    expect(complete(text, ...parts)).toEqual({ text: expected, added, blocked: [] });
    expect(complete(expected, ...parts)).toEqual({ text: expected, added: [], blocked: [] });
  });

  it.each([
    ['an exported constant', 'export const activate = () => 1;'],
    ['an exported pattern', 'export const { activate, ...rest } = x;'],
    ['a list of exports', 'function f() {}\nexport { f as activate };'],
    ['an export from elsewhere', "export { activate } from './other.js';"],
    ['an `export *`', "export * from './other.js';"],
    ['an export of a module', "export * as activate from './other.js';"],
  ])('has what it has as %s', (_, text) => {
    expect(complete(text, func('activate'))).toEqual({ text, added: [], blocked: [] });
  });

  it.each([
    ['a property', 'class Pricing { price = 1; discount; }'],
    ['an accessor', "class Pricing { get price() { return 1; } 'discount'() {} }"],
    [
      'a parameter of the constructor',
      'class Pricing { constructor(readonly price: 1, private discount: 2) {} }',
    ],
    ['what a base class may have', 'class Pricing extends Base {}'],
    ['an object', 'const Pricing = { price() {}, ...rest };'],
    ['a class under another name', 'class Inner { price() {} discount() {} }\nexport { Inner as Pricing };'],
  ])('has a method that is %s', (_, text) => {
    const exported = text.includes('export') ? text : `export ${text}`;
    expect(complete(exported, pricing)).toEqual({ text: exported, added: [], blocked: [] });
  });

  it('does not take a static method for one', () => {
    expect(complete('export class Pricing { static price() {} discount() {} }', pricing).added).toEqual([
      'Pricing.price',
    ]);
  });

  it.each([
    ['a syntax error', 'const a = 1;\nfunction (', 'the file has a syntax error in line 2'],
    [
      'it is there, but not exported',
      'function activate() {}',
      'the file declares `activate` but does not export it',
    ],
    ['its name is imported', "import { activate } from 'x';", 'the file imports another `activate`'],
    [
      'what it needs means something else',
      'class Order {}',
      'it needs `Order`, which means something else in the file',
    ],
    [
      'what it needs is imported as something else',
      "import { X as Order } from 'x';",
      'it needs `Order`, which means something else in the file',
    ],
    [
      'what it needs is imported as a type only',
      "import type { fail } from 'x';",
      'it needs `fail`, of which the file imports only the type',
    ],
  ])('is left alone where %s', (_, text, reason) => {
    expect(complete(text, func('activate', order, fail))).toEqual({
      text,
      added: [],
      blocked: [{ member: 'activate', reason }],
    });
  });

  it('keeps every byte of what was there, in its order, and then holds all', () => {
    const pieces = fc.constantFrom(
      "import a from 'a';\n",
      '/* c */',
      '\n\n',
      'export class Pricing {\n\tx=1;}\n',
      'export class Pricing { }',
      'export class Pricing {\n  // todo\n}\n',
      'const activate2 = `}${1}{`;\n',
      'export function other() { return /}/; }\r\n',
      'export function activate() {}\n',
    );
    fc.assert(
      fc.property(fc.uniqueArray(pieces), (chosen) => {
        const classes = chosen.filter((piece) => piece.startsWith('export class'));
        const text = chosen.filter((piece) => piece !== classes[0] && piece !== classes[1]).join('');
        const { text: after, blocked } = complete(text, func('activate', order), pricing);
        expect(blocked).toEqual([]);
        expect(isSubsequence(text, after)).toBe(true);
        expect(complete(after, func('activate', order), pricing)).toEqual({
          text: after,
          added: [],
          blocked: [],
        });
        expect(commentsOf(after)).toEqual(expect.arrayContaining([...commentsOf(text)]));
      }),
      { numRuns: 60 },
    );
  });
});

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part[at]) at += 1;
  return at === part.length;
}

function commentsOf(text: string): readonly string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, ts.LanguageVariant.Standard, text);
  const comments: string[] = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia)
      comments.push(scanner.getTokenText());
  }
  return comments;
}
