import type { Command, Emission, Reference } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Aggregate } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { aggregateOfEvent, commandSites, creates, emissionsIn, eventOf } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A `create` that creates nothing, or a command that creates a second time what is there.
 *
 * `create` is sent when there is no aggregate yet: what it emits begins with one event that `creates`,
 * always and once. A `command` is sent to an aggregate that is there, so none of its events creates.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     command Place { id } allows Clerk emits Placed
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
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     create Place { id } allows Clerk emits Placed
 *   }
 * }
 * ```
 */
export const misplacedCreation: ModelCheck = {
  code: 'misplaced-creation',
  severity: 'error',
  check: (model, index) =>
    model.contexts.flatMap((context) =>
      commandSites(context).flatMap(({ command, aggregate }) =>
        command.creation ? ofCreate(command, aggregate, index) : ofCommand(command, aggregate, index),
      ),
    ),
};

function isCreating(event: Reference, aggregate: Aggregate, index: ModelIndex): boolean {
  const found = eventOf(index, event);
  // Events of others are reported as such.
  return found !== undefined && aggregateOfEvent(index, found.id) === aggregate && creates(found);
}

function ofCreate(command: Command, aggregate: Aggregate, index: ModelIndex): readonly Diagnostic[] {
  const { name, nameOrigin, clauses, byHand } = command;
  if (byHand) {
    const isComplete = byHand.mayEmit.some(
      (event) => event.id === undefined || isCreating(event, aggregate, index),
    );
    if (isComplete) return [];
    const message = `\`${name}\` creates \`${aggregate.name}\`, and may emit no event that does.`;
    return [finding(misplacedCreation, message, nameOrigin)];
  }
  const emissions = emissionsIn(clauses);
  const [first, ...others] = emissions;
  if (!first) {
    const message = `\`${name}\` creates \`${aggregate.name}\`, and emits no event that does.`;
    return [finding(misplacedCreation, message, nameOrigin)];
  }
  // A name that leads nowhere may well be the event.
  if (first.event.id === undefined) return [];
  if (!isCreating(first.event, aggregate, index)) {
    const message = `\`${name}\` creates \`${aggregate.name}\`: the first event that it emits must be one that \`creates\`, and \`${first.event.name}\` does not.`;
    return [finding(misplacedCreation, message, first.event.origin)];
  }
  return [
    ...(isCertain(first)
      ? []
      : [
          finding(
            misplacedCreation,
            `\`${name}\` always creates one \`${aggregate.name}\`: \`${first.event.name}\` takes no \`when\` and no \`for each\` here.`,
            first.origin,
          ),
        ]),
    ...others.flatMap(({ event }) =>
      isCreating(event, aggregate, index)
        ? [
            finding(
              misplacedCreation,
              `\`${name}\` has created its \`${aggregate.name}\` already.`,
              event.origin,
            ),
          ]
        : [],
    ),
  ];
}

function isCertain({ condition, each }: Emission): boolean {
  return condition === undefined && each === undefined;
}

function ofCommand(
  { name, clauses, byHand }: Command,
  aggregate: Aggregate,
  index: ModelIndex,
): readonly Diagnostic[] {
  return [...emissionsIn(clauses).map(({ event }) => event), ...(byHand?.mayEmit ?? [])].flatMap((event) => {
    if (!isCreating(event, aggregate, index)) return [];
    const message = `\`${event.name}\` creates, and \`${name}\` is sent to a \`${aggregate.name}\` that is there already: only a \`create\` emits it.`;
    return [finding(misplacedCreation, message, event.origin)];
  });
}
