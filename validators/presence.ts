import type { Expression } from '../pim/expression.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { expressionKey, type FactVisitor, walkWithFacts } from './narrowing.ts';

/** A part of an expression that may be absent where a value is needed. */
export interface AbsentUse {
  readonly node: Expression;
  /** As one would write it to ask `is present`. */
  readonly path: string;
}

/** Every optional that an expression uses without a guard; each path once. */
export function absentUses(
  expression: Expression,
  index: ModelIndex,
  mayBeAbsent: boolean,
): readonly AbsentUse[] {
  const uses = new Map<string, AbsentUse>();
  const visitor: FactVisitor = {
    learn: (test) => {
      if (test.kind !== 'presence') return undefined;
      const keys = new Set(pathOf(test.operand).map(expressionKey));
      const none = new Set<string>();
      return test.present ? { whenTrue: keys, whenFalse: none } : { whenTrue: none, whenFalse: keys };
    },
    visit: (node, facts, absentIsFine) => {
      if (node.kind !== 'fieldAccess' || absentIsFine) return;
      for (const step of pathOf(node)) {
        if (!isOptionalField(step, index)) continue;
        const key = expressionKey(step);
        if (facts.has(key)) continue;
        if (!uses.has(key)) uses.set(key, { node: step, path: printPath(step) });
        return;
      }
    },
  };
  walkWithFacts(expression, visitor, mayBeAbsent);
  return [...uses.values()];
}

/** `a`, `a.b` and `a.b.c` for `a.b.c`: all are there if the last is. */
function pathOf(expression: Expression): readonly Expression[] {
  const steps: Expression[] = [];
  for (let node = expression; node.kind === 'fieldAccess'; node = node.receiver) steps.unshift(node);
  return steps;
}

function isOptionalField(step: Expression, index: ModelIndex): boolean {
  if (step.kind !== 'fieldAccess') return false;
  const field = index.get(step.field);
  return field?.kind === 'field' && field.optional;
}

function printPath(step: Expression): string {
  switch (step.kind) {
    case 'fieldAccess': {
      const { receiver, name } = step;
      return receiver.kind === 'self' ? name : `${printPath(receiver)}.${name}`;
    }
    case 'old':
      return 'old';
    case 'parameter':
      return step.name;
    default:
      return '(…)';
  }
}
