import { assertNever } from '../pim/assert-never.ts';
import type {
  CommandClause,
  Emission,
  Invocation,
  Lifecycle,
  Reference,
  Scenario,
  Service,
  ServiceStep,
  Translation,
} from '../pim/behaviour.ts';
import type { Aggregate, Context, Model } from '../pim/model.ts';
import { enumOfType, type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { oncePer } from './once-per.ts';

/** What a name is to lead to, in the user's words. */
export type Wanted =
  | 'actor'
  | 'aggregate'
  | 'command'
  | 'context'
  | 'event'
  | 'event or example'
  | 'event, type or command'
  | 'field'
  | 'literal'
  | 'rule'
  | 'rule or refusal'
  | 'state'
  | 'step'
  | 'trait'
  | 'type';

/** A name that leads to an element, or should. */
export interface ReferenceSite {
  readonly reference: Reference;
  readonly wanted: Wanted;
  /** Names that would do there, if only those of one element can; otherwise all of the kind may. */
  readonly choices?: readonly string[];
  /** Missing where relations are written, which belong to no context. */
  readonly context?: Context;
}

/** Every reference of a model by name. Types of fields and names in expressions are not among them. */
export const referenceSites = oncePer((index: ModelIndex): readonly ReferenceSite[] => {
  return [
    ...index.model.contexts.flatMap((context) => [
      ...context.declarations.flatMap((declaration) =>
        declaration.kind === 'aggregate' ? ofAggregate(declaration, context, index) : [],
      ),
      ...ofBehaviour(context, index),
    ]),
    ...ofRelations(index.model),
  ];
});

type Sites = readonly ReferenceSite[];

function all(references: readonly (Reference | undefined)[], wanted: Wanted, context: Context): Sites {
  return references.flatMap((reference) => (reference ? [{ reference, wanted, context }] : []));
}

function ofAggregate(aggregate: Aggregate, context: Context, index: ModelIndex): Sites {
  return [
    ...all(aggregate.traits, 'trait', context),
    ...all(
      aggregate.actors.map(({ parent }) => parent),
      'actor',
      context,
    ),
    ...aggregate.lifecycles.flatMap((lifecycle) => ofLifecycle(lifecycle, aggregate, context, index)),
    ...aggregate.commands.flatMap(({ allows, clauses, byHand }) => [
      ...all(allows, 'actor', context),
      ...ofClauses(clauses, context),
      ...all(byHand?.mayEmit ?? [], 'event', context),
    ]),
    ...aggregate.examples.flatMap(({ breaks }) => all(breaks, 'rule', context)),
    ...aggregate.scenarios.flatMap((scenario) => ofScenario(scenario, context)),
  ];
}

function ofLifecycle(
  { field, moves, final }: Lifecycle,
  aggregate: Aggregate,
  context: Context,
  index: ModelIndex,
): Sites {
  const declared = field.id === undefined ? undefined : index.get(field.id);
  const states =
    declared?.kind === 'field' ? enumOfType(index, underlyingType(index, declared.type)) : undefined;
  const choices = states?.literals.map(({ name }) => name) ?? [];
  const named = [...moves.flatMap(({ from, fromAny, to }) => (fromAny ? [to] : [...from, to])), ...final];
  return [
    { reference: field, wanted: 'field', choices: aggregate.fields.map(({ name }) => name), context },
    // Without an enum nothing is a state, which is reported as such.
    ...(states
      ? named.map((reference): ReferenceSite => ({ reference, wanted: 'state', choices, context }))
      : []),
    ...all(
      moves.flatMap(({ events }) => events),
      'event',
      context,
    ),
  ];
}

function ofClauses(clauses: readonly (CommandClause | ServiceStep)[], context: Context): Sites {
  return clauses.flatMap((clause): Sites => {
    switch (clause.kind) {
      case 'let':
      case 'requires':
        return [];
      case 'emits':
        return ofEmissions(clause.emissions, context);
      case 'step':
        return [...ofInvocation(clause.call, context), ...ofInvocation(clause.undo, context)];
      case 'forEach':
        return ofClauses(clause.steps, context);
      default:
        return assertNever(clause);
    }
  });
}

function ofEmissions(emissions: readonly Emission[], context: Context): Sites {
  return all(
    emissions.map(({ event }) => event),
    'event',
    context,
  );
}

/** What a receiver takes is another check's to say. */
function ofInvocation(call: Invocation | undefined, context: Context): Sites {
  return call && !call.receiver ? [{ reference: call.target, wanted: 'step', context }] : [];
}

function ofScenario({ given, when, outcome }: Scenario, context: Context): Sites {
  return [
    ...all(
      given.map(({ element }) => element),
      'event or example',
      context,
    ),
    { reference: when.element, wanted: 'command', context },
    ...(outcome.kind === 'refused'
      ? all([outcome.refusal], 'rule or refusal', context)
      : all(
          outcome.events.map(({ element }) => element),
          'event',
          context,
        )),
  ];
}

function ofBehaviour(context: Context, index: ModelIndex): Sites {
  return [
    ...all(
      context.actors.map(({ parent }) => parent),
      'actor',
      context,
    ),
    ...all(
      [...context.repositories, ...context.projections].map(({ aggregate }) => aggregate),
      'aggregate',
      context,
    ),
    ...all(
      context.projections.flatMap(({ handlers }) => handlers.map(({ event }) => event)),
      'event',
      context,
    ),
    ...all(
      [...context.queries, ...context.services].flatMap(({ allows }) => allows),
      'actor',
      context,
    ),
    ...context.services.flatMap((service) => ofService(service, context)),
    ...context.policies.flatMap(({ trigger, call }) => [
      ...(trigger.kind === 'schedule' ? [] : all([trigger.event], 'event', context)),
      ...(trigger.kind === 'delay' ? all(trigger.unless, 'event', context) : []),
      ...ofInvocation(call, context),
    ]),
    ...context.translations.flatMap((translation) => ofTranslation(translation, context, index)),
    ...context.examples.flatMap(({ breaks }) => all(breaks, 'rule', context)),
    ...context.scenarios.flatMap((scenario) => ofScenario(scenario, context)),
  ];
}

function ofService({ steps, onFailure }: Service, context: Context): Sites {
  return [
    ...ofClauses(steps, context),
    ...ofEmissions(onFailure?.emissions ?? [], context),
    ...ofInvocation(onFailure?.call, context),
  ];
}

function ofTranslation({ source, target, cases }: Translation, context: Context, index: ModelIndex): Sites {
  const literalsOf = ({ id }: Reference): readonly string[] | undefined => {
    const found = id === undefined ? undefined : index.get(id);
    return found?.kind === 'enum' ? found.literals.map(({ name }) => name) : undefined;
  };
  const [from, to] = [literalsOf(source), literalsOf(target)];
  const literal =
    (choices: readonly string[] | undefined) =>
    (reference: Reference): Sites =>
      // Cases of what is no enum are reported as such.
      choices ? [{ reference, wanted: 'literal', choices, context }] : [];
  return [
    ...all([source, target], 'event, type or command', context),
    ...cases.flatMap((one) => [...one.sources.flatMap(literal(from)), ...literal(to)(one.target)]),
  ];
}

function ofRelations({ relations }: Model): Sites {
  return relations.flatMap(({ upstream, downstream, via, sharing }) => [
    ...[upstream, downstream].map((reference): ReferenceSite => ({ reference, wanted: 'context' })),
    ...via.map((reference): ReferenceSite => ({ reference, wanted: 'event' })),
    ...sharing.map((reference): ReferenceSite => ({ reference, wanted: 'type' })),
  ]);
}
