import type { JsonObject, JsonValue } from '../../pim/json.ts';
import { jsonObject } from '../../pim/json.ts';
import type { Context } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import { kebabCase } from '../core/naming.ts';
import { generatedNotice } from '../core/notice.ts';
import type { TransformInput } from '../core/target.ts';
import { NameSpace, snakeCase } from './identifiers.ts';
import { type Column, type Layout, layoutOf, type Table } from './layout.ts';
import { laidOut } from './piece.ts';
import { type NamedCondition, nameConditions } from './place-conditions.ts';
import { postgresqlScript } from './postgresql-script.ts';
import { postgresqlType } from './postgresql-text.ts';
import type { Engine, PlacedRule, SqlMap, SqlProblem, SqlPsm, SqlScript } from './psm.ts';
import type { EngineScript } from './script.ts';
import { sqliteScript, sqliteType } from './sqlite-script.ts';
import { tooDeepIn } from './too-deep.ts';
import { type Unique, uniquesOf } from './uniques.ts';

/** A schema for every context that has aggregates, in both engines. */
export function transform({ index, marks }: Pick<TransformInput, 'index' | 'marks'>): SqlPsm {
  const tooDeep = new Map(index.model.contexts.map((context) => [context, tooDeepIn(context, index)]));
  const contexts = placesOf(index.model.contexts, marks)
    .filter(({ context }) => tooDeep.get(context)?.length === 0)
    .map((place) => contextSchema(place, index));
  return {
    scripts: contexts.flatMap(({ scripts }) => scripts),
    maps: contexts.map(({ map }) => map),
    rules: contexts.flatMap(({ rules }) => rules),
    problems: clashes(index.model.contexts, marks),
    tooDeep: [...tooDeep.values()]
      .flat()
      .map(({ name, depth, nameOrigin }) => ({ name, depth, origin: nameOrigin })),
    tables: contexts.flatMap(({ layout, scripts }) =>
      layout.tables.map(({ structure, name }) => ({
        element: structure.id,
        name,
        path: scripts[0]?.path ?? '',
      })),
    ),
  };
}

/** Where a context lies: its schema, and how its files begin. */
interface ContextPlace {
  readonly context: Context;
  readonly schema: string;
  readonly file: string;
}

/** Names made of contexts' names are told apart where they come to one; a mark is taken as it is. */
function placesOf(contexts: readonly Context[], marks: TransformInput['marks']): readonly ContextPlace[] {
  const [schemas, files] = [new NameSpace(), new NameSpace()];
  for (const context of contexts) {
    const given = schemaMark(context, marks);
    if (given !== undefined) schemas.give(given, context.id);
  }
  return contexts
    .filter((context) => aggregatesOf(context).length > 0)
    .map((context) => ({
      context,
      schema: schemaMark(context, marks) ?? schemas.give(snakeCase(context.name), context.id),
      file: files.give(kebabCase(context.name), context.id),
    }));
}

function schemaMark({ id }: Context, marks: TransformInput['marks']): string | undefined {
  const given = marks.get(id)?.['schema'];
  return typeof given === 'string' ? given : undefined;
}

interface ContextSchema {
  readonly layout: Layout;
  readonly scripts: readonly SqlScript[];
  readonly map: SqlMap;
  readonly rules: readonly PlacedRule[];
}

function contextSchema({ context, schema, file }: ContextPlace, index: ModelIndex): ContextSchema {
  const layout = layoutOf(context, schema, index);
  const uniques = uniquesOf(layout, index);
  const conditions = nameConditions(layout, index);
  const made: readonly (readonly [Engine, EngineScript])[] = [
    ['postgresql', postgresqlScript(layout, conditions, uniques, index)],
    ['sqlite', sqliteScript(layout, conditions, uniques, index)],
  ];
  const folder = `sql/${file}`;
  const rules = conditions
    .filter(({ condition }) => condition.kind === 'rule' || condition.kind === 'lifecycle')
    .flatMap(({ name, condition }) =>
      made.map(([engine, { holdings }]): PlacedRule => {
        const holding = holdings.get(name);
        const reason = typeof holding === 'object' ? holding.reason : undefined;
        return { rule: condition.element, engine, ...(reason === undefined ? {} : { reason }) };
      }),
    );
  return {
    layout,
    scripts: made.map(([engine, { statements }]) => ({
      path: `${folder}.${engine}.sql`,
      engine,
      context: context.id,
      heading: [...headingOf(engine, context), ...unheldLines(engine, rules)],
      statements: statements.map(({ element, lines }) => ({
        element,
        lines: lines.map((line) => ({ element: line.element, text: laidOut(line.text) })),
      })),
    })),
    map: mapOf(`${folder}.map.json`, layout, conditions, uniques, new Map(made)),
    rules,
  };
}

/** A line for each rule that the script leaves to others. */
function unheldLines(engine: Engine, rules: readonly PlacedRule[]): readonly string[] {
  const lines = rules.flatMap(({ rule, engine: of, reason }) =>
    of === engine && reason !== undefined
      ? [`Not enforced by this script: ${rule}, because it ${reason}.`]
      : [],
  );
  return [...new Set(lines)];
}

function headingOf(engine: Engine, context: Context): readonly string[] {
  const notice = generatedNotice(context.nameOrigin);
  return engine === 'postgresql'
    ? [notice, 'PostgreSQL 14 or newer, in a database whose encoding is UTF-8.']
    : [
        notice,
        'SQLite 3.45 or newer. Every connection needs `PRAGMA foreign_keys = ON`.',
        'Rules that read entities are asked after each statement: insert the entities of a new aggregate first.',
      ];
}

/** Where everything lies, and what each constraint means. */
function mapOf(
  path: string,
  layout: Layout,
  conditions: readonly NamedCondition[],
  uniques: readonly Unique[],
  made: ReadonlyMap<Engine, EngineScript>,
): SqlMap {
  const trace: Record<string, string> = { '': layout.context.id };
  const tables = layout.tables.map((table, position) => {
    const at = pointer('tables', position);
    trace[at] = table.element.id;
    for (const [place, column] of table.columns.entries()) {
      trace[at + pointer('columns', place)] = column.element.id;
    }
    return tableEntry(table);
  });
  const entries = [
    ...conditions.flatMap((one) => conditionEntry(one, made)),
    ...uniques.map(({ name, table, element, message, path: way }) => ({
      element,
      entry: {
        name,
        table: table.name,
        element,
        kind: 'unique',
        message,
        path: way,
        postgresql: 'unique',
        sqlite: 'unique',
      },
    })),
  ];
  for (const [position, { element }] of entries.entries()) trace[pointer('constraints', position)] = element;
  const document: JsonObject = {
    $comment: generatedNotice(layout.context.nameOrigin),
    context: layout.context.id,
    schema: layout.schema,
    tables,
    constraints: entries.map(({ entry }) => entry),
  };
  return { path, context: layout.context.id, document, trace: trace satisfies PointerTrace };
}

function tableEntry({ name, element, path, parent, key, columns }: Table): JsonObject {
  return {
    name,
    element: element.id,
    path,
    ...(parent ? { parent: parent.name } : {}),
    key: key.map((column) => column.name),
    columns: columns.map(columnEntry),
  };
}

function columnEntry(column: Column): JsonObject {
  return {
    name: column.name,
    element: column.element.id,
    holds: column.use,
    path: column.path,
    postgresql: postgresqlType(column),
    sqlite: sqliteType(column),
  };
}

function conditionEntry(
  { name, condition }: NamedCondition,
  made: ReadonlyMap<Engine, EngineScript>,
): readonly { readonly element: string; readonly entry: JsonObject }[] {
  const held = [...made].flatMap(([engine, { holdings }]): readonly [string, JsonValue][] => {
    const holding = holdings.get(name);
    if (holding === undefined) return [];
    return [[engine, typeof holding === 'string' ? holding : { notEnforceable: holding.reason }]];
  });
  if (held.length === 0) return [];
  const { table, element, kind, message, path } = condition;
  const entry = { name, table: table.name, element, kind, message, path, ...jsonObject(held) };
  return [{ element, entry }];
}

/** Two contexts whose marks name one schema. */
function clashes(contexts: readonly Context[], marks: TransformInput['marks']): readonly SqlProblem[] {
  const first = new Map<string, Context>();
  return contexts.flatMap((context): readonly SqlProblem[] => {
    const schema = schemaMark(context, marks);
    if (schema === undefined) return [];
    const other = first.get(schema);
    if (!other) {
      first.set(schema, context);
      return [];
    }
    const about = { context: other.name, origin: other.nameOrigin };
    return [
      { kind: 'schema clash', schema, context: context.name, origin: context.nameOrigin, other: about },
    ];
  });
}
