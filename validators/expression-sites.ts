import { assertNever } from '../pim/assert-never.ts';
import type {
  Command,
  CommandClause,
  EachClause,
  Effect,
  Emission,
  EmitsClause,
  Event,
  Invocation,
  Lifecycle,
  Policy,
  Projection,
  Query,
  Reference,
  Scenario,
  Service,
  ServiceStep,
  Step,
  Translation,
} from '../pim/behaviour.ts';
import type { Expression, FieldValue } from '../pim/expression.ts';
import type { Aggregate, Context, Element, Field } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import type { ExpressionType, Type } from '../pim/type.ts';
import { creates, eventOf } from './calls.ts';
import { type Known, knowing } from './known.ts';
import { knownAfterEvent, knownAfterStep } from './known-after.ts';
import { constrainedTypes, ownerSites, structureSites } from './model-walk.ts';
import { oncePer } from './once-per.ts';
import { mayBringRow } from './rows.ts';

/**
 * What an expression is there for. Every engine evaluates `rule`, `where`, `default` and `derivation`,
 * so they hold no more than the rule language.
 */
export type ExpressionRole =
  | 'rule'
  | 'where'
  | 'default'
  | 'derivation'
  /** When an actor of an aggregate is whoever calls. */
  | 'actor'
  /** `requires`, `when`, and the `where` of a query. */
  | 'condition'
  /** The place that an effect changes. */
  | 'target'
  /** What a field, a parameter or a result becomes. */
  | 'value'
  /** What identifies, finds or orders: `key`, `find by`, `order by`, `per`. */
  | 'path'
  /** What a loop goes over. */
  | 'list'
  /** In an example or a scenario. */
  | 'example';

/** An expression as somebody wrote it. */
export interface ExpressionSite {
  readonly expression: Expression;
  readonly role: ExpressionRole;
  /** What it is written for: the rule, the field that it gives a value, the command… */
  readonly element: Element;
  /** What it stands in: of a value for a field, the command, service, translation… that gives it. */
  readonly owner: Element;
  readonly context: Context;
  /** The aggregate that it stands in. */
  readonly aggregate?: Aggregate | undefined;
  /** What stands there must fit this; not stated where a check of its own knows better. */
  readonly expected?: ExpressionType | undefined;
  /** What has been made sure of before it. */
  readonly known?: Known | undefined;
  /** Said of a place where what it is about is not there, or may not be: `self` has nothing to read. */
  readonly missing?: Missing | undefined;
}

/** Why there is nothing to read of `self`. */
export type Missing =
  /** The event creates it. */
  | { readonly kind: 'created'; readonly event: Event }
  /** An event that was emitted before deletes it. */
  | { readonly kind: 'deleted'; readonly event: Event }
  /** The event may be the first of a row, which then has its defaults alone. */
  | { readonly kind: 'new row'; readonly event: Reference };

/** Every expression of a model; those of one element in the order in which they are evaluated. */
export const expressionSites = oncePer(collect);

const boolean: ExpressionType = { type: { kind: 'boolean' }, optional: false };

/** Where behaviour stands. */
interface Place {
  readonly index: ModelIndex;
  readonly element: Element;
  /** If it is not the element. */
  readonly owner?: Element;
  readonly context: Context;
  readonly aggregate?: Aggregate | undefined;
  readonly missing?: Missing | undefined;
}

function collect(index: ModelIndex): readonly ExpressionSite[] {
  const { model } = index;
  const wheres = constrainedTypes(model).flatMap(({ declaration, context }): readonly ExpressionSite[] => {
    const { constraint } = declaration;
    if (!constraint) return [];
    return [
      {
        expression: constraint.condition,
        role: 'where',
        element: declaration,
        owner: declaration,
        context,
        expected: boolean,
      },
    ];
  });
  const fields = ownerSites(model).flatMap(({ owner, context, aggregate }) =>
    owner.fields.flatMap((field) => ofField(field, { index, element: field, owner, context, aggregate })),
  );
  const rules = structureSites(model).flatMap(({ structure, context, aggregate }) =>
    structure.rules.map(
      (rule): ExpressionSite => ({
        expression: rule.condition,
        role: 'rule',
        element: rule,
        owner: structure,
        context,
        aggregate,
        expected: boolean,
      }),
    ),
  );
  return [...wheres, ...fields, ...rules, ...model.contexts.flatMap((context) => ofContext(context, index))];
}

function ofField(field: Field, place: Place): readonly ExpressionSite[] {
  const { type, optional } = field;
  return [
    ...(field.default ? [site(place, field.default, 'default', { type, optional })] : []),
    ...(field.derivation ? [site(place, field.derivation, 'derivation', { type, optional })] : []),
  ];
}

function site(
  { element, owner = element, context, aggregate, missing }: Place,
  expression: Expression,
  role: ExpressionRole,
  expected?: ExpressionType,
  known?: Known,
): ExpressionSite {
  return { expression, role, element, owner, context, aggregate, expected, known, missing };
}

function ofContext(context: Context, index: ModelIndex): readonly ExpressionSite[] {
  const at = (element: Element): Place => ({ index, element, context });
  return [
    ...context.declarations.flatMap((declaration) =>
      declaration.kind === 'aggregate' ? ofAggregate(declaration, context, index) : [],
    ),
    ...context.actors.flatMap((actor) =>
      actor.condition ? [site(at(actor), actor.condition, 'actor', boolean)] : [],
    ),
    ...context.events.flatMap((event) => ofEvent(event, at(event))),
    ...context.calculations.flatMap((calculation) =>
      calculation.value ? [site(at(calculation), calculation.value, 'value', calculation.result)] : [],
    ),
    ...context.repositories.flatMap((repository) =>
      repository.finders.flatMap(({ by, order }) =>
        [...by, ...order.map(({ path }) => path)].map((path) => site(at(repository), path, 'path')),
      ),
    ),
    ...context.projections.flatMap((projection) => ofProjection(projection, at(projection))),
    ...context.queries.flatMap((query) => ofQuery(query, at(query))),
    ...context.services.flatMap((service) => ofService(service, at(service))),
    ...context.policies.flatMap((policy) => ofPolicy(policy, at(policy))),
    ...context.translations.flatMap((translation) => ofTranslation(translation, at(translation))),
    ...context.examples.map((example) => site(at(example), example.value, 'example')),
    ...context.scenarios.flatMap((scenario) => ofScenario(scenario, at(scenario))),
  ];
}

function ofAggregate(aggregate: Aggregate, context: Context, index: ModelIndex): readonly ExpressionSite[] {
  const at = (element: Element): Place => ({ index, element, context, aggregate });
  return [
    ...aggregate.keys.flatMap((key) => key.paths.map((path) => site(at(key), path, 'path'))),
    ...aggregate.actors.flatMap((actor) =>
      actor.condition ? [site(at(actor), actor.condition, 'actor', boolean)] : [],
    ),
    ...aggregate.lifecycles.flatMap((lifecycle: Lifecycle) => ofEffects(lifecycle.everyMove, at(lifecycle))),
    ...aggregate.events.flatMap((event) => ofEvent(event, at(event))),
    ...aggregate.commands.flatMap((command) => ofCommand(command, at(command))),
    ...aggregate.examples.map((example) => site(at(example), example.value, 'example')),
    ...aggregate.scenarios.flatMap((scenario) => ofScenario(scenario, at(scenario))),
  ];
}

function ofEvent(event: Event, place: Place): readonly ExpressionSite[] {
  const inside: Place = creates(event) ? { ...place, missing: { kind: 'created', event } } : place;
  return [
    ...ofEffects(event.effects, inside),
    ...event.previous.flatMap((version) => given(version.becomes, { ...place, element: version })),
  ];
}

function ofEffects(effects: readonly Effect[], place: Place): readonly ExpressionSite[] {
  return effects.flatMap((effect): readonly ExpressionSite[] => {
    switch (effect.kind) {
      case 'creates':
      case 'deletes':
        return [];
      case 'clears':
        return [site(place, effect.target, 'target')];
      case 'sets': {
        const { target, value } = effect;
        const field = target.kind === 'fieldAccess' ? place.index.get(target.field) : undefined;
        // Of the place that is set, only the last step may become absent; the steps before it are there.
        const optional = field?.kind === 'field' && field.optional;
        const inside = field ? { ...place, owner: place.element, element: field } : place;
        return [site(place, target, 'target'), site(inside, value, 'value', { type: target.type, optional })];
      }
      case 'adds':
      case 'removes':
        return [site(place, effect.target, 'target'), site(place, effect.value, 'value')];
      default:
        return assertNever(effect);
    }
  });
}

/** The values that fields are given: an absent one may stand for what may be absent, or has a default. */
function given(values: readonly FieldValue[], place: Place, known?: Known): readonly ExpressionSite[] {
  return values.map(({ field: id, value }) => {
    const field = place.index.get(id);
    if (field?.kind !== 'field') return site(place, value, 'value', undefined, known);
    const expected = { type: field.type, optional: takesNone(field) };
    return site({ ...place, owner: place.element, element: field }, value, 'value', expected, known);
  });
}

/** Whether a field can do without a value. */
export function takesNone({ optional, default: value }: Field): boolean {
  return optional || value !== undefined;
}

function ofCommand(command: Command, place: Place): readonly ExpressionSite[] {
  const sites: ExpressionSite[] = [];
  let known: Known | undefined;
  let inside = place;
  for (const clause of command.clauses) {
    const { found, after } = ofClause(clause, inside, known);
    sites.push(...found);
    known = after;
    if (clause.kind === 'emits') inside = behindAll(clause.emissions, inside);
  }
  return sites;
}

/** The place behind emissions: once something is deleted, nothing of it can be read any more. */
function behindAll(emissions: readonly Emission[], place: Place): Place {
  const deleting = emissions.flatMap(({ event }) => {
    const element = eventOf(place.index, event);
    return element?.effects.some(({ kind }) => kind === 'deletes') ? [element] : [];
  });
  const [event] = deleting;
  return event ? { ...place, missing: { kind: 'deleted', event } } : place;
}

interface Walked {
  readonly found: readonly ExpressionSite[];
  /** What is known behind it. */
  readonly after: Known | undefined;
}

function ofClause(clause: CommandClause, place: Place, known: Known | undefined): Walked {
  switch (clause.kind) {
    case 'let': {
      const { value, refusal } = clause;
      const expected = { type: value.type, optional: true };
      return {
        found: [site(place, value, 'value', expected, known)],
        after: refusal ? knowing(known, present(value)) : known,
      };
    }
    case 'requires':
      return {
        found: [site(place, clause.condition, 'condition', boolean, known)],
        after: knowing(known, clause.condition),
      };
    case 'emits':
      return ofEmissions(clause, place, known);
    default:
      return assertNever(clause);
  }
}

function present(operand: Expression): Expression {
  return { kind: 'presence', operand, present: true, ...boolean, origin: operand.origin };
}

/** Each emission is judged on what those before it left behind: what they change is not known any more. */
function ofEmissions({ emissions }: EmitsClause, place: Place, known: Known | undefined): Walked {
  const found: ExpressionSite[] = [];
  let after = known;
  let inside = place;
  for (const emission of emissions) {
    found.push(...ofEmission(emission, inside, after));
    after = knownAfterEvent(after, emission, place.index);
    inside = behindAll([emission], inside);
  }
  return { found, after };
}

function ofEmission(emission: Emission, place: Place, known: Known | undefined): readonly ExpressionSite[] {
  const { each, condition } = emission;
  const looped = ofEach(each, place, known);
  // The second round finds what the first has left.
  const before = each ? knownAfterEvent(looped.after, emission, place.index) : looped.after;
  const inside = each ? behindAll([emission], place) : place;
  return [
    ...looped.found,
    ...(condition ? [site(inside, condition, 'condition', boolean, before)] : []),
    ...given(emission.values, inside, condition ? knowing(before, condition) : before),
  ];
}

/** `for each line in lines.where(l => l.size > 0)`: of every `line` the condition is known. */
function ofEach(each: EachClause | undefined, place: Place, known: Known | undefined): Walked {
  if (each?.source.kind !== 'list') return { found: [], after: known };
  const { list } = each.source;
  return {
    found: [site(place, list, 'list', undefined, known)],
    after:
      list.kind === 'filter'
        ? knowing(known, list.body, { from: list.parameter, to: each.parameter })
        : known,
  };
}

function ofProjection(projection: Projection, place: Place): readonly ExpressionSite[] {
  return projection.handlers.flatMap((handler) => {
    const { event, key, effects } = handler;
    const isNew = mayBringRow(handler, projection, place.index);
    const inside: Place = isNew ? { ...place, missing: { kind: 'new row', event } } : place;
    return [...given(key, place), ...ofEffects(effects, inside)];
  });
}

function ofQuery(query: Query, place: Place): readonly ExpressionSite[] {
  const { result, refusal, value, where } = query;
  const optional = result.optional || refusal !== undefined;
  return [
    ...query.filters.map((path) => site(place, path, 'path')),
    ...(value ? [site(place, value, 'value', { type: result.type, optional })] : []),
    ...(where ? [site(place, where, 'condition', boolean)] : []),
    ...query.order.map(({ path }) => site(place, path, 'path')),
  ];
}

function ofService(service: Service, place: Place): readonly ExpressionSite[] {
  const { found, after } = ofSteps(service.steps, place, undefined);
  const { returns, result, onFailure } = service;
  return [
    ...found,
    ...(returns ? [site(place, returns, 'value', result, after)] : []),
    // Nothing is known of how far it came.
    ...(onFailure?.emissions.flatMap((emission) => ofEmission(emission, place, undefined)) ?? []),
    ...(onFailure?.call ? ofInvocation(onFailure.call, place, undefined) : []),
  ];
}

function ofSteps(steps: readonly ServiceStep[], place: Place, before: Known | undefined): Walked {
  const found: ExpressionSite[] = [];
  let known = before;
  for (const step of steps) {
    switch (step.kind) {
      case 'let':
      case 'requires':
      case 'emits': {
        const walked = ofClause(step, place, known);
        found.push(...walked.found);
        // Whoever hears of an event may act on it.
        known = step.kind === 'emits' ? knownAfterStep(walked.after) : walked.after;
        break;
      }
      case 'step':
        found.push(...ofStep(step, place, known));
        known = knownAfterStep(known);
        break;
      case 'forEach': {
        const looped = ofEach(step.each, place, known);
        const { condition } = step;
        // The second round finds what the first has left.
        const round = knownAfterStep(looped.after);
        found.push(...looped.found);
        if (condition) found.push(site(place, condition, 'condition', boolean, round));
        const inside = condition ? knowing(round, condition) : round;
        found.push(...ofSteps(step.steps, place, inside).found);
        known = knownAfterStep(known);
        break;
      }
      default:
        assertNever(step);
    }
  }
  return { found, after: known };
}

function ofStep(step: Step, place: Place, known: Known | undefined): readonly ExpressionSite[] {
  const { call, condition, undo } = step;
  const inside = condition ? knowing(known, condition) : known;
  return [
    ...(condition ? [site(place, condition, 'condition', boolean, known)] : []),
    ...ofInvocation(call, place, inside),
    // It is undone once other steps were taken.
    ...(undo ? ofInvocation(undo, place, knowingResult(knownAfterStep(inside), step, place.index)) : []),
  ];
}

/** Only a step that was done is undone: what it gave back is there. */
function knowingResult(
  known: Known | undefined,
  { parameter, call }: Step,
  index: ModelIndex,
): Known | undefined {
  const target = call.target.id === undefined ? undefined : index.get(call.target.id);
  const mayGiveNone = (target?.kind === 'operation' || target?.kind === 'service') && target.result?.optional;
  if (!parameter || mayGiveNone) return known;
  const { name, binding, origin } = parameter;
  const type: Type = { kind: 'unresolved', name: '', origin };
  return knowing(known, present({ kind: 'parameter', name, binding, type, optional: true, origin }));
}

function ofInvocation(call: Invocation, place: Place, known: Known | undefined): readonly ExpressionSite[] {
  return [
    ...(call.receiver ? [site(place, call.receiver, 'value', undefined, known)] : []),
    ...given(call.values, place, known),
  ];
}

function ofPolicy({ trigger, each, condition, call }: Policy, place: Place): readonly ExpressionSite[] {
  const looped = ofEach(each, place, undefined);
  return [
    ...(trigger.kind === 'delay' && trigger.per ? [site(place, trigger.per, 'path')] : []),
    ...looped.found,
    ...(condition ? [site(place, condition, 'condition', boolean, looped.after)] : []),
    ...ofInvocation(call, place, condition ? knowing(looped.after, condition) : looped.after),
  ];
}

function ofTranslation({ condition, values }: Translation, place: Place): readonly ExpressionSite[] {
  return [
    ...(condition ? [site(place, condition, 'condition', boolean)] : []),
    ...given(values, place, condition ? knowing(undefined, condition) : undefined),
  ];
}

function ofScenario({ given: before, when, outcome }: Scenario, place: Place): readonly ExpressionSite[] {
  const steps = [...before, when, ...(outcome.kind === 'events' ? outcome.events : [])];
  return steps.flatMap((step) =>
    given(step.values, place).map((one): ExpressionSite => ({ ...one, role: 'example' })),
  );
}
