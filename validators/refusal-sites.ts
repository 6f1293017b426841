import { assertNever } from '../pim/assert-never.ts';
import type { Command, CommandClause, Query, Refusal, Service, ServiceStep } from '../pim/behaviour.ts';
import type { Aggregate, Context, Model } from '../pim/model.ts';

/** A refusal, and what refuses. */
export interface RefusalSite {
  readonly refusal: Refusal;
  readonly owner: Command | Service | Query;
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

/** Every refusal that has a name. */
export function refusalSites(model: Model): readonly RefusalSite[] {
  return allSites(model).filter(({ refusal }) => refusal.name !== '');
}

/** What is required without a word on what it is refused with. */
export function namelessRefusals(model: Model): readonly RefusalSite[] {
  return allSites(model).filter(({ refusal }) => refusal.name === '');
}

function allSites(model: Model): readonly RefusalSite[] {
  return model.contexts.flatMap((context) => [
    ...context.declarations.flatMap((aggregate): readonly RefusalSite[] =>
      aggregate.kind !== 'aggregate'
        ? []
        : aggregate.commands.flatMap((owner) =>
            allIn(owner.clauses).map((refusal) => ({ refusal, owner, aggregate, context })),
          ),
    ),
    ...context.services.flatMap((owner) =>
      allIn(owner.steps).map((refusal): RefusalSite => ({ refusal, owner, context })),
    ),
    ...context.queries.flatMap((owner): readonly RefusalSite[] =>
      owner.refusal ? [{ refusal: owner.refusal, owner, context }] : [],
    ),
  ]);
}

/** Those of some clauses, those inside loops included. */
function allIn(clauses: readonly (CommandClause | ServiceStep)[]): readonly Refusal[] {
  return clauses
    .flatMap((clause): readonly (Refusal | undefined)[] => {
      switch (clause.kind) {
        case 'let':
        case 'requires':
          return [clause.refusal];
        case 'forEach':
          return allIn(clause.steps);
        case 'emits':
        case 'step':
          return [];
        default:
          return assertNever(clause);
      }
    })
    .filter((refusal) => refusal !== undefined);
}
