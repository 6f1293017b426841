import type { Aggregate, Context, Named } from '../../../pim/model.ts';
import { aggregatesWithBehaviour, hasActors, hasHandWritten } from '../plan-behaviour.ts';
import type { NamePlan } from '../plan-names.ts';
import type { TsBlock } from '../psm.ts';
import type { ModuleScope } from '../transform.ts';
import { transformActors, transformPermissions } from './transform-actors.ts';
import { transformByHand } from './transform-by-hand.ts';
import { transformCalculation } from './transform-calculation.ts';
import { transformDecide } from './transform-decide.ts';
import { transformEvolve } from './transform-evolve.ts';
import { eventBlocks, transformCommands, transformEvents } from './transform-message.ts';
import { transformPolicy } from './transform-policy.ts';
import { transformPort } from './transform-port.ts';
import { transformProjection } from './transform-projection.ts';
import { transformQuery } from './transform-query.ts';
import { transformRepository } from './transform-repository.ts';
import { transformService } from './transform-service.ts';
import { transformTranslations } from './transform-translation.ts';

/** A module of behaviour: what it is about, where it is written, and what stands in it. */
export interface BehaviourModule {
  readonly about: Named;
  readonly path: string;
  blocks(scope: ModuleScope): readonly TsBlock[];
}

/** The modules of all that a context declares besides types. */
export function behaviourModules(context: Context, plan: NamePlan): readonly BehaviourModule[] {
  const { id } = context;
  const own = (about: Named, blocks: BehaviourModule['blocks']): BehaviourModule => ({
    about,
    path: plan.symbol(about.id, 'self').from,
    blocks,
  });
  const modules: BehaviourModule[] = [
    ...aggregatesWithBehaviour(context).flatMap((aggregate) => aggregateModules(aggregate, plan)),
    ...context.events.map((event) => own(event, (scope) => eventBlocks(event, id, 'undefined', scope))),
    ...context.calculations
      .filter(({ fields, value }) => value !== undefined || fields.length > 0)
      .map((one) => own(one, (scope) => transformCalculation(one, scope))),
  ];
  for (const one of context.repositories) modules.push(own(one, (scope) => transformRepository(one, scope)));
  for (const one of context.projections) modules.push(own(one, (scope) => transformProjection(one, scope)));
  for (const one of context.queries) modules.push(own(one, (scope) => transformQuery(one, scope)));
  for (const one of context.ports) modules.push(own(one, (scope) => transformPort(one, scope)));
  for (const one of context.services) modules.push(own(one, (scope) => transformService(one, scope)));
  for (const one of context.policies) modules.push(own(one, (scope) => transformPolicy(one, scope)));
  if (hasActors(context)) {
    const { from } = plan.symbol(id, 'actors');
    modules.push({ about: context, path: from, blocks: (scope) => transformActors(context, scope) });
  }
  if (hasHandWritten(context)) {
    const { from } = plan.symbol(id, 'byHand');
    modules.push({ about: context, path: from, blocks: (scope) => transformByHand(context, scope) });
  }
  const [translation] = context.translations;
  if (translation) {
    const { from } = plan.symbol(translation.id, 'self');
    modules.push({ about: context, path: from, blocks: (scope) => transformTranslations(context, scope) });
  }
  return modules;
}

function aggregateModules(aggregate: Aggregate, plan: NamePlan): readonly BehaviourModule[] {
  const { id, commands } = aggregate;
  const of = (path: string, blocks: BehaviourModule['blocks']): BehaviourModule => ({
    about: aggregate,
    path,
    blocks,
  });
  const modules = [
    of(plan.symbol(id, 'event').from, (scope) => transformEvents(aggregate, scope)),
    of(plan.symbol(id, 'evolve').from, (scope) => transformEvolve(aggregate, scope)),
  ];
  if (commands.length === 0) return modules;
  return [
    ...modules,
    of(plan.symbol(id, 'command').from, (scope) => transformCommands(aggregate, scope)),
    of(plan.symbol(id, 'decide').from, (scope) => transformDecide(aggregate, scope)),
    of(plan.symbol(id, 'may').from, (scope) => transformPermissions(aggregate, scope)),
  ];
}
