import type { Refusal } from '../../pim/behaviour.ts';
import type { Aggregate } from '../../pim/model.ts';
import { nothing } from './cel-cost.ts';
import type { PlacedRule } from './psm.ts';
import { schemaPointer } from './structural-schema.ts';

/** What a definition cannot hold of an aggregate, besides rules: whoever relies on it should know. */
export function unheldOf(aggregate: Aggregate): readonly PlacedRule[] {
  const keys = aggregate.keys.map(({ id }) =>
    unheld(id, 'the API server judges each object without looking at others'),
  );
  const guards = aggregate.commands.flatMap((command) =>
    command.clauses.flatMap((clause): readonly Refusal[] => {
      if (clause.kind === 'requires') return [clause.refusal];
      return clause.kind === 'let' && clause.refusal ? [clause.refusal] : [];
    }),
  );
  const named = [...new Set(guards.filter(({ name }) => name !== '').map(({ id }) => id))];
  return [
    ...keys,
    ...named.map((id) => unheld(id, 'it guards a command, and the API server sees states only')),
  ];
}

function unheld(rule: string, reason: string): PlacedRule {
  return { rule, node: schemaPointer, reason, cost: nothing };
}
