import type { Finder, Repository, SortKey } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { camelCase, pascalCase } from '../../core/naming.ts';
import { docOf } from '../doc-text.ts';
import { free } from '../module-names.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { outputType } from '../type-code.ts';
import { methodHead } from './transform-by-hand.ts';

/** A repository: an interface with a method for each way to find something. */
export function transformRepository(repository: Repository, scope: ModuleScope): readonly TsBlock[] {
  const { id: element, finders } = repository;
  const { names, plan, index } = scope;
  const { id = '' } = repository.aggregate;
  const aggregate = index.get(id);
  const { root } = plan.of(id);
  if (aggregate?.kind !== 'aggregate' || !root) throw new Error(`\`${element}\` is of no aggregate`);
  const type = names.symbolType(root);
  const identity = idFieldOf(aggregate);
  const idType = identity ? outputType(identity.type, scope) : 'string';
  const taken = new Set(['get']);
  const lines = finders.map((finder) => finderLine(finder, type, element, taken, scope));
  const { name } = plan.symbol(element, 'self');
  const head = `export interface ${name} extends ${names.runtimeType('Repository')}<${idType}, ${type}> {`;
  if (lines.length === 0) {
    return [{ element, lines: [textLine(element, `${head}}`, docOf(repository))] }];
  }
  return [{ element, lines: [textLine(element, head, docOf(repository)), ...lines, textLine(element, '}')] }];
}

function finderLine(
  { many, by, order }: Finder,
  type: string,
  element: string,
  taken: Set<string>,
  scope: ModuleScope,
): TsLine {
  const paths = by.map(pathNames);
  const conditions = paths.map((path) => path.map(pascalCase).join('')).join('And');
  const wanted = `find${many ? 'All' : ''}${conditions === '' ? '' : `By${conditions}`}`;
  const name = free(wanted, (one) => taken.has(one));
  taken.add(name);
  const own = new Set<string>();
  const parameters = by.map((path, position) => {
    const parameter = free(camelCase((paths[position] ?? []).join(' ')) || 'value', (one) => own.has(one));
    own.add(parameter);
    return `${parameter}: ${outputType(path.type, scope)}`;
  });
  const found = many ? `readonly ${type}[]` : `${type} | undefined`;
  return textLine(
    element,
    methodHead(name, parameters, `${scope.names.global('Promise')}<${found}>`),
    orderWords(order),
  );
}

function orderWords(order: readonly SortKey[]): string {
  if (order.length === 0) return '';
  const keys = order.map(
    ({ path, descending }) => `\`${pathNames(path).join('.')}\`${descending ? ', descending' : ''}`,
  );
  return `In the order of ${keys.join(', then of ')}.`;
}

/** The names on a path from an item. */
export function pathNames(path: Expression): readonly string[] {
  return path.kind === 'fieldAccess' ? [...pathNames(path.receiver), path.name] : [];
}
