import type { Field, Structure } from '../../pim/model.ts';
import { type ModelIndex, storedType, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import type { Placement } from './placement.ts';
import type { ColumnType, CrdProblem, PrinterColumn } from './psm.ts';
import { columnHeading } from './resource-names.ts';

const age: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** The columns that the marks name, and the age, which `kubectl` drops as soon as there are others. */
export function printerColumns(
  names: readonly string[],
  placement: Placement,
  index: ModelIndex,
  problems: CrdProblem[],
): readonly PrinterColumn[] {
  const columns = names.flatMap((name) => {
    const column = printerColumn(name, placement, index);
    if ('kind' in column) {
      problems.push(column);
      return [];
    }
    return [column];
  });
  if (columns.length === 0 || columns.some((column) => column.name === age.name)) return columns;
  return [...columns, age];
}

function printerColumn(name: string, placement: Placement, index: ModelIndex): PrinterColumn | CrdProblem {
  const [first = '', ...rest] = name.split('.');
  let structure: Structure = placement.aggregate;
  let field = structure.fields.find((one) => one.name === first);
  if (!field) return unknownField(name, structure);
  const path = [...placement.pathOf(field)];
  const isStored = field.role !== 'derived' || placement.status.includes(field);
  for (const step of rest) {
    const inner = structureOfType(index, underlyingType(index, field.type));
    if (!inner) return { kind: 'column type', name, found: `\`${field.name}\` has no fields` };
    structure = inner;
    const next: Field | undefined = structure.fields.find((one) => one.name === step);
    if (!next) return unknownField(name, structure);
    if (next.role === 'derived') return { kind: 'column not stored', name };
    field = next;
    path.push(step);
  }
  if (!isStored) return { kind: 'column not stored', name };
  const type = columnType(field.type, index);
  if (!type) return { kind: 'column type', name, found: `\`${field.name}\` is more than one value` };
  return {
    name: columnHeading(name),
    type,
    jsonPath: path.map((step) => `.${step}`).join(''),
    ...(field.doc === undefined ? {} : { description: field.doc }),
  };
}

function unknownField(name: string, structure: Structure): CrdProblem {
  const candidates = structure.fields.map((field) => field.name);
  return { kind: 'unknown field', mark: 'columns', name, candidates };
}

/** Undefined for what does not fit into a table's cell. `date` shows how long ago: for a DateTime only. */
function columnType(type: Type, index: ModelIndex): ColumnType | undefined {
  const underlying = storedType(index, type);
  switch (underlying.kind) {
    case 'boolean':
    case 'integer':
    case 'number':
    case 'string':
      return underlying.kind;
    case 'format':
    case 'date':
      return 'string';
    case 'dateTime':
      return 'date';
    case 'named':
      return structureOfType(index, underlying) ? undefined : 'string';
    default:
      return undefined;
  }
}
