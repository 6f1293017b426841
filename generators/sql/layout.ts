import { defaultOf } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { Aggregate, Context, Entity, Field, Structure } from '../../pim/model.ts';
import {
  aggregatesOf,
  type ModelIndex,
  storedFieldsOf,
  storedType,
  structureOfType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { NameSpace, snakeCase } from './identifiers.ts';

/**
 * Where everything of a context lies. A field is a column if its value is one scalar; the fields of a value
 * that is always there are columns of its holder; entities in a list have a table of their own; all else (what
 * may be missing, is repeated, has several shapes, or holds itself) is one column of JSON.
 */
export interface Layout {
  readonly context: Context;
  /** The PostgreSQL schema. */
  readonly schema: string;
  /** In the order of the source, each right after what it is a part of. */
  readonly tables: readonly Table[];
  /** Names of everything else in the schema. */
  readonly names: NameSpace;
}

export interface Table {
  readonly name: string;
  readonly structure: Aggregate | Entity;
  /** The aggregate, or the field that holds the entities. */
  readonly element: Aggregate | Field;
  readonly root: Aggregate;
  /** Parts of an aggregate, an entity's own parts: whose row this is of. */
  readonly parent?: Table;
  /** JSON pointer into an instance of the aggregate; `*` stands for any item. */
  readonly path: string;
  /** Those of the parent's key first. */
  readonly columns: readonly Column[];
  /** The primary key: that of the parent, then the id. */
  readonly key: readonly Column[];
  /** Where the fields of the structure lie, by their names on the way, joined by dots. */
  readonly places: ReadonlyMap<string, Place>;
}

export type Place =
  | { readonly kind: 'column'; readonly column: Column }
  | { readonly kind: 'structure'; readonly structure: Structure }
  | { readonly kind: 'table'; readonly table: Table };

export interface Column {
  readonly name: string;
  readonly element: Field;
  readonly use: 'field' | 'parent key' | 'position';
  readonly type: Type;
  readonly scalar: Scalar;
  readonly optional: boolean;
  readonly generated: boolean;
  readonly default?: JsonValue;
  /** JSON pointer into an instance of the aggregate. */
  readonly path: string;
}

/** What a column holds; JSON is everything that is no scalar. */
export type Scalar =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'text'
  | 'uuid'
  | 'date'
  | 'dateTime'
  | 'json';

export function scalarOf(index: ModelIndex, type: Type): Scalar {
  const stored = storedType(index, type);
  switch (stored.kind) {
    case 'boolean':
    case 'number':
    case 'decimal':
    case 'integer':
    case 'date':
    case 'dateTime':
      return stored.kind;
    case 'duration':
      return 'integer';
    case 'format':
      return stored.format === 'Uuid' ? 'uuid' : 'text';
    case 'string':
    case 'cidr':
    case 'caller':
      return 'text';
    case 'named':
      return index.get(stored.id)?.kind === 'enum' ? 'text' : 'json';
    default:
      return 'json';
  }
}

export function layoutOf(context: Context, schema: string, index: ModelIndex): Layout {
  const names = new NameSpace();
  const tables: Table[] = [];
  for (const aggregate of aggregatesOf(context)) {
    const seed = { structure: aggregate, element: aggregate, root: aggregate, path: '' };
    addTable(tables, { ...seed, name: names.give(snakeCase(aggregate.name), aggregate.id) }, names, index);
  }
  return { context, schema, tables, names };
}

type Seed = Pick<Table, 'name' | 'structure' | 'element' | 'root' | 'parent' | 'path'>;

function addTable(tables: Table[], seed: Seed, names: NameSpace, index: ModelIndex): Table {
  const columnNames = new NameSpace();
  const fields: Column[] = [];
  const own: Column[] = [];
  const places = new Map<string, Place>();
  const parts: (() => void)[] = [];
  const columns: Column[] = [];
  const key: Column[] = [];
  const table: Table = { ...seed, columns, key, places };
  tables.push(table);
  const visit = (structure: Structure, way: readonly string[], pointer: string): void => {
    for (const field of storedFieldsOf(structure)) {
      const fieldWay = [...way, field.name];
      const place = fieldWay.join('.');
      const path = `${pointer}/${field.name}`;
      const inner = inlined(field, index);
      const entity = entitiesOf(field, index);
      if (inner) {
        places.set(place, { kind: 'structure', structure: inner });
        visit(inner, fieldWay, path);
      } else if (entity) {
        parts.push(() => {
          const name = names.give(snakeCase(seed.name, ...fieldWay), `${seed.name} ${place}`);
          const { root } = seed;
          const part = { name, structure: entity, element: field, root, parent: table, path: `${path}/*` };
          places.set(place, { kind: 'table', table: addTable(tables, part, names, index) });
        });
      } else {
        const column = fieldColumn(columnNames.give(snakeCase(...fieldWay), place), field, path, index);
        fields.push(column);
        places.set(place, { kind: 'column', column });
        if (field.role === 'id' && structure === seed.structure) own.push(column);
      }
    }
  };
  visit(seed.structure, [], seed.path);
  const inherited = parentKey(seed.parent, columnNames);
  columns.push(...inherited, ...fields);
  if (seed.parent && seed.element.kind === 'field') {
    columns.push(positionColumn(columnNames, seed.element, seed.path));
  }
  key.push(...inherited, ...own);
  for (const add of parts) add();
  return table;
}

/** The key of the row that rows are parts of, under names that say whose it is. */
function parentKey(parent: Table | undefined, names: NameSpace): readonly Column[] {
  return (parent?.key ?? []).map((column) => {
    const owner = snakeCase(parent?.structure.name ?? '');
    const isTold = column.use === 'parent key' || column.name.startsWith(`${owner}_`);
    const wanted = isTold ? column.name : `${owner}_${column.name}`;
    return { ...column, name: names.give(wanted, `of ${wanted}`), use: 'parent key', generated: false };
  });
}

function fieldColumn(name: string, field: Field, path: string, index: ModelIndex): Column {
  const fallback = defaultOf(index, field);
  return {
    name,
    element: field,
    use: 'field',
    type: field.type,
    scalar: scalarOf(index, field.type),
    optional: field.optional,
    generated: field.generated,
    ...(fallback === undefined ? {} : { default: fallback }),
    path,
  };
}

/** A list has an order, rows have none. */
function positionColumn(names: NameSpace, element: Field, path: string): Column {
  return {
    name: names.give('list_position', 'list_position'),
    element,
    use: 'position',
    type: { kind: 'integer', range: { min: 0 } },
    scalar: 'integer',
    optional: false,
    generated: false,
    path,
  };
}

/** The structure whose fields are columns of the holder. */
function inlined(field: Field, index: ModelIndex): Structure | undefined {
  if (field.optional) return undefined;
  const structure = structureOfType(index, storedType(index, field.type));
  if (structure?.kind === 'value') return structure.depth === undefined ? structure : undefined;
  return structure?.kind === 'entity' ? structure : undefined;
}

/** What the rows of a table of its own are. */
function entitiesOf(field: Field, index: ModelIndex): Entity | undefined {
  const stored = storedType(index, field.type);
  if (field.optional || stored.kind !== 'list') return undefined;
  const structure = structureOfType(index, stored.element);
  return structure?.kind === 'entity' ? structure : undefined;
}
