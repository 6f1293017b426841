import type { Service, Step } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression } from '../../pim/expression.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { emissionsIn, stepsIn } from '../calls.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * Something is to give back what it does not give back.
 *
 * A service that says what it gives back `returns` it, and one that does not say so returns nothing. A step
 * with a name keeps what it gave back: the result of an operation or of a service, a reference to what a
 * `create` made, or what the one event of a command carries. A command that emits several events, or none,
 * gives nothing back that could be kept.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   port Printer { print { text: String(1..100) } }
 *   service PrintAll { text: String(1..100) }: Integer(0..99)
 *     allows Clerk
 *     step Printer.print { text }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   port Printer { print { text: String(1..100) }: Integer(0..99) }
 *   service PrintAll { text: String(1..100) }: Integer(0..99)
 *     allows Clerk
 *     step pages = Printer.print { text }
 *     returns pages
 * }
 * ```
 */
export const badResult: ModelCheck = {
  code: 'bad-result',
  severity: 'error',
  check: (model, index) => {
    const read = new Set(
      expressionSites(index).flatMap(({ expression, owner }) =>
        owner.kind === 'service' ? allNodes(expression).flatMap(bindingOf) : [],
      ),
    );
    return model.contexts.flatMap(({ services }) =>
      services.flatMap((service) => [
        ...returned(service),
        ...stepsIn(service.steps).flatMap((step) => kept(step, read, index)),
      ]),
    );
  },
};

function bindingOf(node: Expression): readonly number[] {
  return node.kind === 'parameter' ? [node.binding] : [];
}

function returned({ name, nameOrigin, result, returns }: Service): readonly Diagnostic[] {
  if (result && !returns) {
    const related = [{ message: 'What it says to give back', origin: result.origin }];
    return [
      finding(badResult, `\`${name}\` says what it gives back, and \`returns\` nothing.`, nameOrigin, {
        related,
      }),
    ];
  }
  if (!returns || result) return [];
  const message = `\`${name}\` does not say that it gives anything back: write its type, \`service ${name} { … }: …\`.`;
  return [finding(badResult, message, returns.origin)];
}

function kept(
  { parameter, call }: Step,
  read: ReadonlySet<number>,
  index: ModelIndex,
): readonly Diagnostic[] {
  const target = call.target.id === undefined ? undefined : index.get(call.target.id);
  if (!parameter || !target) return [];
  const problem = whyNothing(target, index);
  if (problem === undefined) return [];
  const hint = read.has(parameter.binding) ? '' : ` Take off \`${parameter.name} =\`.`;
  const message = `\`${parameter.name}\` would be what \`${target.name}\` gives back, and ${problem}.${hint}`;
  const related = [{ message: `\`${target.name}\` is declared here`, origin: target.nameOrigin }];
  return [finding(badResult, message, parameter.origin, { related })];
}

function whyNothing(
  target: NonNullable<ReturnType<ModelIndex['get']>>,
  index: ModelIndex,
): string | undefined {
  switch (target.kind) {
    case 'operation':
    case 'service':
      return target.result ? undefined : 'it gives nothing back';
    case 'command': {
      if (target.creation) return undefined;
      if (target.byHand) return 'it is written by hand, so nothing tells which event it emits';
      const events = new Set(emissionsIn(target.clauses).flatMap(({ event }) => event.id ?? []));
      if (events.size === 1) return undefined;
      return events.size === 0
        ? 'it emits no event'
        : `it emits one of several: ${[...events].map((id) => `\`${index.get(id)?.name ?? id}\``).join(', ')}`;
    }
    default:
      return undefined;
  }
}
