import type { ModelIndex } from '../../pim/model-index.ts';
import { quoted } from './identifiers.ts';
import type { Column, Layout, Table } from './layout.ts';
import { postgresqlText, textLiteral } from './piece.ts';
import {
  type EngineWriter,
  type NamedCondition,
  type Reference,
  type Written,
  writeCondition,
} from './place-conditions.ts';
import { columnList, postgresqlType } from './postgresql-text.ts';
import type { Statement } from './psm.ts';
import { one } from './script.ts';

export interface JudgementInput {
  readonly layout: Layout;
  readonly judged: readonly { readonly named: NamedCondition; readonly written: Written }[];
  readonly writer: EngineWriter;
  readonly index: ModelIndex;
  name(name: string): string;
  beforeName(table: Table): string;
  functionName(wanted: string): string;
}

/**
 * What reads rows of several tables is judged when a transaction ends, row by row of the table that it is
 * about, whose row is locked first: whoever changes parts of one aggregate waits for whoever else does.
 */
export function judgement(input: JudgementInput): readonly Statement[] {
  return input.layout.tables.flatMap((table) => {
    const own = input.judged.filter(({ named }) => named.condition.table === table);
    return own.length === 0 ? [] : new TableJudgement(input, table, own).statements();
  });
}

class TableJudgement {
  private readonly input: JudgementInput;
  private readonly table: Table;
  private readonly judged: JudgementInput['judged'];
  private readonly parts: readonly Table[];
  /** True if a rule reads what rows were. */
  private readonly keepsOld: boolean;
  /** The table that says which rows the transaction at hand has changed. */
  private readonly change: string;

  constructor(input: JudgementInput, table: Table, judged: JudgementInput['judged']) {
    this.input = input;
    this.table = table;
    this.judged = judged;
    const read = new Set(judged.flatMap(({ written }) => [...written.parts]));
    this.parts = input.layout.tables.filter((other) => read.has(other));
    this.keepsOld = judged.some(({ named }) => named.condition.isTransition);
    const change = `change_of_${table.name}`;
    this.change = this.keepsOld ? input.layout.names.give(change, change) : change;
  }

  statements(): readonly Statement[] {
    const { table } = this;
    const judge = this.input.functionName(`judge_${table.name}`);
    const judgeLater = [table, ...this.parts].flatMap((other) => this.later(other, judge));
    return [...(this.keepsOld ? this.beforeTables() : []), this.judge(judge), ...judgeLater];
  }

  private get element(): string {
    return this.table.element.id;
  }

  private matches(table: Table, alias: string, given: (position: number) => string): string {
    return this.table.key
      .map((_, position) => {
        const column = table.key[position];
        return `${alias}${quoted(column?.name ?? '')} = ${given(position)}`;
      })
      .join(' AND ');
  }

  private keyTypes(): string {
    return this.table.key.map(postgresqlType).join(', ');
  }

  private judge(name: string): Statement {
    const { table, input } = this;
    const alias = quoted(table.name);
    const parameter = (position: number): string => `$${position + 1}`;
    const row = `${input.name(table.name)} AS ${alias}`;
    const key = this.matches(table, `${alias}.`, parameter);
    const tests = this.judged.map(({ named }) => this.test(named, row, key));
    const body = ['BEGIN', `  PERFORM FROM ${row} WHERE ${key} FOR NO KEY UPDATE;`, ...tests, 'END'].join(
      '\n',
    );
    return one(
      this.element,
      `CREATE FUNCTION ${input.name(name)}(${this.keyTypes()}) RETURNS void LANGUAGE plpgsql AS ${dollarQuoted(body)};`,
    );
  }

  private test(named: NamedCondition, row: string, key: string): string {
    const { table, input } = this;
    const alias = quoted(table.name);
    const reference: Reference = (column, isOld) => `${isOld ? 'before_' : alias}.${quoted(column.name)}`;
    const { text } = writeCondition(named, input.writer, input.index, reference);
    const { condition, name } = named;
    const before = condition.isTransition
      ? ` JOIN ${input.name(input.beforeName(table))} AS before_ ON ${this.matches(table, 'before_.', (position) => `${alias}.${quoted(table.key[position]?.name ?? '')}`)}` +
        ` JOIN ${input.name(this.change)} AS change_ ON ${this.matches(table, 'change_.', (position) => `${alias}.${quoted(table.key[position]?.name ?? '')}`)} AND change_._transaction = pg_current_xact_id()`
      : '';
    return [
      `  IF EXISTS (SELECT FROM ${row}${before} WHERE ${key} AND (${text.text}) IS NOT TRUE) THEN`,
      "    RAISE EXCEPTION USING ERRCODE = 'check_violation',",
      `      SCHEMA = ${textLiteral(input.layout.schema)}, TABLE = ${textLiteral(table.name)},`,
      `      CONSTRAINT = ${textLiteral(name)},`,
      `      MESSAGE = ${postgresqlText(condition.message)};`,
      '  END IF;',
    ].join('\n');
  }

  /** A trigger that judges, when the transaction ends, the row that a changed row is, or is a part of. */
  private later(changed: Table, judge: string): readonly Statement[] {
    const { input, table } = this;
    const isOwn = changed === table;
    const name = input.functionName(
      isOwn ? `judge_${table.name}_later` : `judge_${table.name}_of_${changed.name}`,
    );
    const key = (row: string): string =>
      this.table.key.map((_, position) => `${row}.${quoted(changed.key[position]?.name ?? '')}`).join(', ');
    const call = (row: string): string => `PERFORM ${input.name(judge)}(${key(row)});`;
    const body = isOwn
      ? `BEGIN\n  ${call('NEW')}\n  RETURN NULL;\nEND`
      : [
          'BEGIN',
          `  IF TG_OP <> 'INSERT' THEN ${call('OLD')} END IF;`,
          `  IF TG_OP <> 'DELETE' THEN ${call('NEW')} END IF;`,
          '  RETURN NULL;',
          'END',
        ].join('\n');
    const events = isOwn ? 'INSERT OR UPDATE' : 'INSERT OR UPDATE OR DELETE';
    const element = changed.element.id;
    return [
      one(
        element,
        `CREATE FUNCTION ${input.name(name)}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuoted(body)};`,
      ),
      one(
        element,
        `CREATE CONSTRAINT TRIGGER ${quoted(name)}\n  AFTER ${events} ON ${input.name(changed.name)}\n  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ${input.name(name)}();`,
      ),
    ];
  }

  /** The rows of an aggregate as they were when a transaction first touched one of them. */
  private beforeTables(): readonly Statement[] {
    const { table, input, element } = this;
    const all = [table, ...this.parts];
    const change = input.name(this.change);
    const keep = input.functionName(`keep_${table.name}_before`);
    const parameter = (position: number): string => `$${position + 1}`;
    const forget = all.map(
      (other) =>
        `  DELETE FROM ${input.name(input.beforeName(other))} WHERE ${this.matches(other, '', parameter)};`,
    );
    const copy = all.map(
      (other) =>
        `  INSERT INTO ${input.name(input.beforeName(other))} SELECT * FROM ${input.name(other.name)} WHERE ${this.matches(other, '', parameter)};`,
    );
    const keepBody = [
      'BEGIN',
      `  PERFORM FROM ${input.name(table.name)} WHERE ${this.matches(table, '', parameter)} FOR NO KEY UPDATE;`,
      `  IF EXISTS (SELECT FROM ${change} WHERE ${this.matches(table, '', parameter)} AND _transaction = pg_current_xact_id()) THEN RETURN; END IF;`,
      `  DELETE FROM ${change} WHERE ${this.matches(table, '', parameter)};`,
      ...forget,
      `  INSERT INTO ${change} VALUES (${table.key.map((_, position) => parameter(position)).join(', ')}, pg_current_xact_id());`,
      ...copy,
      'END',
    ].join('\n');
    return [
      ...all.map((other) =>
        one(
          other.element.id,
          `-- What rows of ${other.name} were before the transaction at hand.\nCREATE UNLOGGED TABLE ${input.name(input.beforeName(other))} (LIKE ${input.name(other.name)}, PRIMARY KEY (${columnList(other.key)}));`,
        ),
      ),
      one(
        element,
        `CREATE UNLOGGED TABLE ${change} (\n  ${table.key.map((column) => `${quoted(column.name)} ${postgresqlType(column)} NOT NULL`).join(',\n  ')},\n  _transaction xid8 NOT NULL,\n  PRIMARY KEY (${columnList(table.key)})\n);`,
      ),
      one(
        element,
        `CREATE FUNCTION ${input.name(keep)}(${this.keyTypes()}) RETURNS void LANGUAGE plpgsql AS ${dollarQuoted(keepBody)};`,
      ),
      ...all.flatMap((other) => this.keeping(other, keep)),
    ];
  }

  private keeping(changed: Table, keep: string): readonly Statement[] {
    const { input, table } = this;
    const name = input.functionName(
      `keep_${table.name}_before_${changed === table ? 'change' : changed.name}`,
    );
    const key = (row: string): string =>
      table.key
        .map((_: Column, position) => `${row}.${quoted(changed.key[position]?.name ?? '')}`)
        .join(', ');
    const body = [
      'BEGIN',
      `  IF TG_OP <> 'INSERT' THEN PERFORM ${input.name(keep)}(${key('OLD')}); END IF;`,
      `  IF TG_OP <> 'DELETE' THEN PERFORM ${input.name(keep)}(${key('NEW')}); END IF;`,
      "  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;",
      'END',
    ].join('\n');
    const element = changed.element.id;
    return [
      one(
        element,
        `CREATE FUNCTION ${input.name(name)}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuoted(body)};`,
      ),
      one(
        element,
        `CREATE TRIGGER ${quoted(name)}\n  BEFORE INSERT OR UPDATE OR DELETE ON ${input.name(changed.name)}\n  FOR EACH ROW EXECUTE FUNCTION ${input.name(name)}();`,
      ),
    ];
  }
}

/** A body between marks that it does not hold. */
export function dollarQuoted(body: string): string {
  let tag = '$$';
  for (let turn = 1; body.includes(tag); turn += 1) tag = `$body${turn}$`;
  return `${tag}\n${body} ${tag}`;
}
