import { generatedNotice } from '../core/notice.ts';
import { constant, expectation, importText, object, rowsView, text } from './lay-out.ts';
import { lineWidth, printKey, printValue, quote } from './print-value.ts';
import type { ServiceFile, WorldMember } from './psm.ts';

/** Everything of a file of a service as text that is laid out. */
export function serviceView(file: ServiceFile): object {
  const { element, symbols, states, failures } = file;
  const begin = `runSaga(context(), (saga) => ${symbols.run}(input as ${symbols.input}, world, saga))`;
  const fits = '  const outcome = await ;'.length + begin.length <= lineWidth;
  return {
    notice: generatedNotice(file.origin),
    element,
    imports: file.imports.map(importText),
    title: quote(file.name),
    input: constant('input: unknown', file.input, 0),
    states: states.map(({ element: about, name, type, value }) => ({
      element: about,
      text: constant(type === undefined ? name : `${name}: ${type}`, value, 0),
    })),
    answers: constant('answers: Readonly<Record<string, unknown>>', file.answers, 0),
    outcome: expectation('outcome', 'toEqual', file.outcome, 4),
    calls: expectation('calls', 'toEqual', file.calls, 4),
    failures: rowsView(
      failures.map(({ failing, error, undone }) => ({ element, cells: [text(failing), error, undone] })),
    ),
    failed: expectation(
      'outcome',
      'toEqual',
      object(['ok', { kind: 'scalar', value: false }], ['error', { kind: 'name', name: 'error' }]),
      4,
    ),
    members: file.members.flatMap(memberLines),
    aggregates: file.members.some(({ kind }) => kind === 'aggregates'),
    checks: file.members.some(({ kind }) => kind === 'aggregates' || kind === 'publish'),
    world: symbols.world,
    begin: fits
      ? `const outcome = await ${begin};`
      : `const outcome = await runSaga(context(), (saga) =>\n    ${symbols.run}(input as ${symbols.input}, world, saga),\n  );`,
    moment: quote(file.moment),
    caller: quote(file.caller),
  };
}

function memberLines(member: WorldMember): readonly { readonly element: string; readonly text: string }[] {
  const { element } = member;
  const lines = linesOf(member);
  return lines.map((line) => ({ element, text: `    ${line}` }));
}

function linesOf(member: WorldMember): readonly string[] {
  const key = printKey(member.name);
  switch (member.kind) {
    case 'aggregates':
      return [`${key}: aggregates(${member.state}),`];
    case 'port':
      return [
        `${key}: {`,
        ...member.operations.map(
          (name) => `  ${printKey(name)}: (...given: unknown[]) => asked(${quote(name)}, ...given),`,
        ),
        '},',
      ];
    case 'query':
      return [`${key}: async () => answers[${quote(member.query)}],`];
    case 'publish':
      return ['publish: (event: Message, data: unknown) => asked(event.type, checked(event, data)),'];
    case 'byHand': {
      const head = 'byHand: ';
      return [`${head}${printValue(member.value, { depth: 4, before: head.length, after: 1 })},`];
    }
  }
}
