import { constant, expectation, named, object, outcomeOf, rowsView, scalar, text } from './lay-out.ts';
import { quote } from './print-value.ts';
import type { AcceptedRow, RefusedRow, TestValue } from './psm.ts';

/** A table where there are several rows, a plain test for a single one. */
export function tableView<Row extends AcceptedRow>(
  rows: readonly Row[],
  verb: string,
  further: (row: Row) => readonly TestValue[],
  expect: string,
): object {
  return {
    expect,
    rows:
      rows.length > 1
        ? rowsView(
            rows.map((row) => ({
              element: row.element,
              cells: [text(row.title), row.value, ...further(row)],
            })),
          )
        : [],
    single:
      rows.length === 1
        ? rows.map((row) => ({
            element: row.element,
            title: quote(`${verb} ${row.title}`),
            input: constant('input', row.value, 4),
            refusal: constant('refusal', object(...refusalMembers(row)), 4),
          }))
        : [],
  };
}

function refusalMembers(row: AcceptedRow | RefusedRow): readonly (readonly [string, TestValue])[] {
  if (!('path' in row)) return [];
  const { path, constraint, rule } = row;
  return [
    ['path', text(path)],
    ['constraint', text(constraint)],
    ...(rule === undefined ? [] : [['rule', text(rule)] as const]),
  ];
}

/** What is refused, by its shape or by a rule: each table tells what refuses it in its last column. */
export function refusedView(symbol: string, rows: readonly RefusedRow[], isRule: boolean): object {
  // The cells have the names of the members, which shorthand says once.
  const refusal = isRule
    ? object(['path', named('path')], ['constraint', text('rule')], ['rule', named('rule')])
    : object(['path', named('path')], ['constraint', named('constraint')]);
  const outcome = object(['ok', scalar(false)], ['error', { kind: 'list', items: [refusal] }]);
  const last = (row: RefusedRow): TestValue => text(isRule ? (row.rule ?? '') : row.constraint);
  return {
    ...tableView(
      rows,
      'refuses',
      (row) => [text(row.path), last(row)],
      expectation(`${symbol}.parse(input)`, 'toMatchObject', outcome, 4),
    ),
    expectSingle: expectation(`${symbol}.parse(input)`, 'toMatchObject', outcomeOf('refusal'), 4),
  };
}
