import { generatedNotice } from '../core/notice.ts';
import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import { behaviourView } from './behaviour-view.ts';
import { functionsView } from './functions-view.ts';
import {
  constant,
  expectation,
  importText,
  named,
  noteView,
  object,
  outcomeOf,
  rowsView,
  scalar,
  text,
} from './lay-out.ts';
import { lineWidth, printValue, quote, textWidth } from './print-value.ts';
import type { RuleCase, RuleSuite, Suite, TestFile, TestsPsm, TestValue } from './psm.ts';
import { refusedView, tableView } from './refused-view.ts';
import { serviceView } from './service-view.ts';

export function emit(psm: TestsPsm, render: Render): readonly OutputFile[] {
  return [
    ...psm.files.map((file) => ({
      path: file.path,
      element: file.element,
      ...render('tests/suite', fileView(file)),
    })),
    ...psm.behaviours.map((file) => ({
      path: file.path,
      element: file.element,
      ...render('tests/behaviour', behaviourView(file)),
    })),
    ...psm.functions.map((file) => ({
      path: file.path,
      element: file.element,
      ...render('tests/functions', functionsView(file)),
    })),
    ...psm.services.map((file) => ({
      path: file.path,
      element: file.element,
      ...render('tests/service', serviceView(file)),
    })),
  ];
}

/** Everything as text that is laid out; the template has the tests around it. */
function fileView(file: TestFile): object {
  return {
    notice: generatedNotice(file.origin),
    element: file.element,
    imports: file.imports.map(importText),
    fixtures: file.fixtures.map(({ element, name, type, value }) => ({
      element,
      text: constant(type === undefined ? name : `${name}: ${type}`, value, 0),
    })),
    suites: file.suites.map(suiteView),
    reads: file.suites.some(({ asJson, examples }) => asJson && examples.length > 0),
  };
}

function suiteView(suite: Suite): object {
  const { symbol } = suite;
  const minimal = suite.examples[0]?.fixture ?? '';
  const read = suite.asJson ? `parsed(${symbol}, ` : `${symbol}.parse(`;
  const [onRule, onShape] = [true, false].map((isRule) =>
    suite.refused.filter(({ rule }) => (rule !== undefined) === isRule),
  );
  const accepts = object(['ok', scalar(true)]);
  return {
    element: suite.element,
    title: quote(suite.title),
    symbol,
    minimal,
    read,
    notes: suite.notes.map(noteView),
    literals: literalsView(suite),
    examples: suite.examples.map(({ title, fixture }) => ({
      title: quote(title),
      expect: expectation(
        `${read}${fixture})`,
        'toMatchObject',
        object(['ok', scalar(true)], ['value', named(fixture)]),
        4,
      ),
    })),
    accepted: tableView(
      suite.accepted,
      'accepts',
      () => [],
      expectation(`${symbol}.parse(input)`, 'toMatchObject', accepts, 4),
    ),
    refused: refusedView(symbol, onShape ?? [], false),
    refusedByRule: refusedView(symbol, onRule ?? [], true),
    defaults: {
      rows:
        suite.defaults.length > 1
          ? rowsView(
              suite.defaults.map(({ element, field, value }) => ({ element, cells: [text(field), value] })),
            )
          : [],
      single:
        suite.defaults.length === 1
          ? suite.defaults.map(({ element, field, value }) => ({
              element,
              title: quote(`takes its default for an absent or null ${field}`),
              absent: constant('absent', variation(minimal, field, { kind: 'absent' }), 4),
              none: constant('none', variation(minimal, field, { kind: 'scalar', value: null }), 4),
              outcome: constant(
                'outcome',
                object(['ok', scalar(true)], ['value', object([field, value])]),
                4,
              ),
            }))
          : [],
    },
    unknownMember: suite.unknownMember ?? '',
    rules: suite.rules.map((rule) => ruleView(symbol, rule)),
    change: changesOf(suite),
  };
}

/** How a state is changed: by the class, or by what follows the state where events alone change it. */
function changesOf({ symbol, state, rules }: Suite): object {
  const isChanged = rules.some(({ transition, cases }) => transition && cases.length > 0);
  const change =
    state === undefined
      ? 'outcome.value.change(changes)'
      : `${state}.follow(outcome.value, { ...outcome.value, ...changes })`;
  return { schema: state ?? symbol, heads: isChanged ? [change] : [] };
}

/** `it.each([…])('accepts %s', (literal) => {` where it fits on a line, else its list before it. */
function literalsView({ literals, element }: Suite): readonly object[] {
  if (literals.length === 0) return [];
  const rest = ")('accepts %s', (literal) => {";
  const list: TestValue = { kind: 'list', items: literals.map(text) };
  const flat = printValue(list, { depth: 2, before: 'it.each('.length, after: rest.length });
  return [
    flat.includes('\n')
      ? { element, list: 'literals', literals: constant('literals', list, 2) }
      : { element, list: flat, literals: '' },
  ];
}

function ruleView(symbol: string, suite: RuleSuite): object {
  const refusal = object(
    ['path', text('')],
    ['constraint', text('rule')],
    ['rule', text(suite.rule)],
    ['message', text(suite.message)],
  );
  const hasBroken = suite.cases.some(({ holds }) => !holds);
  return {
    element: suite.element,
    title: quote(suite.title),
    notes: suite.notes.map(noteView),
    refusal: hasBroken ? constant('refusal', refusal, 4) : '',
    cases: suite.cases.map((one, position) => caseView(symbol, one, hasBroken || position > 0)),
    isEmpty: suite.cases.length === 0,
  };
}

/** The whole case on one line if it fits, else with its values before it. */
function caseView(symbol: string, one: RuleCase, isLater: boolean): object {
  const outcome = one.holds ? object(['ok', scalar(true)]) : outcomeOf('refusal');
  const matcher = one.holds ? 'toMatchObject' : 'toEqual';
  const call = (input: string, changes: string): string =>
    one.changes === undefined ? `${symbol}.parse(${input})` : `change(${input}, ${changes})`;
  const [input, changes] = [one.value, one.changes].map((value) =>
    value ? printValue(value, { depth: 6, before: 0, after: 0 }) : '',
  );
  const short = expectation(call(input ?? '', changes ?? ''), matcher, outcome, 6);
  const fits = !short.includes('\n') && 6 + textWidth(short) <= lineWidth;
  const isNamed = one.value.kind === 'name';
  return {
    isLater,
    title: quote(one.title),
    input: fits || isNamed ? '' : constant('input', one.value, 6),
    changes: fits || !one.changes ? '' : constant('changes', one.changes, 6),
    expect: fits
      ? short
      : expectation(call(isNamed ? (input ?? '') : 'input', 'changes'), matcher, outcome, 6),
  };
}

/** `{ ...fixture, field: value }` */
function variation(fixture: string, field: string, value: TestValue): TestValue {
  return { kind: 'object', spread: fixture, members: [{ name: field, value }] };
}
