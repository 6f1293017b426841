import type { CommandClause, Emission } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import { childExpressions } from '../../../pim/expression-tools.ts';
import type { ElementId } from '../../../pim/model.ts';
import type { ModelIndex } from '../../../pim/model-index.ts';

/** What expressions need that only comes in with a command. */
export interface Needs {
  readonly now: boolean;
  readonly caller: boolean;
  readonly newId: boolean;
  /** Calculations and translations by hand. */
  readonly byHand: ReadonlySet<ElementId>;
}

/** What is needed by expressions, and by the calculations that they call. */
export function needsOf(expressions: readonly Expression[], index: ModelIndex): Needs {
  const found = { now: false, caller: false, newId: false };
  const byHand = new Set<ElementId>();
  const called = new Set<ElementId>();
  const visit = (expression: Expression): void => {
    switch (expression.kind) {
      case 'ambient':
        if (expression.ambient === 'now' || expression.ambient === 'caller') found[expression.ambient] = true;
        break;
      case 'construction':
        found.newId ||= makesId(expression, index);
        break;
      case 'call': {
        const callee = index.get(expression.callee);
        if (callee?.kind !== 'calculation' || called.has(callee.id)) break;
        called.add(callee.id);
        if (callee.value) visit(callee.value);
        else byHand.add(callee.id);
        break;
      }
      case 'translated': {
        const translation = index.get(expression.translation);
        if (translation?.kind === 'translation' && translation.byHand) byHand.add(translation.id);
        break;
      }
      default:
        break;
    }
    for (const child of childExpressions(expression)) visit(child);
  };
  for (const expression of expressions) visit(expression);
  return { ...found, byHand };
}

/** True if nothing has to come in. */
export function needsNothing({ now, caller, newId, byHand }: Needs): boolean {
  return !now && !caller && !newId && byHand.size === 0;
}

function makesId(
  { structure, values }: Extract<Expression, { readonly kind: 'construction' }>,
  index: ModelIndex,
): boolean {
  const element = index.get(structure);
  if (!element || !('fields' in element)) return false;
  return element.fields.some(({ generated, name }) => generated && !values.some((one) => one.name === name));
}

/** Every expression of a command's clauses. */
export function clauseExpressions(clauses: readonly CommandClause[]): readonly Expression[] {
  return clauses.flatMap((clause): readonly Expression[] => {
    switch (clause.kind) {
      case 'let':
        return [clause.value];
      case 'requires':
        return [clause.condition];
      case 'emits':
        return clause.emissions.flatMap(emissionExpressions);
    }
  });
}

export function emissionExpressions({ values, each, condition }: Emission): readonly Expression[] {
  return [
    ...(each?.source.kind === 'list' ? [each.source.list] : []),
    ...(condition ? [condition] : []),
    ...values.map(({ value }) => value),
  ];
}
