import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { pointer, serialise } from '../../generators/core/document.ts';
import { createRender, documentation } from '../../generators/core/render.ts';
import {
  elementAtLine,
  extractTrace,
  traceAtLine,
  traceEnd,
  traceStart,
} from '../../generators/core/trace.ts';
import type { JsonObject, JsonValue } from '../../pim/json.ts';

describe('extractTrace', () => {
  it('takes the marks out and keeps the lines they enclosed', () => {
    const marked = `a\n${traceStart('X')}b\n${traceStart('X.y')}c\n${traceEnd}d\n${traceEnd}e\n`;
    const { content, trace } = extractTrace(marked);
    expect(content).toBe('a\nb\nc\nd\ne\n');
    expect(trace).toEqual([
      { start: 2, end: 4, element: 'X' },
      { start: 3, end: 3, element: 'X.y' },
    ]);
    expect([1, 2, 3, 4, 5].map((line) => elementAtLine(trace, line))).toEqual([
      undefined,
      'X',
      'X.y',
      'X',
      undefined,
    ]);
  });

  it('does not count the line ends before a part', () => {
    expect(extractTrace(`a${traceStart('X')}\n\nb${traceEnd}\n`).trace).toEqual([
      { start: 3, end: 3, element: 'X' },
    ]);
  });

  it('keeps which part of a document a part is', () => {
    const file = {
      path: 'a.yaml',
      element: 'M',
      ...extractTrace(`# notice\na:\n${traceStart('X', '/a/b~1c')}  b/c: 1${traceEnd}\n`),
    };
    expect(file.trace).toEqual([{ start: 3, end: 3, element: 'X', pointer: '/a/b~1c' }]);
    expect(traceAtLine(file, 3)).toBe(file.trace[0]);
    expect(traceAtLine(file, 2)).toEqual({ start: 1, end: 3, element: 'M' });
  });

  it('refuses marks that do not pair', () => {
    expect(() => extractTrace(traceStart('X'))).toThrow('does not end');
    expect(() => extractTrace(traceEnd)).toThrow('never began');
  });
});

describe('serialise', () => {
  const document: JsonObject = {
    a: { b: [{ c: 1, d: ['x', 'y'] }, 'line\nbreak', [], {}], 'e/f': 'z' },
    g: '# not: a comment',
    h: [[1, 2], [{ i: null }]],
  };

  it.each(['yaml', 'json'] as const)('leads the lines of a part of %s back to its element', (format) => {
    const text = serialise(document, format, {
      '/a/b/0/d': 'D',
      '/a/b/1': 'Text',
      '/a/e~1f': 'F',
      '/g': 'G',
      '/h/1': 'H',
    });
    const { content, trace } = extractTrace(text);
    expect(load(content)).toEqual(document);
    expect(trace.map((entry) => entry.pointer)).toContain('/a/e~1f');
    const lines = content.split('\n');
    const linesOf = (element: string): string =>
      trace
        .filter((entry) => entry.element === element)
        .map((entry) => lines.slice(entry.start - 1, entry.end).join('|'))
        .join();
    expect(linesOf('D')).toMatch(/d.*x.*y/);
    expect(linesOf('Text')).toMatch(/line.*break/);
    expect(linesOf('F')).toMatch(/^\s*"?e\/f"?: "?z"?,?$/);
    expect(linesOf('G')).toContain('# not: a comment');
    expect(linesOf('H')).toContain('i');
  });

  it('finds the lines of any part of any document', () => {
    const key = fc
      .string({ maxLength: 6 })
      .filter((text) => text !== '__proto__' && !/[\u0001-\u0003]/.test(text));
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.oneof(
          key,
          fc.constantFrom('a\nb', 'a\n', '\n', ' a', 'yes', '~', '1'),
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }),
        fc.constantFrom('yaml', 'json'),
        (object, format) => {
          const [first] = Object.keys(object);
          fc.pre(first !== undefined);
          const last = Object.keys(object).at(-1) ?? '';
          const { content, trace } = extractTrace(serialise(object, format, { [pointer(last)]: 'Last' }));
          expect(load(content)).toEqual(object);
          // The last member goes to the end of the document, but for JSON's closing brace.
          const lines = content.trimEnd().split('\n').length;
          expect(trace.at(-1)?.end).toBe(format === 'json' ? lines - 1 : lines);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('createRender', () => {
  const render = createRender((name) => {
    const templates: Readonly<Record<string, string>> = {
      list: '{{#each items}}{{#trace id}}{{{documentation doc "  "}}}  {{name}};\n{{/trace}}{{/each}}',
      separated: '[{{#separate items ", "}}{{name}}{{/separate}}]',
    };
    const template = templates[name];
    if (template === undefined) throw new Error(`no template ${name}`);
    return template;
  });

  it('fills a template and traces its parts', () => {
    const { content, trace } = render('list', {
      items: [
        { id: 'M.a', name: 'a', doc: 'One' },
        { id: 'M.b', name: '<b>', doc: '' },
      ],
    });
    expect(content).toBe('  /** One */\n  a;\n  <b>;\n');
    expect(trace).toEqual([
      { start: 1, end: 2, element: 'M.a' },
      { start: 3, end: 3, element: 'M.b' },
    ]);
  });

  it('prints separators between items only', () => {
    expect(render('separated', { items: [{ name: 'a' }, { name: 'b' }] }).content).toBe('[a, b]');
  });

  it('throws for data that a template needs and was not given', () => {
    expect(() => render('list', {})).toThrow('needs a list');
    expect(() => render('separated', { items: [{}] })).toThrow('name');
    expect(() => render('missing', {})).toThrow('no template missing');
  });
});

describe('documentation', () => {
  it.each([
    ['one line', '', '/** one line */\n'],
    ['two\n\nparagraphs', '  ', '  /**\n   * two\n   *\n   * paragraphs\n   */\n'],
    ['it ends */ here', '', '/** it ends *\\/ here */\n'],
  ])('prints %j', (text, indent, expected) => {
    expect(documentation(text, indent)).toBe(expected);
  });
});
