import {
  type Alternative,
  type Context,
  type Declaration,
  type Element,
  type Entity,
  type Field,
  kebabCase,
  type ModelIndex,
  type TransformInput,
} from 'pimento/target';
import { defaultSeparator } from './marks.ts';
import type { DictionaryFile, DictionaryPsm, DictionaryRow } from './psm.ts';
import { limitsOf, typeName } from './type-words.ts';

/** Every decision is made here; what follows only prints. */
export function transform({ index, marks }: TransformInput): DictionaryPsm {
  return {
    files: index.model.contexts.map((context) => {
      const separator = marks.get(context.id)?.['separator'];
      return fileOf(context, typeof separator === 'string' ? separator : defaultSeparator, index);
    }),
  };
}

const header = ['Kind', 'Name', 'Part', 'Type', 'Limits', 'Required', 'Meaning'];

function fileOf(context: Context, separator: string, index: ModelIndex): DictionaryFile {
  return {
    path: `data-dictionary/${kebabCase(context.name) || context.name}.csv`,
    context: context.id,
    name: context.name,
    nameOrigin: context.nameOrigin,
    separator,
    rows: [
      { element: context.id, cells: header },
      ...context.declarations.flatMap((declaration) => rowsOf(declaration, index)),
    ],
  };
}

function rowsOf(
  declaration: Declaration | Entity | Alternative,
  index: ModelIndex,
): readonly DictionaryRow[] {
  const { kind, name } = declaration;
  switch (kind) {
    case 'type':
      return [
        row(declaration, [kind, name, '', typeName(declaration.base, index), limitsOf(declaration.base), '']),
      ];
    case 'enum':
      return [
        row(declaration, [kind, name, '', '', '', '']),
        ...declaration.literals.map((one) => row(one, [kind, name, one.name, one.wire, '', ''])),
      ];
    case 'union':
      return [
        row(declaration, [kind, name, '', '', '', '']),
        ...declaration.alternatives.flatMap((one) => rowsOf(one, index)),
      ];
    case 'value':
    case 'entity':
    case 'alternative':
      return structureRows(declaration, index);
    case 'aggregate':
      return [
        ...structureRows(declaration, index),
        ...declaration.entities.flatMap((one) => rowsOf(one, index)),
      ];
  }
}

function structureRows(
  structure: Extract<Element, { readonly fields: readonly Field[]; readonly rules: unknown }>,
  index: ModelIndex,
): readonly DictionaryRow[] {
  const { kind, name, fields } = structure;
  return [
    row(structure, [kind, name, '', '', '', '']),
    ...fields.map((field) =>
      row(field, [
        kind,
        name,
        field.name,
        typeName(field.type, index),
        limitsOf(field.type),
        requirement(field),
      ]),
    ),
  ];
}

function requirement({ role, optional, default: preset }: Field): string {
  if (role === 'derived') return 'computed';
  return optional || preset ? 'no' : 'yes';
}

function row(element: Element, cells: readonly string[]): DictionaryRow {
  return { element: element.id, cells: [...cells, element.doc ?? ''] };
}
