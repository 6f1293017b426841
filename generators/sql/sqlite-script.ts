import type { JsonValue } from '../../pim/json.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Pattern } from '../../pim/pattern.ts';
import { commentText, oneLine } from '../core/invisible.ts';
import { Compiler } from './compile.ts';
import { NotExpressible } from './dialect.ts';
import { digest, quoted } from './identifiers.ts';
import { type Column, type Layout, scalarOf, type Table } from './layout.ts';
import { sqliteText, textLiteral } from './piece.ts';
import {
  type EngineWriter,
  mustBeTrue,
  type NamedCondition,
  type Reference,
  type Written,
  writeCondition,
} from './place-conditions.ts';
import { columnList } from './postgresql-text.ts';
import type { Statement, StatementLine } from './psm.ts';
import { type EngineScript, type Holding, one } from './script.ts';
import { sqlite } from './sqlite.ts';
import { type PatternSteps, patternSteps } from './sqlite-steps.ts';
import type { Unique } from './uniques.ts';

const columnTypes = {
  boolean: 'INTEGER',
  integer: 'INTEGER',
  number: 'REAL',
  decimal: 'TEXT',
  text: 'TEXT',
  uuid: 'TEXT',
  date: 'TEXT',
  dateTime: 'TEXT',
  json: 'TEXT',
} as const;

export function sqliteType({ scalar }: Column): string {
  return columnTypes[scalar];
}

/** The statements that make the database of a context in SQLite. */
export function sqliteScript(
  layout: Layout,
  conditions: readonly NamedCondition[],
  uniques: readonly Unique[],
  index: ModelIndex,
): EngineScript {
  return new SqliteScript(layout, conditions, uniques, index).script();
}

type When = 'BEFORE INSERT' | 'BEFORE UPDATE' | 'AFTER INSERT' | 'AFTER UPDATE' | 'AFTER DELETE';
const moments: readonly When[] = [
  'BEFORE INSERT',
  'BEFORE UPDATE',
  'AFTER INSERT',
  'AFTER UPDATE',
  'AFTER DELETE',
];

class SqliteScript {
  private readonly layout: Layout;
  private readonly conditions: readonly NamedCondition[];
  private readonly uniques: readonly Unique[];
  private readonly index: ModelIndex;
  private readonly holdings = new Map<string, Holding | { readonly reason: string }>();
  private readonly checks = new Map<Table, StatementLine[]>();
  private readonly views: Statement[] = [];
  /** What each trigger asks, by table and moment: all that is asked of a row at once is one trigger. */
  private readonly triggers = new Map<string, StatementLine[]>();
  private readonly patterns = new Map<string, PatternSteps & { readonly number: number }>();
  private readonly writer: EngineWriter;

  constructor(
    layout: Layout,
    conditions: readonly NamedCondition[],
    uniques: readonly Unique[],
    index: ModelIndex,
  ) {
    this.layout = layout;
    this.conditions = conditions;
    this.uniques = uniques;
    this.index = index;
    this.writer = {
      engine: 'sqlite',
      dialect: (query) => sqlite((pattern) => this.stepsOf(pattern), query),
      shapeCall: () => undefined,
      tableName: (table, isOld) => {
        if (isOld)
          throw new NotExpressible(
            'reads entities as they were before the change, which SQLite has not kept',
          );
        return quoted(table.name);
      },
    };
  }

  script(): EngineScript {
    for (const named of this.conditions) this.place(named);
    const tables = this.layout.tables.flatMap((table) => this.table(table));
    const triggers = this.layout.tables.flatMap((table) => this.triggersOf(table));
    return {
      statements: [...this.patternTable(), ...tables, ...this.views, ...triggers],
      holdings: this.holdings,
    };
  }

  private stepsOf(pattern: Pattern): PatternSteps & { readonly number: number } {
    const known = this.patterns.get(pattern.source);
    if (known) return known;
    // The same number whatever else there is, and in whatever order.
    const taken = new Set([...this.patterns.values()].map((other) => other.number));
    let number = Number.parseInt(digest(pattern.source), 16);
    while (taken.has(number)) number += 1;
    const made = { ...patternSteps(pattern), number };
    this.patterns.set(pattern.source, made);
    return made;
  }

  private place(named: NamedCondition): void {
    try {
      this.placeExact(named);
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      this.holdings.set(named.name, { reason: error.message });
    }
  }

  private placeExact(named: NamedCondition): void {
    const { name, condition } = named;
    const { table, element } = condition;
    const bare: Reference = (column, isOld) => `${isOld ? 'OLD.' : ''}${quoted(column.name)}`;
    const written = writeCondition(named, this.writer, this.index, bare);
    if (written.text.text === 'TRUE') return;
    if (written.parts.size > 0) {
      this.judge(named, written);
    } else if (condition.isTransition) {
      this.holdings.set(name, 'trigger');
      this.ask(table, 'AFTER UPDATE', named, `(${this.inTrigger(named)}) IS NOT TRUE`);
    } else if (written.holdsQuery) {
      this.holdings.set(name, 'trigger');
      const time = condition.isShape ? 'BEFORE' : 'AFTER';
      const test = `(${this.inTrigger(named)}) IS NOT TRUE`;
      this.ask(table, `${time} INSERT`, named, test);
      this.ask(table, `${time} UPDATE`, named, test);
    } else {
      this.holdings.set(name, 'check');
      const lines = this.checks.get(table) ?? [];
      this.checks.set(table, lines);
      const text = mustBeTrue(named, written) ? `(${written.text.text}) IS TRUE` : written.text.text;
      lines.push({ element, text: `CONSTRAINT ${quoted(name)} CHECK (${text})` });
    }
  }

  private inTrigger(named: NamedCondition): string {
    const reference: Reference = (column, isOld) => `${isOld ? 'OLD' : 'NEW'}.${quoted(column.name)}`;
    return writeCondition(named, this.writer, this.index, reference).text.text;
  }

  private ask(table: Table, when: When, { name, condition }: NamedCondition, test: string): void {
    const key = `${table.name} ${when}`;
    const lines = this.triggers.get(key) ?? [];
    this.triggers.set(key, lines);
    const problem = textLiteral(`${name}: ${commentText(oneLine(condition.message))}`);
    lines.push({ element: condition.element, text: `  SELECT RAISE(ABORT, ${problem})\n  WHERE ${test};` });
  }

  /** What reads rows of parts is asked whenever one of them changes, of a view that holds the broken rows. */
  private judge(named: NamedCondition, { parts }: Written): void {
    const { name, condition } = named;
    const { table, element } = condition;
    if (condition.isTransition) {
      throw new NotExpressible(
        'reads entities and the state before a change, of which SQLite sees one at a time',
      );
    }
    const alias = quoted(table.name);
    const reference: Reference = (column) => `${alias}.${quoted(column.name)}`;
    const { text } = writeCondition(named, this.writer, this.index, reference);
    const wanted = `broken_${name}`;
    const view = quoted(this.layout.names.give(wanted, wanted));
    const keys = table.key.map((column) => `${alias}.${quoted(column.name)}`).join(', ');
    this.views.push(
      one(
        element,
        `CREATE VIEW ${view} AS\n  SELECT ${keys} FROM ${alias} WHERE (${text.text}) IS NOT TRUE;`,
      ),
    );
    this.holdings.set(name, 'trigger');
    const is = (changed: Table, row: 'NEW' | 'OLD'): string =>
      table.key
        .map((column, at) => `${quoted(column.name)} = ${row}.${quoted(changed.key[at]?.name ?? '')}`)
        .join(' AND ');
    const asked = (changed: Table, rows: readonly ('NEW' | 'OLD')[]): string =>
      `EXISTS (SELECT 1 FROM ${view} WHERE ${rows.map((row) => is(changed, row)).join(' OR ')})`;
    this.ask(table, 'AFTER INSERT', named, asked(table, ['NEW']));
    this.ask(table, 'AFTER UPDATE', named, asked(table, ['NEW']));
    for (const part of this.layout.tables.filter((other) => parts.has(other))) {
      this.ask(part, 'AFTER INSERT', named, asked(part, ['NEW']));
      this.ask(part, 'AFTER UPDATE', named, asked(part, ['OLD', 'NEW']));
      this.ask(part, 'AFTER DELETE', named, asked(part, ['OLD']));
    }
  }

  private triggersOf(table: Table): readonly Statement[] {
    return moments.flatMap((when) => {
      const lines = this.triggers.get(`${table.name} ${when}`);
      if (!lines) return [];
      const wanted = `${table.name}_${when.toLowerCase().replace(' ', '_')}`;
      const name = quoted(this.layout.names.give(wanted, wanted));
      const { id } = table.element;
      return [
        {
          element: id,
          lines: [
            { element: id, text: `CREATE TRIGGER ${name} ${when} ON ${quoted(table.name)} BEGIN` },
            ...lines,
            { element: id, text: 'END;' },
          ],
        },
      ];
    });
  }

  private table(table: Table): readonly Statement[] {
    const { element } = table;
    const members: readonly (StatementLine & { readonly doc?: string | undefined })[] = [
      ...table.columns.map((column) => ({
        element: column.element.id,
        text: this.column(column),
        doc: column.use === 'field' ? column.element.doc : undefined,
      })),
      { element: element.id, text: `PRIMARY KEY (${columnList(table.key)})` },
      ...this.parentKey(table),
      ...this.uniques
        .filter((unique) => unique.table === table && unique.columns !== undefined)
        .map(({ name, columns, element: id }) => ({
          element: id,
          text: `CONSTRAINT ${quoted(name)} UNIQUE (${columnList(columns ?? [])})`,
        })),
      ...(this.checks.get(table) ?? []),
    ];
    const doc = table.structure.doc ?? (element.kind === 'field' ? element.doc : undefined);
    const create: Statement = {
      element: element.id,
      lines: [
        { element: element.id, text: `${comment(doc, '')}CREATE TABLE ${quoted(table.name)} (` },
        ...members.map(({ element: id, text, doc: note }, position) => ({
          element: id,
          text: `${comment(note, '  ')}  ${text}${position === members.length - 1 ? '' : ','}`,
        })),
        { element: element.id, text: ') STRICT, WITHOUT ROWID;' },
      ],
    };
    return [create, ...this.indexes(table)];
  }

  private column(column: Column): string {
    const nullable = column.optional ? '' : ' NOT NULL';
    return `${quoted(column.name)} ${sqliteType(column)}${nullable}${this.fallback(column)}`;
  }

  private fallback(column: Column): string {
    if (column.default === undefined) return '';
    return ` DEFAULT ${this.constant(column.default, column)}`;
  }

  private constant(value: JsonValue, { scalar, type }: Column): string {
    if (typeof value === 'object') return sqliteText(JSON.stringify(value)).text;
    // A column holds a decimal as it is spelled, and not its units.
    if (typeof value === 'string') return sqliteText(value).text;
    const sinks = { query: () => {}, nullable: () => {}, parts: () => {} };
    const compiler = new Compiler(this.index, this.writer.dialect(sinks.query), sinks);
    return compiler.constant(value, type, scalar === 'json' ? scalarOf(this.index, type) : scalar).text;
  }

  private parentKey(table: Table): readonly StatementLine[] {
    const { parent, element } = table;
    if (!parent) return [];
    const own = columnList(table.key.slice(0, parent.key.length));
    const target = `${quoted(parent.name)} (${columnList(parent.key)})`;
    const text = `FOREIGN KEY (${own}) REFERENCES ${target} ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED`;
    return [{ element: element.id, text }];
  }

  private indexes(table: Table): readonly Statement[] {
    return this.uniques
      .filter((unique) => unique.table === table && unique.columns === undefined)
      .map(({ name, element, terms }) => {
        const texts = terms(
          this.writer.dialect(() => {}),
          this.index,
        ).map((text) => `(${text})`);
        return one(
          element,
          `CREATE UNIQUE INDEX ${quoted(name)} ON ${quoted(table.name)} (${texts.join(', ')});`,
        );
      });
  }

  /** The patterns that GLOB cannot say, as automata. */
  private patternTable(): readonly Statement[] {
    const { id } = this.layout.context;
    if (this.patterns.size === 0) return [];
    const sorted = [...this.patterns].toSorted(([, left], [, right]) => left.number - right.number);
    const inserts = sorted.map(([source, { number, steps }]) => {
      const rows = steps.map(
        ({ state, low, high, next }) => `(${number}, ${state}, ${low ?? 'NULL'}, ${high ?? 'NULL'}, ${next})`,
      );
      const lines = Array.from({ length: Math.ceil(rows.length / 4) }, (_, at) =>
        rows.slice(at * 4, at * 4 + 4),
      );
      const values = lines.map((line) => `  ${line.join(', ')}`).join(',\n');
      return one(id, `${comment(`${number}: /${source}/`, '')}INSERT INTO pattern_step VALUES\n${values};`);
    });
    const table = [
      '-- Patterns: from a state to the next, by a character between two code points, or by none.',
      'CREATE TABLE pattern_step (',
      '  pattern INTEGER NOT NULL,',
      '  state INTEGER NOT NULL,',
      '  low INTEGER,',
      '  high INTEGER,',
      '  next INTEGER NOT NULL',
      ') STRICT;',
      'CREATE INDEX pattern_step_of_state ON pattern_step (pattern, state);',
    ];
    return [one(id, table.join('\n')), ...inserts];
  }
}

/** A comment that no text can end early. */
export function comment(text: string | undefined, indent: string): string {
  if (text === undefined || text.trim() === '') return '';
  const lines = text
    .split(/[\n\r\u0085\u2028\u2029]/)
    .map((line) => commentText(line.replaceAll('\t', ' ')).trimEnd());
  return lines.map((line) => `${indent}-- ${line}`.trimEnd() + '\n').join('');
}
