import type { Enforcement } from '../../generators/core/target.ts';
import type { PlaceLines } from '../../generators/core/traced-places.ts';
import type { Origin } from '../../pim/origin.ts';
import { counted } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import type { ElementFacts } from './element-facts.ts';
import type { GeneratedLine } from './explain-generated.ts';
import type { ModelLine, TracedElement } from './explain-model-line.ts';

type Row = readonly [label: string, text: string];

/** Where a line of a generated file comes from, for people. */
export function printGeneratedLine(line: GeneratedLine): string {
  const { file, target, state, place, element, marks } = line;
  const rule = element?.enforcement[0];
  return lines(
    `${printable(file)}:${line.line}`,
    ...table([
      ...(place ? [['lines', placeText(place)] as const] : []),
      ...(state === 'current' ? [] : [['state', states[state]] as const]),
      ...(element ? elementRows(element) : []),
      ['target', printable(`${target.id}: ${target.title}`)],
      ...(rule ? [['rule', enforcementText(rule)] as const] : []),
      ...marks.map((origin): Row => ['marks', originText(origin)]),
    ]),
  );
}

const states = {
  edited: 'edited by hand since it was generated',
  outdated: 'the model has changed since; `pimento generate` writes what it becomes now',
} as const;

/** What a line of a model becomes, for people. */
export function printModelLine({ file, line, elements, relation, marks }: ModelLine): string {
  const related = relation
    ? `  relates \`${printable(relation.upstream)}\` and \`${printable(relation.downstream)}\`, and lets pass what follows\n`
    : '';
  const head = `${printable(file)}:${line}`;
  if (marks) {
    const text = `Tells the target \`${printable(marks.target)}\` more about ${counted(marks.files.length, 'file')}:`;
    return lines(head, `  ${text}`, ...marks.files.map((one) => `    ${printable(one)}`));
  }
  if (elements.length === 0) return lines(head, '  Nothing comes from this line.');
  return `${head}\n${related}${elements.map((element) => printTracedElement(element)).join('\n')}`;
}

/** An element, where it is written and everything that it becomes, for people. */
export function printTracedElement(element: TracedElement): string {
  const files = new Set(element.outputs.map(({ file }) => file)).size;
  const becomes = [...new Set(element.outputs.map(({ target }) => target))].flatMap((target) => {
    const rule = element.enforcement.find((one) => one.target === target);
    return [
      `  ${printable(target)}${rule ? `: ${enforcementText(rule)}` : ''}`,
      ...element.outputs
        .filter((output) => output.target === target)
        .flatMap(({ file, places }) => places.map((place) => `    ${printable(file)}:${placeText(place)}`)),
    ];
  });
  const nowhere = element.enforcement.filter(({ target }) =>
    element.outputs.every((one) => one.target !== target),
  );
  return lines(
    ...table(elementRows(element)),
    files === 0 ? '  becomes nothing of its own' : `  becomes, in ${counted(files, 'file')}`,
    ...becomes.map((line) => `  ${line}`),
    ...nowhere.map((one) => `    ${printable(one.target)}: ${enforcementText(one)}`),
  );
}

function elementRows(element: ElementFacts): readonly Row[] {
  const [around] = element.within;
  const whole = around ? ` of the ${around.kind} \`${printable(around.name)}\`` : '';
  return [
    ['from', `the ${element.kind} \`${printable(element.name)}\`${whole}`],
    ['written', originText(element.origin)],
    ['', `${element.origin.start.line} | ${printable(element.line)}`],
    ...(element.doc ?? '').split('\n').map((text, at): Row => [at === 0 ? 'says' : '', printable(text)]),
    ['id', printable(element.id)],
  ].filter((row): row is Row => row[1] !== '');
}

/** `12`, or `12-15`, and which part of a document that is. */
function placeText({ start, end, pointer }: PlaceLines): string {
  const range = start === end ? `${start}` : `${start}-${end}`;
  return pointer === undefined
    ? range
    : `${range}  ${printable(pointer === '' ? '(the document)' : pointer)}`;
}

function enforcementText(enforcement: Enforcement): string {
  return enforcement.verdict === 'exact'
    ? 'enforced exactly'
    : `not enforceable here: ${printable(enforcement.reason)}`;
}

function originText({ file, start }: Origin): string {
  return `${printable(file)}:${start.line}:${start.column}`;
}

function table(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
