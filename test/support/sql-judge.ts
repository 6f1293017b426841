import { DatabaseSync } from 'node:sqlite';
import { PGlite } from '@electric-sql/pglite';
import type { OutputFile } from '../../generators/core/output.ts';
import type { JudgeFiles } from '../../kit/testing/index.ts';
import type { Element } from '../../pim/model.ts';
import { childElements, type ModelIndex } from '../../pim/model-index.ts';

/** Every script makes its database in SQLite, and says every literal of an enum to the letter. */
export const judgeSqlite: JudgeFiles = (files, index) => [
  ...files.filter(isFor('sqlite')).flatMap(({ path, content }) => {
    const database = new DatabaseSync(':memory:');
    try {
      database.exec(content);
      return [];
    } catch (error) {
      return [`${path}: ${error instanceof Error ? error.message : String(error)}`];
    } finally {
      database.close();
    }
  }),
  ...lostLiterals(files, index),
];

/** The same, and every script makes its schema in PostgreSQL. */
export function judgeSqlIn(client: Promise<PGlite>): JudgeFiles {
  return async (files, index, scaffolds) => {
    const problems = [...(await judgeSqlite(files, index, scaffolds))];
    const engine = await client;
    for (const { path, content } of files.filter(isFor('postgresql'))) {
      try {
        // Tried, and taken back.
        await engine.exec(content.replace(/COMMIT;\n$/, 'ROLLBACK;\n'));
      } catch (error) {
        await engine.exec('ROLLBACK');
        problems.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return problems;
  };
}

function isFor(engine: string): (file: OutputFile) => boolean {
  return ({ path }) => path.endsWith(`.${engine}.sql`);
}

function lostLiterals(files: readonly OutputFile[], index: ModelIndex): readonly string[] {
  if (index.model.name !== 'HostileTexts') return [];
  const said = new Set(
    files.filter(isFor('postgresql')).flatMap(({ content }) => {
      const statements = content.slice(content.indexOf('\nBEGIN;'));
      const literals = statements.matchAll(/E'((?:[^'\\]|''|\\[^])*)'|'((?:[^']|'')*)'/g);
      return [...literals].map(([, escaped, plain = '']) =>
        escaped === undefined ? plain.replaceAll("''", "'") : unescaped(escaped),
      );
    }),
  );
  return wiresOf(index.model)
    .filter((wire) => !said.has(wire))
    .map((wire) => `${JSON.stringify(wire)} is lost`);
}

function unescaped(text: string): string {
  return text
    .replaceAll("''", "'")
    .replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|\\)/g, (_, short?: string, long = short) =>
      long === undefined ? '\\' : String.fromCodePoint(Number.parseInt(long, 16)),
    );
}

function wiresOf(element: Element): readonly string[] {
  return [...(element.kind === 'literal' ? [element.wire] : []), ...childElements(element).flatMap(wiresOf)];
}
