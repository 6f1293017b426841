import type { Expression, HasKey } from '../pim/expression.ts';
import { childExpressions } from '../pim/expression-tools.ts';
import type { Field } from '../pim/model.ts';
import { type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { type ExpressionSite, type Missing, takesNone } from './expression-sites.ts';
import { FactKeeper } from './known.ts';
import { expressionKey, type FactVisitor, isPathStep, type Learnt, walkWithFacts } from './narrowing.ts';

/** A part of an expression that may be absent where a value is needed. */
export interface AbsentUse {
  readonly node: Expression;
  /** As one would write it to ask `is present`; undefined for what has no such spelling. */
  readonly path: string | undefined;
}

/** Keeps what is known to be there, for the sites of one model. */
export function presenceKeeper(): FactKeeper {
  return new FactKeeper(learnPresence);
}

function learnPresence(test: Expression): Learnt | undefined {
  // A map's value is there if its key is: a map holds no `null`.
  if (test.kind === 'hasKey') return learnPresence(entryOf(test));
  // What has a shape is there.
  const isThere = test.kind === 'isAlternative' || (test.kind === 'presence' && test.present);
  if (test.kind !== 'presence' && !isThere) return undefined;
  const keys = new Set(stepsOf(test.operand).map(expressionKey));
  const none = new Set<string>();
  return isThere ? { whenTrue: keys, whenFalse: none } : { whenTrue: none, whenFalse: keys };
}

/** `labels["a"] is present`, for `labels.has("a")`. */
function entryOf({ map, key, type, origin }: HasKey): Expression {
  const operand: Expression = { kind: 'lookup', collection: map, key, type, optional: true, origin };
  return { kind: 'presence', operand, present: true, type, optional: false, origin };
}

/** Every optional that an expression uses without a guard; each once. */
export function absentUses(
  { expression, known, missing }: Pick<ExpressionSite, 'expression' | 'known' | 'missing'>,
  index: ModelIndex,
  mayBeAbsent: boolean,
  keeper: FactKeeper = presenceKeeper(),
): readonly AbsentUse[] {
  const uses = new Map<string, AbsentUse>();
  const visitor: FactVisitor = {
    learn: learnPresence,
    visit: (node, facts, absentIsFine) => {
      if (absentIsFine || !mayBePath(node)) return;
      for (const step of stepsOf(node)) {
        if (!mayEndHere(step, index, missing)) continue;
        const key = expressionKey(step);
        if (facts.has(key)) continue;
        if (!uses.has(key)) uses.set(key, { node: step, path: printPath(step) });
        return;
      }
    },
  };
  walkWithFacts(expression, visitor, {
    facts: keeper.factsOf(known),
    mayBeAbsent,
    takesNone: (id) => {
      const field = index.get(id);
      return field?.kind !== 'field' || takesNone(field);
    },
  });
  return [...uses.values()];
}

function mayBePath(node: Expression): boolean {
  return (
    isPathStep(node) ||
    node.kind === 'parameter' ||
    node.kind === 'neighbour' ||
    node.kind === 'call' ||
    node.kind === 'absent'
  );
}

/** `a`, `a.b` and `a.b.c` for `a.b.c`: all are there if the last is. */
function stepsOf(expression: Expression): readonly Expression[] {
  const steps: Expression[] = [];
  let node: Expression | undefined = expression;
  while (node) {
    steps.unshift(node);
    node = receiverOf(node);
  }
  return steps;
}

function receiverOf(node: Expression): Expression | undefined {
  switch (node.kind) {
    case 'fieldAccess':
      return node.receiver;
    case 'lookup':
      return node.collection;
    case 'listEnd':
      return node.list;
    case 'dereference':
      return node.reference;
    default:
      return undefined;
  }
}

/** Whether a step is what may be absent, and not only something before it. */
function mayEndHere(step: Expression, index: ModelIndex, missing: Missing | undefined): boolean {
  switch (step.kind) {
    case 'fieldAccess': {
      const field = index.get(step.field);
      if (field?.kind !== 'field') return false;
      const isOfNewRow = missing?.kind === 'new row' && step.receiver.kind === 'self';
      return field.optional || (isOfNewRow && !beginsByItself(field, index));
    }
    case 'lookup':
      // What nothing can be looked up in is reported as such.
      return step.by !== undefined || underlyingType(index, step.collection.type).kind !== 'list';
    case 'listEnd':
    case 'neighbour':
    case 'absent':
      return true;
    case 'parameter':
    case 'call':
      return step.optional;
    default:
      return false;
  }
}

/** Whether a new row has the field: an id, a default, an empty list. */
function beginsByItself({ role, type, default: value }: Field, index: ModelIndex): boolean {
  const { kind } = underlyingType(index, type);
  return role !== 'data' || value !== undefined || kind === 'list' || kind === 'map';
}

/** What is read of `self`, or of its state before, where there is neither; each once. */
export function readsOfMissing({ expression, missing, role }: ExpressionSite): readonly AbsentUse[] {
  // A place is not read.
  if (role === 'target' || !missing || missing.kind === 'new row') return [];
  const uses = new Map<string, AbsentUse>();
  const visit = (node: Expression): void => {
    if (readsSelf(node, missing)) {
      const key = expressionKey(node);
      if (!uses.has(key)) uses.set(key, { node, path: printPath(node) });
      return;
    }
    for (const child of childExpressions(node)) visit(child);
  };
  visit(expression);
  return [...uses.values()];
}

function readsSelf(node: Expression, missing: Missing): boolean {
  const isIt = (one: Expression): boolean =>
    one.kind === 'self' || (one.kind === 'old' && missing.kind === 'created');
  return isIt(node) || (node.kind === 'fieldAccess' && isIt(node.receiver));
}

/** A path as one writes it; undefined for what is no path. */
export function printPath(step: Expression): string | undefined {
  switch (step.kind) {
    case 'fieldAccess': {
      const { receiver, name } = step;
      if (receiver.kind === 'self' || receiver.kind === 'input') return name;
      const before = printPath(receiver);
      return before === undefined ? undefined : `${before}.${name}`;
    }
    case 'lookup': {
      const [collection, key] = [printPath(step.collection), printPath(step.key)];
      return collection === undefined || key === undefined ? undefined : `${collection}[${key}]`;
    }
    case 'listEnd': {
      const list = printPath(step.list);
      return list === undefined ? undefined : `${list}.${step.end}`;
    }
    case 'neighbour': {
      const operand = printPath(step.operand);
      return operand === undefined ? undefined : `${operand}.${step.direction}`;
    }
    case 'dereference':
      return printPath(step.reference);
    case 'literal':
      return typeof step.value === 'string' ? JSON.stringify(step.value) : String(step.value);
    case 'enumReference':
      return step.literal.slice(step.literal.lastIndexOf('.') + 1);
    case 'old':
      return 'old';
    case 'self':
      return 'it';
    case 'parameter':
      return step.name;
    default:
      return undefined;
  }
}
