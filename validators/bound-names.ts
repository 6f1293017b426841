import { assertNever } from '../pim/assert-never.ts';
import type { CommandClause, ServiceStep } from '../pim/behaviour.ts';
import type { Parameter } from '../pim/expression.ts';
import type { Model } from '../pim/model.ts';

/** Every name that `let`, `step` or `for each` binds. */
export function boundNames(model: Model): readonly Parameter[] {
  return model.contexts.flatMap((context) => [
    ...context.declarations.flatMap((declaration) =>
      declaration.kind === 'aggregate' ? declaration.commands.flatMap(({ clauses }) => namesIn(clauses)) : [],
    ),
    ...context.services.flatMap(({ steps }) => namesIn(steps)),
    ...context.policies.flatMap(({ each }) => (each ? [each.parameter] : [])),
  ]);
}

/** The names that some clauses bind, those inside loops included. */
export function namesIn(clauses: readonly (CommandClause | ServiceStep)[]): readonly Parameter[] {
  return clauses.flatMap((clause): readonly Parameter[] => {
    switch (clause.kind) {
      case 'let':
        return [clause.parameter];
      case 'step':
        return clause.parameter ? [clause.parameter] : [];
      case 'emits':
        return clause.emissions.flatMap(({ each }) => (each ? [each.parameter] : []));
      case 'forEach':
        return [clause.each.parameter, ...namesIn(clause.steps)];
      case 'requires':
        return [];
      default:
        return assertNever(clause);
    }
  });
}
