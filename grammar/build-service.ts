import type {
  Failure,
  ForEachBlock,
  Operation,
  Policy,
  Port,
  Service,
  ServiceStep,
  Step,
} from '../pim/behaviour.ts';
import type { Parameter } from '../pim/expression.ts';
import type { ElementId } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { ambientsOf } from './build-aggregate.ts';
import {
  type Bound,
  bind,
  buildAllows,
  buildEach,
  buildEmissions,
  buildEmits,
  buildInvocation,
  buildLet,
  buildRequires,
  eventKind,
} from './build-clauses.ts';
import { buildResult, linkFields } from './build-fields.ts';
import { eventScope } from './build-reading.ts';
import { type BuildSite, emptyScope, named, reference, references, typeNamed } from './build-site.ts';
import { decodeDuration } from './duration.ts';
import { anyString, type ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkFitting } from './link-construction.ts';
import { linkExpression, nearest } from './link-expression.ts';
import { decodeNumber, originOf, originOfProperty } from './source.ts';

export function buildPort(node: ast.PortDeclaration, id: ElementId, site: BuildSite): Port {
  const operations = node.operations.filter((one) => one.name);
  return {
    kind: 'port',
    ...named(node, id, node.name, site.file),
    operations: operations.map((one) => buildOperation(one, `${id}.${one.name}`, site)),
  };
}

function buildOperation(node: ast.OperationDeclaration, id: ElementId, site: BuildSite): Operation {
  const result = buildResult(node.result, site);
  return {
    kind: 'operation',
    ...named(node, id, node.name, site.file),
    fields: linkFields(node.payload?.fields ?? [], id, emptyScope(site), site),
    ...(result ? { result } : {}),
    failures: node.failures.map(
      (one): Failure => ({ kind: 'failure', ...named(one, `${id}.${one.name}`, one.name, site.file) }),
    ),
  };
}

const failureText = { type: anyString, optional: false } as const;

export function buildService(node: ast.ServiceDeclaration, id: ElementId, site: BuildSite): Service {
  const declaration = named(node, id, node.name, site.file);
  const result = buildResult(node.result, site);
  const scope: ExpressionScope = {
    ...emptyScope(site),
    input: typeNamed(id, declaration.nameOrigin),
    ambients: ambientsOf(),
    dereferences: true,
  };
  const built = buildSteps(node.clauses, id, scope, site);
  const returns = node.clauses.find((one) => one.$type === 'ReturnsClause');
  const failure = node.clauses.find((one) => one.$type === 'FailureClause');
  return {
    kind: 'service',
    ...declaration,
    fields: linkFields(node.payload?.fields ?? [], id, emptyScope(site), site),
    ...(result ? { result } : {}),
    allows: buildAllows(node.clauses, site),
    steps: built.clause,
    ...(returns ? { returns: linkFitting(returns.value, built.scope, result?.type) } : {}),
    ...(failure ? { onFailure: buildFailure(failure, site, built.beforeSteps) } : {}),
  };
}

/** What went wrong is known when a step is undone and when all has failed. */
function failing(scope: ExpressionScope): ExpressionScope {
  const more = ambientsOf([
    ['failure.step', 'failure.step', failureText],
    ['failure.message', 'failure.message', failureText],
  ]);
  return { ...scope, ambients: new Map([...scope.ambients, ...more]) };
}

function buildFailure(
  node: ast.FailureClause,
  site: BuildSite,
  scope: ExpressionScope,
): NonNullable<Service['onFailure']> {
  const inside = failing(scope);
  return {
    emissions: buildEmissions(node.emissions, site, inside),
    ...(node.call ? { call: buildInvocation(node.call, site, inside) } : {}),
    origin: originOf(node, site.file),
  };
}

/** The steps of a service or of a block in it, each seeing the results of those before it. */
function buildSteps(
  nodes: readonly ast.ServiceClause[],
  owner: ElementId,
  outer: ExpressionScope,
  site: BuildSite,
): BuiltSteps {
  const steps: ServiceStep[] = [];
  let scope = outer;
  let beforeSteps: ExpressionScope | undefined;
  const take = ({ clause, scope: after }: Bound<ServiceStep>): void => {
    steps.push(clause);
    scope = after;
  };
  for (const node of nodes) {
    if (node.$type === 'StepClause' || node.$type === 'ForEachBlock') beforeSteps ??= scope;
    switch (node.$type) {
      case 'LetClause':
        take(buildLet(node, owner, scope));
        break;
      case 'RequiresClause':
        steps.push(buildRequires(node, owner, scope));
        break;
      case 'EmitsClause':
        steps.push(buildEmits(node, site, scope));
        break;
      case 'StepClause':
        take(buildStep(node, scope, site));
        break;
      case 'ForEachBlock':
        take(buildForEach(node, owner, scope, site));
        break;
      default:
        break;
    }
  }
  return { clause: steps, scope, beforeSteps: beforeSteps ?? scope };
}

interface BuiltSteps extends Bound<readonly ServiceStep[]> {
  /** What is known whatever step fails: the names bound before the first. */
  readonly beforeSteps: ExpressionScope;
}

function buildStep(node: ast.StepClause, scope: ExpressionScope, site: BuildSite): Bound<Step> {
  const call = buildInvocation(node.call, site, scope);
  const { modifiers } = node;
  const condition = modifiers.find((one) => one.$type === 'WhenModifier')?.condition;
  const retry = modifiers.find((one) => one.$type === 'RetryModifier');
  const timeout = modifiers.find((one) => one.$type === 'TimeoutModifier');
  const undo = modifiers.find((one) => one.$type === 'UndoModifier');
  const when = condition && linkExpression(condition, scope);
  const result = resultOf(call, site);
  // A step that may not be taken may have no result.
  const bound = node.name
    ? bind(
        node.name,
        originOfProperty(node, 'name', site.file),
        result.type,
        result.optional || !!when,
        scope,
      )
    : { scope };
  const undone = undo && buildInvocation(undo.call, site, failing(insideUndo(node, bound.scope)));
  return {
    clause: {
      kind: 'step',
      ...('parameter' in bound ? { parameter: bound.parameter } : {}),
      call,
      ...(retry
        ? {
            retry: {
              times: decodeNumber(retry.times ?? '1'),
              backoffMillis: retry.backoff === undefined ? 0 : decodeDuration(retry.backoff),
            },
          }
        : {}),
      ...(timeout?.limit === undefined ? {} : { timeoutMillis: decodeDuration(timeout.limit) }),
      ...(when ? { condition: when } : {}),
      ...(undone ? { undo: undone } : {}),
      origin: originOf(node, site.file),
    },
    scope: bound.scope,
  };
}

/** Only a step that was taken is undone: its result is there. */
function insideUndo(node: ast.StepClause, scope: ExpressionScope): ExpressionScope {
  const own = node.name === undefined ? undefined : scope.variables.get(node.name);
  if (!own || node.name === undefined) return scope;
  const variables = new Map([...scope.variables, [node.name, { ...own, optional: false }] as const]);
  return { ...scope, variables };
}

/**
 * What a step gives back: an operation's or a service's result; of a `create`, a reference to the new
 * aggregate; of another command, the event that it emits if that is always the same.
 */
function resultOf(
  { target, origin }: Step['call'],
  { symbols }: BuildSite,
): { readonly type: Type; readonly optional: boolean } {
  const nothing: Type = { kind: 'unresolved', name: '', origin };
  if (target.id === undefined) return { type: nothing, optional: false };
  const facts = symbols.commandFacts(target.id);
  if (!facts) return symbols.resultOf(target.id) ?? { type: nothing, optional: false };
  if (facts.creation)
    return { type: { kind: 'reference', aggregate: facts.aggregate, origin }, optional: false };
  const [event, ...others] = facts.emits;
  return { type: event && others.length === 0 ? typeNamed(event, origin) : nothing, optional: false };
}

function buildForEach(
  node: ast.ForEachBlock,
  owner: ElementId,
  scope: ExpressionScope,
  site: BuildSite,
): Bound<ForEachBlock> {
  const each = buildEach(node.each, site, scope);
  const condition = node.condition && linkExpression(node.condition, each.scope);
  const inner = buildSteps(node.steps, owner, each.scope, site);
  let after = scope;
  const collects: { inner: Parameter; list: Parameter }[] = [];
  for (const step of inner.clause) {
    if (step.kind !== 'step' || !step.parameter) continue;
    const { name, origin } = step.parameter;
    const value = nearest(name, inner.scope, origin);
    if (!value) continue;
    const size = { min: 0, max: Number.MAX_SAFE_INTEGER, stated: true };
    const list: Type = { kind: 'list', element: value.type, size, unique: false, origin };
    const bound = bind(name, origin, list, false, after);
    collects.push({ inner: step.parameter, list: bound.parameter });
    after = bound.scope;
  }
  return {
    clause: {
      kind: 'forEach',
      each: each.clause,
      ...(condition ? { condition } : {}),
      steps: inner.clause,
      collects,
      origin: originOf(node, site.file),
    },
    scope: after,
  };
}

export function buildPolicy(node: ast.PolicyDeclaration, id: ElementId, site: BuildSite): Policy {
  const trigger = buildTrigger(node.trigger, site);
  const outer: ExpressionScope = {
    ...(trigger.kind === 'schedule'
      ? { ...emptyScope(site), ambients: ambientsOf() }
      : eventScope(trigger.event.id, undefined, site)),
    dereferences: true,
  };
  const each = node.each && buildEach(node.each, site, outer);
  const scope = each?.scope ?? outer;
  const condition = node.condition && linkExpression(node.condition, scope);
  return {
    kind: 'policy',
    ...named(node, id, node.name, site.file),
    trigger,
    ...(each ? { each: each.clause } : {}),
    ...(condition ? { condition } : {}),
    call: buildInvocation(node.call, site, scope),
  };
}

function buildTrigger(node: ast.PolicyTrigger, site: BuildSite): Policy['trigger'] {
  const origin = originOf(node, site.file);
  if (node?.$type === 'EventTrigger') {
    const event = reference(node.event, originOfProperty(node, 'event', site.file), eventKind, site);
    return { kind: 'event', event, origin };
  }
  if (node?.$type === 'DelayTrigger') {
    const event = reference(node.event, originOfProperty(node, 'event', site.file), eventKind, site);
    const per = node.per && linkExpression(node.per, eventScope(event.id, undefined, site));
    return {
      kind: 'delay',
      afterMillis: decodeDuration(node.delay ?? '0ms'),
      event,
      ...(per ? { per } : {}),
      unless: references(node.unless, eventKind, site),
      origin,
    };
  }
  return { kind: 'schedule', everyMillis: decodeDuration(node?.interval ?? '0ms'), origin };
}
