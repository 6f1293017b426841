import { words } from '../../generators/core/naming.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import type { Element } from '../../pim/model.ts';
import { childElements, type ModelIndex } from '../../pim/model-index.ts';
import type { DeclaredLine } from './declared-in-documents.ts';

/**
 * What a script declares, found by reading its lines: tables, their columns, and the constraints and triggers
 * that are called like a rule.
 */
export function declaredInSql({ content }: OutputFile, index: ModelIndex): readonly DeclaredLine[] {
  const elements = descendants(index.model);
  const named = (name: string, kinds: readonly Element['kind'][]): readonly string[] =>
    elements
      .filter((one) => kinds.includes(one.kind) && isSuffix(words(one.name).join('_'), name))
      .map(({ id }) => id);
  let isInside = false;
  return content.split('\n').flatMap((text, at): readonly DeclaredLine[] => {
    const line = at + 1;
    if (text.startsWith(')')) isInside = false;
    const found = (what: string, ids: readonly string[]): readonly DeclaredLine[] =>
      ids.length === 0 ? [] : [{ line, what, elements: ids }];
    const table = /^CREATE TABLE (?:\w+\.)?"?(\w+)"? \($/.exec(text)?.[1];
    if (table !== undefined && table !== 'pattern_step') {
      isInside = true;
      return found(`table ${table}`, named(table, ['aggregate', 'field']));
    }
    // What a rule is held with has tables too, of which no element is declared.
    if (!isInside) return [];
    const column =
      /^ {2}"?(\w+)"? (?:text|bigint|boolean|numeric|uuid|jsonb|date|timestamptz|double precision|TEXT|INTEGER|REAL)\b/.exec(
        text,
      )?.[1];
    if (column !== undefined && column !== 'list_position')
      return found(`column ${column}`, named(column, ['field']));
    return [];
  });
}

/** A name may have those of what it lies in before it, and a number behind it that tells it from another. */
function isSuffix(own: string, name: string): boolean {
  const plain = name.replace(/_[0-9a-f]{8}$/, '');
  return [name, plain].some((one) => one === own || one.endsWith(`_${own}`));
}

function descendants(element: Element): readonly Element[] {
  return childElements(element).flatMap((child) => [child, ...descendants(child)]);
}
