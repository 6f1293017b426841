import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { githubReport } from '../../cli/reports/github.ts';
import { jsonReport } from '../../cli/reports/json.ts';
import { junitReport } from '../../cli/reports/junit.ts';
import { sarifReport } from '../../cli/reports/sarif.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { Origin } from '../../pim/origin.ts';

function origin(file: string, line: number, column: number, length: number): Origin {
  const offset = line * 100 + column;
  return {
    file,
    start: { line, column, offset },
    end: { line, column: column + length, offset: offset + length },
  };
}

const plain: Diagnostic = {
  code: 'unknown-name',
  severity: 'error',
  message: 'Nothing is called `x`.',
  origin: origin('m/a b.domain', 2, 3, 4),
  related: [{ message: 'Here.', origin: origin('m/b.domain', 7, 1, 2) }],
  fix: { title: 'Write `y`', origin: origin('m/a b.domain', 2, 3, 4), replacement: 'y' },
};
/** Whatever could end a line, a property, an attribute or an element early. */
const hostile: Diagnostic = {
  code: 'bad-text',
  severity: 'warning',
  message: '::error::100% <b>"&amp;\u001b[31m\u202e]]>\uffff\r\n::warning::two',
  origin: { ...origin('m/,a:b%\n.domain', 1, 1, 0), end: { line: 3, column: 1, offset: 300 } },
  related: [],
};
const hostileError: Diagnostic = { ...hostile, severity: 'error' };

describe('json', () => {
  it('holds what was found, as its schema says', () => {
    const report: unknown = JSON.parse(jsonReport([plain, hostile]));
    const [first, second] = report as readonly JsonObject[];
    const place = {
      file: 'm/a b.domain',
      range: { start: { line: 2, column: 3, offset: 203 }, end: { line: 2, column: 7, offset: 207 } },
    };
    expect(first).toEqual({
      ...place,
      code: 'unknown-name',
      severity: 'error',
      message: 'Nothing is called `x`.',
      related: [
        {
          file: 'm/b.domain',
          range: { start: { line: 7, column: 1, offset: 701 }, end: { line: 7, column: 3, offset: 703 } },
          message: 'Here.',
        },
      ],
      fix: { ...place, title: 'Write `y`', replacement: 'y' },
    });
    expect(second).toMatchObject({ message: hostile.message, file: hostile.origin.file });
    const schema: JsonObject = JSON.parse(
      readFileSync(new URL('../../schemas/diagnostics.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ strict: true }).compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(validate([{ ...first, range: undefined }])).toBe(false);
  });
});

describe('github', () => {
  it('is one command per problem', () => {
    expect(githubReport([plain])).toBe(
      '::error file=m/a b.domain,line=2,endLine=2,col=3,endColumn=7,title=unknown-name::' +
        'Nothing is called `x`.%0ASee m/b.domain:7: Here.%0AHelp: Write `y`\n',
    );
    expect(githubReport([])).toBe('');
  });

  it('cannot be made to say another command', () => {
    const report = githubReport([hostile]);
    expect(report.match(/\n/g)).toHaveLength(1);
    expect(report).toMatch(
      /^::warning file=m\/%2Ca%3Ab%25\\u000A\.domain,line=1,endLine=3,title=bad-text::::error::100%25 </,
    );
    expect(report).not.toMatch(/[\u001b\u202e\r]/);
  });
});

describe('sarif', () => {
  /** What SARIF 2.1.0 demands of the objects that are used here; nothing else may be in them. */
  const region = {
    type: 'object',
    properties: Object.fromEntries(
      [
        ['startLine', 1],
        ['startColumn', 1],
        ['endLine', 1],
        ['endColumn', 1],
        ['charOffset', 0],
        ['charLength', 0],
      ].map(([name, minimum]) => [name, { type: 'integer', minimum }]),
    ),
    additionalProperties: false,
  };
  const message = {
    type: 'object',
    properties: { text: { type: 'string' } },
    required: ['text'],
    additionalProperties: false,
  };
  const artifact = {
    type: 'object',
    properties: { uri: { type: 'string', pattern: "^[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*$" } },
    required: ['uri'],
    additionalProperties: false,
  };
  const physicalLocation = {
    type: 'object',
    properties: { artifactLocation: artifact, region },
    required: ['artifactLocation'],
    additionalProperties: false,
  };
  const list = (items: object): object => ({ type: 'array', items, uniqueItems: true });
  const object = (properties: object, ...required: readonly string[]): object => ({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  });
  const level = { enum: ['none', 'note', 'warning', 'error'] };
  const rule = object(
    { id: { type: 'string' }, defaultConfiguration: object({ level }), help: message },
    'id',
  );
  const fix = object(
    {
      description: message,
      artifactChanges: list(
        object(
          {
            artifactLocation: artifact,
            replacements: list(object({ deletedRegion: region, insertedContent: message }, 'deletedRegion')),
          },
          'artifactLocation',
          'replacements',
        ),
      ),
    },
    'artifactChanges',
  );
  const result = object(
    {
      ruleId: { type: 'string' },
      ruleIndex: { type: 'integer', minimum: -1 },
      level,
      message,
      locations: list(object({ physicalLocation })),
      relatedLocations: list(object({ id: { type: 'integer', minimum: -1 }, message, physicalLocation })),
      fixes: list(fix),
    },
    'message',
  );
  const driver = object(
    { name: { type: 'string' }, semanticVersion: { type: 'string' }, rules: list(rule) },
    'name',
  );
  const run = object(
    {
      tool: object({ driver }, 'driver'),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      results: { type: 'array', items: result },
    },
    'tool',
  );
  const log = object(
    { $schema: { type: 'string' }, version: { const: '2.1.0' }, runs: { type: 'array', items: run } },
    'version',
    'runs',
  );
  const validate = new Ajv2020({ strict: true }).compile(log);

  it('is a log of one run, with rules, places, related places and fixes', () => {
    const report: unknown = JSON.parse(sarifReport([plain, hostile], '1.2.3'));
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report).toMatchObject({
      runs: [
        {
          tool: { driver: { rules: [{ id: 'bad-text' }, { id: 'unknown-name' }] } },
          results: [
            {
              ruleIndex: 1,
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'm/a%20b.domain' },
                    region: { startLine: 2, startColumn: 3, endColumn: 7, charOffset: 203, charLength: 4 },
                  },
                },
              ],
            },
            { ruleIndex: 0, message: { text: hostile.message } },
          ],
        },
      ],
    });
  });

  it('is a log of a run without results if nothing is wrong', () => {
    const report: unknown = JSON.parse(sarifReport([], '1.2.3'));
    expect(validate(report)).toBe(true);
    expect(report).toMatchObject({ runs: [{ results: [] }] });
  });
});

describe('junit', () => {
  it('has a failed test for each error, and one for each file without', () => {
    expect(junitReport([plain], ['m/b.domain'])).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="pimento check" tests="2" failures="1">
  <testsuite name="m/a b.domain" tests="1" failures="1">
    <testcase name="unknown-name at 2:3" classname="m/a b.domain"><failure type="unknown-name" message="Nothing is called \`x\`.">m/a b.domain:2:3 error[unknown-name] Nothing is called \`x\`.
see m/b.domain:7:1 Here.
help: Write \`y\`</failure></testcase>
  </testsuite>
  <testsuite name="m/b.domain" tests="1" failures="0">
    <testcase name="no errors" classname="m/b.domain"/>
  </testsuite>
</testsuites>
`,
    );
  });

  it.each([[hostile], [hostileError]])('stays well-formed whatever is in it', (diagnostic) => {
    const report = junitReport([diagnostic], []);
    expect(report).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd]/u);
    expect(report).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/);
    // Tags pair, and attributes hold no markup.
    const open: string[] = [];
    const tag = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<>]*")*)(\/?)>/g;
    for (const [, close, name = '', , empty] of report.replace(/^<\?xml[^>]*\?>/, '').matchAll(tag)) {
      if (close) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect(open).toEqual([]);
    expect(report.replace(/^<\?xml[^>]*\?>/, '').replace(tag, '')).not.toMatch(/[<>]/);
    expect(report).toContain(`failures="${diagnostic.severity === 'error' ? 1 : 0}"`);
  });
});
