import type { Command } from '../pim/behaviour.ts';
import type { Expression } from '../pim/expression.ts';
import type { JsonObject } from '../pim/json.ts';
import type { Aggregate } from '../pim/model.ts';
import { fieldOf, type ModelIndex } from '../pim/model-index.ts';
import { scenarioCaller, scenarioMoment } from '../pim/run-scenario.ts';
import { guardsOf } from './bound-condition.ts';
import { literalsOf, type MissingOutcome } from './command-outcomes.ts';
import { allOf, isIn, not } from './condition.ts';

/**
 * What a state would have to be like for a command with this input to come to what is still missing: all of
 * the command's guards hold, or all up to the one that refuses it.
 */
export function wishesFor(
  index: ModelIndex,
  aggregate: Aggregate,
  command: Command,
  input: JsonObject,
  missing: readonly MissingOutcome[],
): readonly Expression[] {
  const outside = { ambient: { now: scenarioMoment, caller: scenarioCaller } };
  const guards = guardsOf(command, { index, input, outside });
  const conditions = guards.map(({ condition }) => condition);
  const wishes = missing.flatMap(({ about }): readonly (Expression | undefined)[] => {
    switch (about.kind) {
      case 'accepted':
        return [allOf(conditions)];
      case 'refused': {
        const at = guards.findIndex(({ refusal }) => refusal?.name === about.name);
        const guard = guards[at];
        return guard ? [allOf([...conditions.slice(0, at), not(guard.condition)])] : [];
      }
      case 'move':
        return aggregate.lifecycles.map((lifecycle) => {
          const field = lifecycle.field.id === undefined ? undefined : fieldOf(index, lifecycle.field.id);
          const literal = literalsOf(lifecycle, index).find(({ name }) => name === about.from);
          return field && literal && allOf([...conditions, isIn(aggregate, field, literal)]);
        });
      default:
        return [];
    }
  });
  return wishes.filter((wish) => wish !== undefined);
}
