import type { Element } from '../../pim/model.ts';
import { childElements } from '../../pim/model-index.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { valueOf } from '../arguments.ts';
import type { RunCommand } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { printable } from '../printable.ts';
import { readSources } from '../read-sources.ts';
import { traceElement } from '../tracing/explain-model-line.ts';
import { planModels } from '../tracing/plan-models.ts';
import { printTracedElement } from '../tracing/print-tracing.ts';
import { tracedElementJson } from '../tracing/tracing-json.ts';

/** Tells where an element is written, and every place of the output that comes from it. */
export const trace: RunCommand = async (given, terminal) => {
  const [id, ...operands] = given.operands;
  if (!id) return { usage: 'An id is missing, such as `Shop.Ordering.Order.status`.' };
  const planned = await planModels(
    {
      given: { ...given, operands },
      sourcesOf: ({ models }) => readSources(models),
      wantedOf: ({ wanted }) => wanted,
    },
    terminal,
  );
  if (!('models' in planned)) return 'exit' in planned ? planned.exit : planned;
  const all = planned.models.flatMap((one) =>
    withDescendants(one.model.index.model).map((element) => ({ element, one })),
  );
  const [found, ...others] = named(id, all);
  if (!found || others.length > 0) {
    const ids = all.map(({ element }) => element.id);
    terminal.problem(found ? ambiguous(id, [found, ...others]) : unknown(id, ids));
    return exitCodes.problems;
  }
  const traced = traceElement(found.element, found.one);
  terminal.answer(
    valueOf(given, 'format') === 'json'
      ? `${JSON.stringify(tracedElementJson(traced), null, 2)}\n`
      : printTracedElement(traced),
  );
  return exitCodes.fine;
};

/** Those with the id, else those whose ids end in it: `Order.status` is enough if there is but one. */
function named<Candidate extends { readonly element: Element }>(
  id: string,
  all: readonly Candidate[],
): readonly Candidate[] {
  const exact = all.filter(({ element }) => element.id === id);
  return exact.length > 0 ? exact : all.filter(({ element }) => element.id.endsWith(`.${id}`));
}

function ambiguous(id: string, found: readonly { readonly element: Element }[]): string {
  const ids = found.map(({ element }) => `\`${printable(element.id)}\``);
  return `error: \`${printable(id)}\` may be ${ids.join(' or ')}: say more of it.\n`;
}

function unknown(id: string, ids: readonly string[]): string {
  const parts = id.split('.').length;
  const near = didYouMean(id, [...ids, ...ids.map((one) => one.split('.').slice(-parts).join('.'))]);
  return `error: There is no element \`${printable(id)}\`.${printable(near)}\n`;
}

function withDescendants(element: Element): readonly Element[] {
  return [element, ...childElements(element).flatMap(withDescendants)];
}
