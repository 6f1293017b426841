import type { CommandClause, Emission, Translation } from './behaviour.ts';
import type { Construction, Expression } from './expression.ts';
import { childExpressions } from './expression-tools.ts';
import type { ElementId } from './model.ts';
import { isStructure, type ModelIndex } from './model-index.ts';

/** What expressions need that they do not have in themselves. */
export interface Needs {
  readonly now: boolean;
  readonly caller: boolean;
  readonly newId: boolean;
  /** Calculations and translations by hand. */
  readonly byHand: ReadonlySet<ElementId>;
}

/** What is needed by expressions, and by the calculations and translations that they use. */
export function needsOf(expressions: readonly Expression[], index: ModelIndex): Needs {
  return allNeeds(index, (visit) => expressions.forEach(visit.expression));
}

/** What a translation needs beside what it translates. */
export function needsOfTranslation(translation: Translation, index: ModelIndex): Needs {
  return allNeeds(index, (visit) => visit.translation(translation));
}

interface Visit {
  expression(expression: Expression): void;
  translation(translation: Translation): void;
}

function allNeeds(index: ModelIndex, begin: (visit: Visit) => void): Needs {
  const found = { now: false, caller: false, newId: false };
  const byHand = new Set<ElementId>();
  const called = new Set<ElementId>();
  const translation = (one: Translation): void => {
    if (called.has(one.id)) return;
    called.add(one.id);
    if (one.byHand) byHand.add(one.id);
    if (one.condition) visit(one.condition);
    for (const { value } of one.values) visit(value);
  };
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
        const used = index.get(expression.translation);
        if (used?.kind === 'translation') translation(used);
        break;
      }
      default:
        break;
    }
    for (const child of childExpressions(expression)) visit(child);
  };
  begin({ expression: visit, translation });
  return { ...found, byHand };
}

/** True if nothing has to come in. */
export function needsNothing({ now, caller, newId, byHand }: Needs): boolean {
  return !now && !caller && !newId && byHand.size === 0;
}

function makesId({ structure, values }: Construction, index: ModelIndex): boolean {
  const element = index.get(structure);
  if (!isStructure(element)) return false;
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
