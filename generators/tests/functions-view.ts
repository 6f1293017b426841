import { generatedNotice } from '../core/notice.ts';
import { constant, expectation, importText, noteView, rowsView, text } from './lay-out.ts';
import { quote } from './print-value.ts';
import type { FunctionFile, FunctionSuite, FunctionTable, TestValue } from './psm.ts';

/** Everything of a file of functions as text that is laid out. */
export function functionsView(file: FunctionFile): object {
  const { context, envelope, suites } = file;
  return {
    notice: generatedNotice(file.origin),
    element: file.element,
    imports: file.imports.map(importText),
    suites: suites.map(suiteView),
    contexts: context ? [{ moment: quote(context.moment), caller: quote(context.caller) }] : [],
    envelopes: envelope ? [constant('envelope', envelope, 2)] : [],
  };
}

function suiteView({ element, title, notes, tables }: FunctionSuite): object {
  return {
    element,
    title: quote(title),
    notes: tables.length > 0 ? notes.map(noteView) : [],
    remarks: tables.length > 0 ? [] : notes.map(noteView),
    isTested: tables.length > 0,
    tables: tables.map((table, position) => tableView(table, position > 0)),
  };
}

/** A table where there are several rows, a plain test for a single one. */
function tableView(
  { element, call, byHand, outcome, matcher, rows }: FunctionTable,
  isLater: boolean,
): object {
  const [only] = rows;
  const expect = (value: TestValue): string => expectation(`plain(${call})`, matcher, value, 4);
  const hand = byHand ? constant('byHand', byHand, 4) : '';
  if (rows.length === 1 && only) {
    return {
      element,
      isLater,
      byHand: hand,
      title: quote(only.title),
      input: /\binput\b/.test(call) ? constant('input: unknown', only.input, 4) : '',
      ...singleView(outcome, only.expected, expect),
      rows: [],
    };
  }
  const cells = rows.map(({ title, input, expected }) => ({
    element,
    cells: [text(title), input, expected],
  }));
  return { element, isLater, byHand: hand, rows: rowsView(cells), expect: expect(outcome) };
}

/** What is expected stands where it is compared if that is short. */
function singleView(
  outcome: TestValue,
  expected: TestValue,
  expect: (value: TestValue) => string,
): { readonly expected: string; readonly expect: string } {
  const isPlain = outcome.kind === 'name' && outcome.name === 'expected';
  const isShort = isPlain && expected.kind !== 'object' && expected.kind !== 'list';
  return isShort
    ? { expected: '', expect: expect(expected) }
    : { expected: constant('expected', expected, 4), expect: expect(outcome) };
}
