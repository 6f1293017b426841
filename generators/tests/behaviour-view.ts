import { generatedNotice } from '../core/notice.ts';
import { constant, expectation, importText, named, noteView, object, rowsView, text } from './lay-out.ts';
import { lineWidth, printValue, quote, textWidth } from './print-value.ts';
import type { BehaviourCase, BehaviourFile, CommandSuite, IllegalMoves, TestValue } from './psm.ts';
import { refusedView } from './refused-view.ts';

/** Everything of a file of commands as text that is laid out. */
export function behaviourView(file: BehaviourFile): object {
  const { symbols, commands } = file;
  return {
    notice: generatedNotice(file.origin),
    element: file.element,
    imports: file.imports.map(importText),
    fixtures: file.states.map(({ element, name, value }) => ({ element, text: constant(name, value, 0) })),
    suites: commands.map((suite) => suiteView(symbols.root, suite)),
    ...symbols,
    context: symbols.context,
    begins: commands.some(({ cases, illegal }) => illegal.length > 0 || cases.some(({ given }) => given)),
    tells: commands.some(({ cases, illegal }) => cases.length + illegal.length > 0),
    hands: commands.some(({ cases, illegal }) => [...cases, ...illegal].some(({ byHand }) => byHand)),
    moment: quote(file.moment),
    caller: quote(file.caller),
  };
}

function suiteView(root: string, { element, title, notes, cases, illegal, limits }: CommandSuite): object {
  const isTested = cases.length + illegal.length > 0 || limits !== undefined;
  const [onRule, onShape] = [true, false].map((isRule) =>
    (limits?.refused ?? []).filter(({ rule }) => (rule !== undefined) === isRule),
  );
  const symbol = limits?.symbol ?? '';
  const isLater = cases.length + illegal.length + (limits?.fixtures.length ?? 0) > 0;
  return {
    element,
    title: quote(title),
    // Where nothing is tested, what is missing stands alone.
    notes: isTested ? notes.map(noteView) : [],
    remarks: isTested ? [] : notes.map(noteView),
    isTested,
    cases: cases.map((one, position) => behaviourCaseView(root, one, position > 0)),
    illegal: illegal.map((one, position) => illegalView(root, one, cases.length + position > 0)),
    fixtures: (limits?.fixtures ?? []).map(({ name, value }) => constant(name, value, 2)),
    isLimited: limits !== undefined && cases.length + illegal.length > 0,
    limits: [{ ...refusedView(symbol, onShape ?? [], false), isLater }],
    limitsByRule: [
      { ...refusedView(symbol, onRule ?? [], true), isLater: isLater || (onShape ?? []).length > 0 },
    ],
  };
}

/** A table of states. */
function illegalView(root: string, moves: IllegalMoves, isLater: boolean): object {
  const { element, field, event, method, input, byHand, rows } = moves;
  const outcome = object(
    ['kind', text('illegalMove')],
    ['field', text(field)],
    ['from', named('from')],
    ['event', text(event)],
  );
  const cells = rows.map(({ from, given }) => ({ element, cells: [text(from), given] }));
  const { call } = callView(root, { given: named('before'), method, input, byHand });
  return {
    element,
    isLater,
    title: quote(`is refused while ${field} is %s`),
    rows: rowsView(cells),
    byHand: byHand ? constant('byHand', byHand, 4) : '',
    call,
    expect: expectation('told(outcome)', 'toMatchObject', outcome, 4),
  };
}

function behaviourCaseView(root: string, one: BehaviourCase, isLater: boolean): object {
  const { element, title, outcome } = one;
  const expected = outcome.kind === 'accepted' ? 'toEqual' : 'toMatchObject';
  return {
    element,
    isLater,
    title: quote(title),
    ...callView(root, one),
    expect: expectation('told(outcome)', expected, outcome.value, 4),
  };
}

interface Sent {
  readonly given?: TestValue | undefined;
  readonly method: string;
  readonly input?: TestValue | undefined;
  readonly byHand?: TestValue | undefined;
}

/** The call on one line if it fits, else with what is given and what is sent before it. */
function callView(
  root: string,
  { given, input, method, byHand }: Sent,
): { before: string; byHand: string; call: string } {
  const head = 'const outcome = ';
  const context = byHand ? 'context(byHand)' : 'context()';
  const call = (from: string, data: string): string =>
    `${given ? `existing(${from})` : root}.${method}(${input ? `${data}, ` : ''}${context});`;
  const flat = (value: TestValue | undefined): string =>
    value ? printValue(value, { depth: 4, before: 0, after: 0 }) : '';
  const fits = (line: string): boolean => !line.includes('\n') && 4 + textWidth(line) <= lineWidth;
  const short = `${head}${call(flat(given), flat(input))}`;
  const isNamed = given?.kind === 'name';
  const before = fits(short) || !given || isNamed ? '' : constant('before', given, 4);
  const from = before === '' ? flat(given) : 'before';
  return {
    before,
    byHand: byHand ? constant('byHand', byHand, 4) : '',
    call: fits(short) ? short : `${head}${callText(call, from, input, context)}`,
  };
}

/** As Biome breaks a call: its object over several lines beside it where it is the only long one. */
function callText(
  call: (from: string, data: string) => string,
  from: string,
  input: TestValue | undefined,
  context: string,
): string {
  if (!input) return call(from, '');
  const flat = printValue(input, { depth: 6, before: 0, after: 1 });
  const one = call(from, printValue(input, { depth: 4, before: 0, after: 0 }));
  if (!one.includes('\n') && 4 + 'const outcome = '.length + textWidth(one) <= lineWidth) return one;
  const open = call(from, '').slice(0, -`(, ${context});`.length);
  return `${open}(\n      ${flat},\n      ${context},\n    );`;
}
