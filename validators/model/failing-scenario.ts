import type { Scenario } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { runScenario } from '../../pim/run-scenario.ts';
import { aggregateOfEvent, aggregatesIn } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A scenario goes another way than it tells.
 *
 * A scenario is run: what it gives has happened, its command is sent, and what comes out is what it tells, event
 * for event, or the refusal that it names. A rule that the new state would break refuses under its own name.
 * Where a calculation is written by hand, the model does not know the outcome, and the scenario is left to the
 * tests that are generated.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Stock {
 *     id: Uuid
 *     free: Integer(0..1000)
 *     rule Enough: free >= 10
 *     event Opened { id, free } creates
 *     event Taken { count: Integer(1..100) } removes count from free
 *     create Open { id, free } allows Clerk emits Opened
 *     command Take { count: Integer(1..100) } allows Clerk emits Taken
 *     example full: Stock { id: "00000000-0000-4000-8000-000000000001", free: 50 }
 *     scenario "some are taken"
 *       given full
 *       when Take { count: 45 }
 *       then Taken { count: 45 }
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Stock {
 *     id: Uuid
 *     free: Integer(0..1000)
 *     rule Enough: free >= 10
 *     event Opened { id, free } creates
 *     event Taken { count: Integer(1..100) } removes count from free
 *     create Open { id, free } allows Clerk emits Opened
 *     command Take { count: Integer(1..100) } allows Clerk emits Taken
 *     example full: Stock { id: "00000000-0000-4000-8000-000000000001", free: 50 }
 *     scenario "some must stay"
 *       given full
 *       when Take { count: 45 }
 *       then refused Enough
 *   }
 * }
 * ```
 */
export const failingScenario: ModelCheck = {
  code: 'failing-scenario',
  severity: 'error',
  after: 'errors',
  check: (model, index) =>
    model.contexts
      .flatMap((context) => [
        ...context.scenarios,
        ...aggregatesIn(context).flatMap(({ scenarios }) => scenarios),
      ])
      .flatMap((scenario) => ofScenario(scenario, index)),
};

function ofScenario(scenario: Scenario, index: ModelIndex): readonly Diagnostic[] {
  const { outcome, name } = scenario;
  const stranger = strangerIn(scenario, index);
  if (stranger) return [stranger];
  const result = runScenario(index, scenario);
  if (result.kind !== 'otherwise') return [];
  const place = outcome.kind === 'refused' ? outcome.origin : scenario.nameOrigin;
  return [finding(failingScenario, `“${name}” goes another way: ${result.happened}.`, place)];
}

/** What is given and what comes out is about the aggregate that the command goes to. */
function strangerIn({ given, when, outcome }: Scenario, index: ModelIndex): Diagnostic | undefined {
  const aggregate = when.element.id === undefined ? undefined : index.parent(when.element.id);
  for (const { element } of [...given, ...(outcome.kind === 'events' ? outcome.events : [])]) {
    const found = element.id === undefined ? undefined : index.get(element.id);
    const of =
      found?.kind === 'example' && found.value.kind === 'construction'
        ? index.get(found.value.structure)
        : aggregateOfEvent(index, found?.id);
    if (of === aggregate) continue;
    const message = `\`${element.name}\` is not about \`${aggregate?.name ?? ''}\`, which \`${when.element.name}\` goes to.`;
    return finding(failingScenario, message, element.origin);
  }
  return undefined;
}
