import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { Origin } from '../../pim/origin.ts';
import { whereExplained } from '../diagnostic-page.ts';

/** Diagnostics as a SARIF 2.1.0 log (OASIS), which code scanning services read. */
export function sarifReport(diagnostics: readonly Diagnostic[], version: string): string {
  const rules = rulesOf(diagnostics);
  const log: JsonObject = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Pimento', semanticVersion: version, rules: [...rules.values()] } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => result(diagnostic, [...rules.keys()])),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rulesOf(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, JsonObject> {
  return new Map(
    diagnostics
      .toSorted((left, right) => (left.code < right.code ? -1 : 1))
      .map(({ code, severity }) => [
        code,
        {
          id: code,
          defaultConfiguration: { level: severity },
          help: { text: `What it means and how to mend it: ${whereExplained(code)}` },
        },
      ]),
  );
}

function result(
  { code, severity, message, origin, related, fix }: Diagnostic,
  codes: readonly string[],
): JsonObject {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: message },
    locations: [{ physicalLocation: location(origin) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, position) => ({
        id: position + 1,
        message: { text: one.message },
        physicalLocation: location(one.origin),
      })),
    }),
    ...(fix && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: [
            {
              artifactLocation: { uri: uriOf(fix.origin.file) },
              replacements: [
                { deletedRegion: region(fix.origin), insertedContent: { text: fix.replacement } },
              ],
            },
          ],
        },
      ],
    }),
  };
}

function location(origin: Origin): JsonObject {
  return { artifactLocation: { uri: uriOf(origin.file) }, region: region(origin) };
}

/** Both count lines and columns from 1, with an exclusive end. */
function region({ start, end }: Origin): JsonObject {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

/** Relative to where the command ran, unless the user gave an absolute path. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  const parts = file.replaceAll('\\', '/').split('/');
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/');
}
