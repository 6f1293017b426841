import { generatedNotice } from '../core/notice.ts';
import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import { commentText, lineWidth, printRows, printValue, quote, textWidth } from './print-value.ts';
import type {
  AcceptedRow,
  BehaviourCase,
  BehaviourFile,
  Note,
  RefusedRow,
  RuleCase,
  RuleSuite,
  Suite,
  TestFile,
  TestImport,
  TestMember,
  TestsPsm,
  TestValue,
} from './psm.ts';

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

function behaviourView(file: BehaviourFile): object {
  const { symbols, commands } = file;
  return {
    notice: generatedNotice(file.origin),
    element: file.element,
    imports: file.imports.map(importText),
    fixtures: file.states.map(({ element, name, value }) => ({ element, text: constant(name, value, 0) })),
    suites: commands.map(({ element, title, notes, cases }) => ({
      element,
      title: quote(title),
      // Where nothing is tested, what is missing stands alone.
      notes: cases.length > 0 ? notes.map(noteView) : [],
      remarks: cases.length > 0 ? [] : notes.map(noteView),
      cases: cases.map((one, position) => behaviourCaseView(symbols.root, one, position > 0)),
    })),
    ...symbols,
    context: symbols.context,
    begins: commands.some(({ cases }) => cases.some(({ given }) => given)),
    tells: commands.some(({ cases }) => cases.length > 0),
    moment: quote(file.moment),
    caller: quote(file.caller),
  };
}

/** The call on one line if it fits, else with what is given and what is sent before it. */
function behaviourCaseView(root: string, one: BehaviourCase, isLater: boolean): object {
  const { given, input, method, outcome } = one;
  const head = 'const outcome = ';
  const call = (from: string, data: string): string =>
    `${given ? `existing(${from})` : root}.${method}(${input ? `${data}, ` : ''}context());`;
  const flat = (value: TestValue | undefined): string =>
    value ? printValue(value, { depth: 4, before: 0, after: 0 }) : '';
  const fits = (line: string): boolean => !line.includes('\n') && 4 + textWidth(line) <= lineWidth;
  const short = `${head}${call(flat(given), flat(input))}`;
  const isNamed = given?.kind === 'name';
  const before = fits(short) || !given || isNamed ? '' : constant('before', given, 4);
  const from = before === '' ? flat(given) : 'before';
  const expected = outcome.kind === 'accepted' ? 'toEqual' : 'toMatchObject';
  return {
    element: one.element,
    isLater,
    title: quote(one.title),
    before,
    call: fits(short) ? short : `${head}${callText(call, from, input)}`,
    expect: expectation('told(outcome)', expected, outcome.value, 4),
  };
}

/** As Biome breaks a call: its object over several lines beside it where it is the only long one. */
function callText(
  call: (from: string, data: string) => string,
  from: string,
  input: TestValue | undefined,
): string {
  if (!input) return call(from, '');
  const flat = printValue(input, { depth: 6, before: 0, after: 1 });
  const one = call(from, printValue(input, { depth: 4, before: 0, after: 0 }));
  if (!one.includes('\n') && 4 + 'const outcome = '.length + textWidth(one) <= lineWidth) return one;
  const open = call(from, '').replace(/\(, context\(\)\);$/, '');
  return `${open}(\n      ${flat},\n      context(),\n    );`;
}

/** On one line if it fits; a single name always stays there. */
function importText({ from, names }: TestImport): string {
  const areTypes = names.every(({ isType }) => isType);
  const all = names.map(({ exported, as, isType }) => {
    const name = as === undefined ? exported : `${exported} as ${as}`;
    return isType && !areTypes ? `type ${name}` : name;
  });
  const word = areTypes ? 'import type' : 'import';
  const flat = `${word} { ${all.join(', ')} } from ${quote(from)};`;
  if (all.length === 1 || flat.length <= lineWidth) return flat;
  return `${word} {\n${all.map((one) => `  ${one},\n`).join('')}} from ${quote(from)};`;
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

function noteView({ element, text: words }: Note): object {
  return { element, text: commentText(words) };
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

/** A table where there are several rows, a plain test for a single one. */
function tableView<Row extends AcceptedRow>(
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

function refusedView(symbol: string, rows: readonly RefusedRow[], isRule: boolean): object {
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

function outcomeOf(refusal: string): TestValue {
  return object(['ok', scalar(false)], ['error', { kind: 'list', items: [named(refusal)] }]);
}

function rowsView(
  rows: readonly { readonly element: string; readonly cells: readonly TestValue[] }[],
): readonly object[] {
  const printed = printRows(
    rows.map(({ cells }) => ({ kind: 'list', items: cells })),
    4,
  );
  return rows.map(({ element }, position) => ({ element, text: printed[position] ?? '' }));
}

/** `const name = value;`, its first line without indentation. */
function constant(variable: string, value: TestValue, depth: number): string {
  const head = `const ${variable} = `;
  const printed = printValue(value, { depth, before: head.length, after: 1 });
  const overflows = depth + head.length + textWidth(printed) + 1 > lineWidth;
  if (overflows && value.kind === 'text' && !printed.includes('\n')) {
    return `const ${variable} =\n${' '.repeat(depth + 2)}${printed};`;
  }
  return `${head}${printed};`;
}

/** `expect(subject).matcher(value);` */
function expectation(subject: string, matcher: string, value: TestValue, depth: number): string {
  const head = `expect(${subject}).${matcher}(`;
  if (depth + textWidth(head) + 1 <= lineWidth) {
    return `${head}${printValue(value, { depth, before: head.length, after: 2 })});`;
  }
  const indent = ' '.repeat(depth);
  const tail = `).${matcher}(`;
  return `expect(\n${indent}  ${subject},\n${indent}${tail}${printValue(value, { depth, before: tail.length, after: 2 })});`;
}

function text(value: string): TestValue {
  return { kind: 'text', parts: [{ text: value, times: 1 }] };
}

function scalar(value: boolean): TestValue {
  return { kind: 'scalar', value };
}

function named(value: string): TestValue {
  return { kind: 'name', name: value };
}

function object(...members: readonly (readonly [string, TestValue])[]): TestValue {
  return { kind: 'object', members: members.map(([key, value]): TestMember => ({ name: key, value })) };
}
