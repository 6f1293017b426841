import type { ModelIndex } from '../pim/model-index.ts';
import {
  accepted,
  type Engine,
  failed,
  jsonOfText,
  notRun,
  type Question,
  type Reason,
  rejected,
  type Verdict,
} from './engine.ts';
import { hasOddJson } from './json-places.ts';
import type { MakeOutput } from './make-output.ts';
import { rowsOf, type SqlMap, type SqlRow } from './sql-rows.ts';

/** Why a database refuses a statement. */
export interface Refusal {
  readonly message: string;
  /** The name of the constraint, if it tells one. */
  readonly constraint?: string;
}

/** A database with the schema of one context. It keeps nothing of what it is asked. */
export interface SqlDatabase {
  /** Undefined if it takes the rows of a new aggregate, the aggregate's own first. */
  insert(rows: readonly SqlRow[]): Promise<Refusal | undefined>;
  change(before: readonly SqlRow[], rows: readonly SqlRow[]): Promise<Change>;
  close(): Promise<void>;
}

/** What comes of a change: the rows before may be refused themselves. */
export type Change = { readonly before: Refusal } | { readonly after: Refusal | undefined };

/** What the target made of a context for one dialect. */
export interface SqlSchema {
  readonly script: string;
  readonly map: SqlMap;
}

/** Opens a database with a schema; throws what it says if it does not take the script. */
export type OpenDatabase = (schema: SqlSchema) => Promise<SqlDatabase>;

interface SqlEngine extends Pick<Engine, 'id' | 'title' | 'exceptions'> {
  readonly dialect: 'postgresql' | 'sqlite';
  /** How to open databases, or why there are none. */
  source(): Promise<OpenDatabase | { readonly missing: string }>;
}

/** A question with the schema that it is about. */
interface Asked extends Question {
  readonly schema: SqlSchema;
}

/** A database with the scripts of the target `sql`: an instance becomes rows as the target's map says. */
export function sqlEngine(
  make: MakeOutput,
  { id, title, dialect, exceptions = [], source }: SqlEngine,
): Engine {
  const schemaOf = schemaReader(make, dialect);
  return {
    id,
    title,
    target: 'sql',
    dialect,
    exceptions: ['integer spelled otherwise', ...exceptions],
    judge: async (questions) => {
      const asked = questions.map((question): Asked | Verdict => {
        const schema = schemaOf(question);
        return typeof schema === 'string' ? notRun(schema) : { ...question, schema };
      });
      const batches = Map.groupBy(
        asked.filter((one) => 'schema' in one),
        ({ schema }) => schema,
      );
      const verdicts = new Map<Asked, Verdict>();
      if (batches.size > 0) {
        const open = await source();
        for (const [schema, batch] of batches) await judgeBatch(schema, batch, open, verdicts);
      }
      return asked.map((one) => ('schema' in one ? (verdicts.get(one) ?? unanswered(id)) : one));
    },
  };
}

function unanswered(id: string): never {
  throw new Error(`the engine \`${id}\` gave fewer answers than it was asked for`);
}

async function judgeBatch(
  schema: SqlSchema,
  batch: readonly Asked[],
  open: OpenDatabase | { readonly missing: string },
  verdicts: Map<Asked, Verdict>,
): Promise<void> {
  const opened = await openedWith(schema, open);
  if ('kind' in opened) {
    for (const one of batch) verdicts.set(one, opened);
    return;
  }
  try {
    for (const one of batch) verdicts.set(one, await judgeIn(opened, one));
  } finally {
    await opened.close();
  }
}

async function openedWith(
  schema: SqlSchema,
  open: OpenDatabase | { readonly missing: string },
): Promise<SqlDatabase | Verdict> {
  if ('missing' in open) return notRun(open.missing);
  try {
    return await open(schema);
  } catch (error) {
    return failed(`the script is refused: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function judgeIn(
  database: SqlDatabase,
  { index, subject, instance, old, schema: { map } }: Asked,
): Promise<Verdict> {
  if ([instance, old].some((one) => one !== undefined && hasOddJson(index, subject, jsonOfText(one))))
    return notRun('its JSON has U+0000 or half of a surrogate pair in a text, which no database keeps');
  const verdictOf = (refusal: Refusal | undefined): Verdict =>
    refusal === undefined ? accepted : rejected([reasonOf(refusal, map, index)]);
  if (old === undefined) {
    const rows = rowsOf(map, subject, instance);
    return rows ? verdictOf(await database.insert(rows)) : noRow;
  }
  // An update sets every column.
  const [before, rows] = [rowsOf(map, subject, old, index), rowsOf(map, subject, instance, index)];
  if (!before) return notRun('`old` cannot have been: no row could hold it');
  if (!rows) return noRow;
  const change = await database.change(before, rows);
  return 'before' in change
    ? notRun(`\`old\` cannot have been: ${reasonOf(change.before, map, index).message}`)
    : verdictOf(change.after);
}

const noRow = rejected([{ message: 'no row could hold it' }]);

function reasonOf({ message, constraint }: Refusal, map: SqlMap, index: ModelIndex): Reason {
  const known = map.constraints.find(({ name }) => name === constraint);
  const path = known && !known.path.includes('*') ? { path: known.path } : {};
  const rule = known && index.get(known.element);
  return {
    message: known?.message ?? message,
    ...path,
    ...(rule?.kind === 'rule' ? { rule: rule.id } : {}),
  };
}

/** Reads each schema once; in words why there is none. */
function schemaReader(
  make: MakeOutput,
  dialect: SqlEngine['dialect'],
): (question: Question) => SqlSchema | string {
  const read = new WeakMap<ModelIndex, Map<string, SqlSchema>>();
  return ({ index, subject }) => {
    if (index.get(subject)?.kind !== 'aggregate') return 'only an aggregate has a row of its own';
    const { files, symbols } = make(index, 'sql');
    const base = symbols.get(subject)?.from.replace(/\.postgresql\.sql$/, '');
    if (base === undefined) return 'nothing is generated for this type';
    const ofModel = read.get(index) ?? new Map<string, SqlSchema>();
    read.set(index, ofModel);
    const content = (end: string): string =>
      files.find(({ path }) => path === base + end)?.content ?? missingFile(base + end);
    const schema = ofModel.get(base) ?? {
      script: content(`.${dialect}.sql`),
      map: JSON.parse(content('.map.json')) as SqlMap,
    };
    ofModel.set(base, schema);
    return schema;
  };
}

function missingFile(path: string): never {
  throw new Error(`the target \`sql\` did not make \`${path}\``);
}
