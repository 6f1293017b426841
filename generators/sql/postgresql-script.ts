import type { JsonValue } from '../../pim/json.ts';
import { fieldOf, type ModelIndex } from '../../pim/model-index.ts';
import { Compiler } from './compile.ts';
import { NotExpressible } from './dialect.ts';
import { NameSpace, quoted, snakeCase } from './identifiers.ts';
import { type Column, type Layout, scalarOf, type Table } from './layout.ts';
import { levels, piece, postgresqlText } from './piece.ts';
import {
  type EngineWriter,
  mustBeTrue,
  type NamedCondition,
  type Reference,
  type Written,
  writeCondition,
} from './place-conditions.ts';
import { postgresql } from './postgresql.ts';
import { type HelperName, helperDefinitions, helperNames } from './postgresql-helpers.ts';
import { judgement } from './postgresql-judgement.ts';
import { columnList, immutable, postgresqlType } from './postgresql-text.ts';
import type { Statement, StatementLine } from './psm.ts';
import { type EngineScript, type Holding, one } from './script.ts';
import { type Around, ShapeWriter } from './shape.ts';
import type { Unique } from './uniques.ts';

/** The statements that make the schema of a context in PostgreSQL. */
export function postgresqlScript(
  layout: Layout,
  conditions: readonly NamedCondition[],
  uniques: readonly Unique[],
  index: ModelIndex,
): EngineScript {
  return new PostgresqlScript(layout, conditions, uniques, index).script();
}

class PostgresqlScript {
  private readonly layout: Layout;
  private readonly conditions: readonly NamedCondition[];
  private readonly uniques: readonly Unique[];
  private readonly index: ModelIndex;
  private readonly helpers = new Set<HelperName>();
  private readonly functionNames = new NameSpace();
  private readonly shapes = new Map<string, string>();
  private readonly functions: Statement[] = [];
  private readonly holdings = new Map<string, Holding | { readonly reason: string }>();
  private readonly checks = new Map<Table, StatementLine[]>();
  private readonly triggers: Statement[] = [];
  private readonly comments: Statement[] = [];
  private readonly writer: EngineWriter;
  /** Tables of what rows were when a transaction began. */
  private readonly before = new Map<Table, string>();

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
    for (const name of [...helperNames, 'refuse']) this.functionNames.give(name, name);
    this.writer = {
      engine: 'postgresql',
      dialect: (query) => postgresql(layout.schema, (name) => this.helpers.add(name), query),
      shapeCall: (declaration, place, around) => this.shapeCall(declaration, place, around),
      tableName: (table, isOld) => this.name(isOld ? this.beforeName(table) : table.name),
    };
  }

  script(): EngineScript {
    const { schema, context } = this.layout;
    const judged: { named: NamedCondition; written: Written }[] = [];
    for (const named of this.conditions) this.place(named, judged);
    const tables = this.layout.tables.flatMap((table) => this.table(table));
    const judgements = judgement({
      layout: this.layout,
      judged,
      writer: this.writer,
      index: this.index,
      name: (name) => this.name(name),
      beforeName: (table) => this.beforeName(table),
      functionName: (wanted) => this.functionNames.give(wanted, wanted),
    });
    const needsRefusal = this.triggers.length > 0;
    return {
      statements: [
        one(context.id, `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)};`),
        ...helperDefinitions(this.helpers).map(({ name, definition }) =>
          one(context.id, `CREATE FUNCTION ${this.name(name)}${immutable(definition)};`),
        ),
        ...this.functions,
        ...(needsRefusal ? [one(context.id, this.refusal())] : []),
        ...tables,
        ...this.triggers,
        ...judgements,
        ...this.comments,
      ],
      holdings: this.holdings,
    };
  }

  private name(name: string): string {
    return `${quoted(this.layout.schema)}.${quoted(name)}`;
  }

  private beforeName(table: Table): string {
    const wanted = `before_${table.name}`;
    const name = this.before.get(table) ?? this.layout.names.give(wanted, wanted);
    this.before.set(table, name);
    return name;
  }

  private place(named: NamedCondition, judged: { named: NamedCondition; written: Written }[]): void {
    const { name, condition } = named;
    const bare: Reference = (column, isOld) => (isOld ? `OLD.${quoted(column.name)}` : quoted(column.name));
    let written: Written;
    try {
      written = writeCondition(named, this.writer, this.index, bare);
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      this.holdings.set(name, { reason: error.message });
      return;
    }
    if (written.text.text === 'TRUE') return;
    if (written.parts.size > 0) {
      judged.push({ named, written });
      this.holdings.set(name, 'deferred trigger');
      return;
    }
    if (condition.isTransition) {
      this.holdings.set(name, 'trigger');
      this.triggers.push(this.transition(named, written));
      return;
    }
    this.holdings.set(name, 'check');
    const lines = this.checks.get(condition.table) ?? [];
    this.checks.set(condition.table, lines);
    lines.push({
      element: condition.element,
      text: `CONSTRAINT ${quoted(name)} CHECK (${this.held(named, written)})`,
    });
    this.comment(named, `CONSTRAINT ${quoted(name)} ON ${this.name(condition.table.name)}`);
  }

  /** The condition as a CHECK may hold it: what holds a query is asked by a function. */
  private held(named: NamedCondition, written: Written): string {
    if (written.holdsQuery) {
      return `${this.asFunction(named, written, (column) => quoted(column.name))} IS TRUE`;
    }
    const isWhole = mustBeTrue(named, written);
    return isWhole ? `(${written.text.text}) IS TRUE` : written.text.text;
  }

  /** A function that answers the condition, and the call of it. */
  private asFunction(named: NamedCondition, written: Written, given: Reference): string {
    const parameters = new NameSpace();
    for (const taken of ['key', 'value']) parameters.give(taken, taken);
    const names = new Map(
      written.reads.map(({ column, isOld }) => {
        const wanted = isOld ? `old_${column.name}` : column.name;
        return [`${isOld} ${column.name}`, parameters.give(wanted, wanted)] as const;
      }),
    );
    const inside: Reference = (column, isOld) => quoted(names.get(`${isOld} ${column.name}`) ?? column.name);
    const body = writeCondition(named, this.writer, this.index, inside);
    const name = this.name(this.functionNames.give(named.name, named.name));
    const declared = written.reads.map(
      ({ column, isOld }) => `${inside(column, isOld)} ${postgresqlType(column)}`,
    );
    const definition = `(${declared.join(', ')}) RETURNS boolean\n  RETURN ${body.text.text}`;
    this.functions.push(one(named.condition.element, `CREATE FUNCTION ${name}${immutable(definition)};`));
    return `${name}(${written.reads.map(({ column, isOld }) => given(column, isOld)).join(', ')})`;
  }

  private transition(named: NamedCondition, written: Written): Statement {
    const { name, condition } = named;
    const given: Reference = (column, isOld) => `${isOld ? 'OLD' : 'NEW'}.${quoted(column.name)}`;
    const text = written.holdsQuery
      ? this.asFunction(named, written, given)
      : `(${writeCondition(named, this.writer, this.index, given).text.text})`;
    const lines = [
      `CREATE TRIGGER ${quoted(name)}`,
      `  AFTER UPDATE ON ${this.name(condition.table.name)} FOR EACH ROW`,
      `  WHEN (${text} IS NOT TRUE)`,
      `  EXECUTE FUNCTION ${this.name('refuse')}(${postgresqlText(name)}, ${postgresqlText(condition.message)});`,
    ];
    this.comment(named, `TRIGGER ${quoted(name)} ON ${this.name(condition.table.name)}`);
    return one(condition.element, lines.join('\n'));
  }

  /** What every trigger of a transition calls. */
  private refusal(): string {
    return `CREATE FUNCTION ${this.name('refuse')}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
    CONSTRAINT = TG_ARGV[0], MESSAGE = TG_ARGV[1];
END $$;`;
  }

  /** What a constraint means, where those who meet it will look. */
  private comment({ condition }: NamedCondition, what: string): void {
    if (condition.kind === 'type' || condition.kind === 'size') return;
    const text = `${condition.message} (${condition.element})`;
    this.comments.push(one(condition.element, `COMMENT ON ${what} IS ${postgresqlText(text)};`));
  }

  private table(table: Table): readonly Statement[] {
    const { element } = table;
    const lines: StatementLine[] = [
      ...table.columns.map((column) => ({ element: column.element.id, text: this.column(column) })),
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
    const create: Statement = {
      element: element.id,
      lines: [
        { element: element.id, text: `CREATE TABLE ${this.name(table.name)} (` },
        ...lines.map(({ element: id, text }, position) => ({
          element: id,
          text: `  ${text}${position === lines.length - 1 ? '' : ','}`,
        })),
        { element: element.id, text: ');' },
      ],
    };
    const doc = table.structure.doc ?? (element.kind === 'field' ? element.doc : undefined);
    const comments = [
      ...(doc === undefined
        ? []
        : [one(element.id, `COMMENT ON TABLE ${this.name(table.name)} IS ${postgresqlText(doc)};`)]),
      ...table.columns
        .filter(({ use, element: { doc: text } }) => use === 'field' && text !== undefined)
        .map(({ name, element: field }) =>
          one(
            field.id,
            `COMMENT ON COLUMN ${this.name(table.name)}.${quoted(name)} IS ${postgresqlText(field.doc ?? '')};`,
          ),
        ),
    ];
    return [create, ...this.indexes(table), ...comments];
  }

  private column(column: Column): string {
    const nullable = column.optional ? '' : ' NOT NULL';
    return `${quoted(column.name)} ${postgresqlType(column)}${nullable}${this.fallback(column)}`;
  }

  private fallback(column: Column): string {
    if (column.default === undefined) return '';
    return ` DEFAULT ${this.constant(column.default, column)}`;
  }

  private constant(value: JsonValue, { element, type }: Column): string {
    if (typeof value === 'object') return `${postgresqlText(JSON.stringify(value))}::jsonb`;
    const sinks = { query: () => {}, nullable: () => {}, parts: () => {} };
    const compiler = new Compiler(this.index, this.writer.dialect(sinks.query), sinks);
    return compiler.constant(value, fieldOf(this.index, element.id).type, scalarOf(this.index, type)).text;
  }

  private parentKey(table: Table): readonly StatementLine[] {
    const { parent, element } = table;
    if (!parent) return [];
    const own = table.key.slice(0, parent.key.length);
    return [
      {
        element: element.id,
        text: `FOREIGN KEY (${columnList(own)}) REFERENCES ${this.name(parent.name)} (${columnList(parent.key)}) ON DELETE CASCADE`,
      },
    ];
  }

  private indexes(table: Table): readonly Statement[] {
    const { dialect } = this.writer;
    const expressions = this.uniques.filter(
      (unique) => unique.table === table && unique.columns === undefined,
    );
    const leading = new Set(
      [
        table.key[0],
        ...this.uniques.filter((unique) => unique.table === table).map(({ columns }) => columns?.[0]),
      ].map((column) => column?.name),
    );
    return [
      ...expressions.map(({ name, element, terms }) => {
        const texts = terms(
          dialect(() => {}),
          this.index,
        ).map((text) => `(${text})`);
        return one(
          element,
          `CREATE UNIQUE INDEX ${quoted(name)} ON ${this.name(table.name)} (${texts.join(', ')});`,
        );
      }),
      ...table.columns
        .filter((column) => isReference(column, this.index) && !leading.has(column.name))
        .map((column) => {
          const name = this.layout.names.give(
            snakeCase(table.name, column.name, 'index'),
            `${table.name}.${column.name}`,
          );
          return one(
            column.element.id,
            `CREATE INDEX ${quoted(name)} ON ${this.name(table.name)} (${quoted(column.name)});`,
          );
        }),
    ];
  }

  /** A function that says whether JSON has the shape of a declaration. */
  private shapeCall(...[declaration, place, around]: Parameters<EngineWriter['shapeCall']>) {
    if (declaration.kind === 'type' || declaration.kind === 'enum') return undefined;
    const id = `${declaration.id} ${[...around].map((one_) => one_.join('=')).join(' ')}`;
    let name = this.shapes.get(id);
    if (name === undefined) {
      name = this.functionNames.give(snakeCase('is', declaration.name, ...depths(around)), id);
      this.shapes.set(id, name);
      const sinks = { query: () => {}, nullable: () => {}, parts: () => {} };
      const compiler = new Compiler(this.index, this.writer.dialect(sinks.query), sinks);
      const shapes = new ShapeWriter(compiler, this.writer.shapeCall);
      const body = shapes.declaredHere(declaration, { base: 'given', path: [], kind: 'value' }, around);
      const definition = `(given jsonb) RETURNS boolean\n  RETURN ${body.text}`;
      this.functions.push(one(declaration.id, `CREATE FUNCTION ${this.name(name)}${immutable(definition)};`));
    }
    const given = this.writer.dialect(() => {}).jsonValue(place);
    return piece(`${this.name(name)}(${given})`, levels.primary);
  }
}

function depths(around: Around): readonly string[] {
  return [...around.values()].filter((depth) => depth > 0).map((depth) => `in${depth}`);
}

function isReference({ type, use }: Column, index: ModelIndex): boolean {
  const stored = index.get(type.kind === 'named' ? type.id : '');
  return (
    use === 'field' &&
    (type.kind === 'reference' || (stored?.kind === 'type' && stored.base.kind === 'reference'))
  );
}
