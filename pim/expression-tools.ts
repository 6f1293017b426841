import { assertNever } from './assert-never.ts';
import type {
  Binary,
  ComparisonOperator,
  Expression,
  FieldAccess,
  Parameter,
  Presence,
} from './expression.ts';
import type { ElementId, Field } from './model.ts';
import { fieldOf, type ModelIndex, underlyingType, unionOf } from './model-index.ts';
import type { Type } from './type.ts';

/** What holds where a comparison does not: everything that is compared has a total order. */
export const opposites: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

export function isComparison(operator: string): operator is ComparisonOperator {
  return Object.hasOwn(opposites, operator);
}

/** The expressions directly inside one, in the order of the source. */
export function childExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'enumReference':
    case 'self':
    case 'old':
    case 'parameter':
    case 'input':
    case 'ambient':
    case 'absent':
      return [];
    case 'fieldAccess':
      return [expression.receiver];
    case 'not':
    case 'negation':
    case 'presence':
    case 'size':
    case 'rank':
    case 'stringTransform':
    case 'match':
    case 'isAlternative':
    case 'epoch':
    case 'neighbour':
    case 'translated':
      return [expression.operand];
    case 'exactlyOne':
      return expression.conditions;
    case 'binary':
      return [expression.left, expression.right];
    case 'membership':
      return [expression.operand, ...(expression.items ?? []), ...(expression.list ? [expression.list] : [])];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'quantifier':
    case 'filter':
    case 'mapList':
      return [expression.list, expression.body];
    case 'sum':
    case 'unique':
      return expression.body ? [expression.list, expression.body] : [expression.list];
    case 'stringTest':
    case 'network':
      return expression.argument ? [expression.operand, expression.argument] : [expression.operand];
    case 'lookup':
      return [expression.collection, expression.key];
    case 'hasKey':
      return [expression.map, expression.key];
    case 'mapEntries':
      return [expression.map];
    case 'ratio':
      return [expression.dividend, expression.divisor];
    case 'construction':
    case 'call':
      return expression.values.map(({ value }) => value);
    case 'listLiteral':
      return expression.items;
    case 'objectLiteral':
      return expression.entries.map(({ value }) => value);
    case 'dereference':
      return [expression.reference];
    case 'listEnd':
    case 'reversed':
      return [expression.list];
    case 'unresolvedName':
      return expression.receiver ? [expression.receiver] : [];
    default:
      return assertNever(expression);
  }
}

/** The same expression with `change` applied to each direct child. */
export function mapChildren(expression: Expression, change: (child: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'enumReference':
    case 'self':
    case 'old':
    case 'parameter':
    case 'input':
    case 'ambient':
    case 'absent':
      return expression;
    case 'fieldAccess':
      return { ...expression, receiver: change(expression.receiver) };
    case 'not':
    case 'negation':
    case 'presence':
    case 'size':
    case 'rank':
    case 'stringTransform':
    case 'match':
    case 'isAlternative':
    case 'epoch':
    case 'neighbour':
    case 'translated':
      return { ...expression, operand: change(expression.operand) };
    case 'binary':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'membership':
      return {
        ...expression,
        operand: change(expression.operand),
        ...(expression.items ? { items: expression.items.map(change) } : {}),
        ...(expression.list ? { list: change(expression.list) } : {}),
      };
    case 'conditional':
      return {
        ...expression,
        condition: change(expression.condition),
        whenTrue: change(expression.whenTrue),
        whenFalse: change(expression.whenFalse),
      };
    case 'quantifier':
    case 'filter':
    case 'mapList':
      return { ...expression, list: change(expression.list), body: change(expression.body) };
    case 'sum':
    case 'unique':
      return {
        ...expression,
        list: change(expression.list),
        ...(expression.body ? { body: change(expression.body) } : {}),
      };
    case 'stringTest':
    case 'network':
      return {
        ...expression,
        operand: change(expression.operand),
        ...(expression.argument ? { argument: change(expression.argument) } : {}),
      };
    case 'exactlyOne':
      return { ...expression, conditions: expression.conditions.map(change) };
    case 'lookup':
      return { ...expression, collection: change(expression.collection), key: change(expression.key) };
    case 'hasKey':
      return { ...expression, map: change(expression.map), key: change(expression.key) };
    case 'mapEntries':
      return { ...expression, map: change(expression.map) };
    case 'ratio':
      return { ...expression, dividend: change(expression.dividend), divisor: change(expression.divisor) };
    case 'construction':
    case 'call':
      return {
        ...expression,
        values: expression.values.map((given) => ({ ...given, value: change(given.value) })),
      };
    case 'listLiteral':
      return { ...expression, items: expression.items.map(change) };
    case 'objectLiteral':
      return {
        ...expression,
        entries: expression.entries.map((entry) => ({ ...entry, value: change(entry.value) })),
      };
    case 'dereference':
      return { ...expression, reference: change(expression.reference) };
    case 'listEnd':
    case 'reversed':
      return { ...expression, list: change(expression.list) };
    case 'unresolvedName':
      return expression.receiver ? { ...expression, receiver: change(expression.receiver) } : expression;
    default:
      return assertNever(expression);
  }
}

/** Rebuilds an expression from its leaves up: `change` sees each node after its children changed. */
export function rewrite(expression: Expression, change: (node: Expression) => Expression): Expression {
  return change(mapChildren(expression, (child) => rewrite(child, change)));
}

/** True if any node of the expression satisfies the test. */
export function someNode(expression: Expression, test: (node: Expression) => boolean): boolean {
  return test(expression) || childExpressions(expression).some((child) => someNode(child, test));
}

/**
 * Replaces each access of a derived field by its derivation, with `self` in it replaced by the
 * receiver, until none is left. A derived field of an absent receiver is absent: where that is asked
 * (`is present`, `??`), the question goes to the receiver. Lambda parameters are renamed where a
 * receiver's name would be captured, so that names alone still tell them apart. For a checked model:
 * derivations do not go round in circles there.
 */
export function inlineDerived(expression: Expression, index: ModelIndex): Expression {
  if (expression.kind === 'presence' && mayLoseAbsence(expression.operand, index)) {
    return presenceOf(expression.operand, expression, index);
  }
  if (isCoalescing(expression) && mayLoseAbsence(expression.left, index)) {
    return coalesce(expression.left, expression.right, expression, index);
  }
  const inlined = mapChildren(expression, (child) => inlineDerived(child, index));
  if (inlined.kind !== 'fieldAccess') return ofType(inlined, inlined.type, index);
  if (!isDerivedSomewhere(inlined.field, index)) return inlined;
  return ofShapes(inlined, index) ?? inlineField(inlined, index);
}

function inlineField(access: FieldAccess, index: ModelIndex): Expression {
  const { derivation } = fieldOf(index, access.field);
  if (!derivation) return access;
  const { receiver } = access;
  const derived = ofType(inlineDerived(derivation, index), access.type, index);
  const copy = withoutCapture(derived, parameterNames(receiver));
  return rewrite(copy, (inner) => (inner.kind === 'self' ? receiver : inner));
}

/** What comes to a day, a moment or an address is one, and no text, where it is written as one. */
function ofType(expression: Expression, type: Type, index: ModelIndex): Expression {
  const resolved = underlyingType(index, type);
  const isAddress = resolved.kind === 'cidr' || (resolved.kind === 'format' && resolved.format === 'Ipv4');
  if (resolved.kind !== 'date' && resolved.kind !== 'dateTime' && !isAddress) return expression;
  const typed = (part: Expression): Expression => ofType(part, type, index);
  if (expression.kind === 'literal') return { ...expression, type };
  if (expression.kind === 'conditional')
    return {
      ...expression,
      whenTrue: typed(expression.whenTrue),
      whenFalse: typed(expression.whenFalse),
      type,
    };
  return isCoalescing(expression)
    ? { ...expression, left: typed(expression.left), right: typed(expression.right), type }
    : expression;
}

/** A field that several shapes of a `one of` value have, each in its own way: which of them it is, is asked for. */
function ofShapes(access: FieldAccess, index: ModelIndex): Expression | undefined {
  const [last, ...others] = alikeFields(access.field, index).toReversed();
  if (!last || others.length === 0) return undefined;
  const { origin, type, optional, receiver: operand } = access;
  const reading = ({ id }: Field): Expression => inlineField({ ...access, field: id }, index);
  return others.reduce<Expression>((whenFalse, field) => {
    const alternative = index.parent(field.id)?.id ?? field.id;
    const boolean = { type: { kind: 'boolean' }, optional: false } as const;
    const condition: Expression = { kind: 'isAlternative', operand, alternative, origin, ...boolean };
    return { kind: 'conditional', condition, whenTrue: reading(field), whenFalse, type, optional, origin };
  }, reading(last));
}

/** The fields of one name that the shapes of a `one of` value have; of anything else the field alone. */
function alikeFields(id: ElementId, index: ModelIndex): readonly Field[] {
  const field = fieldOf(index, id);
  const owner = index.parent(id);
  if (owner?.kind !== 'alternative') return [field];
  const fields = unionOf(index, owner).alternatives.flatMap((shape) => shape.fields);
  return fields.filter(({ name }) => name === field.name);
}

function isDerivedSomewhere(id: ElementId, index: ModelIndex): boolean {
  return alikeFields(id, index).some(({ derivation }) => derivation !== undefined);
}

function isOptionalSomewhere(id: ElementId, index: ModelIndex): boolean {
  return alikeFields(id, index).some(({ optional }) => optional);
}

type Coalescing = Binary & { readonly operator: '??' };

function isCoalescing(expression: Expression): expression is Coalescing {
  return expression.kind === 'binary' && expression.operator === '??';
}

/** A derived field whose receiver may be absent, or a choice that may come to one. */
function mayLoseAbsence(expression: Expression, index: ModelIndex): boolean {
  if (expression.kind === 'conditional') {
    return mayLoseAbsence(expression.whenTrue, index) || mayLoseAbsence(expression.whenFalse, index);
  }
  if (isCoalescing(expression)) {
    return mayLoseAbsence(expression.left, index) || mayLoseAbsence(expression.right, index);
  }
  if (expression.kind !== 'fieldAccess' || !expression.receiver.optional) return false;
  return isDerivedSomewhere(expression.field, index) || mayLoseAbsence(expression.receiver, index);
}

/** `operand is present` (or absent, as `asked` says) with derived fields asked for by their receivers. */
function presenceOf(operand: Expression, asked: Presence, index: ModelIndex): Expression {
  if (!mayLoseAbsence(operand, index)) return inlineDerived({ ...asked, operand }, index);
  const part = (one: Expression): Expression => presenceOf(one, asked, index);
  const { type, optional, origin } = asked;
  if (operand.kind === 'fieldAccess') {
    const receiver = part(operand.receiver);
    if (!isDerivedSomewhere(operand.field, index) || !isOptionalSomewhere(operand.field, index))
      return receiver;
    // It is there if what it is computed from is, and something comes of that.
    const own: Expression = { ...asked, operand: inlineDerived(operand, index) };
    return {
      kind: 'binary',
      operator: asked.present ? 'and' : 'or',
      left: receiver,
      right: own,
      type,
      optional,
      origin,
    };
  }
  if (operand.kind === 'conditional') {
    const condition = inlineDerived(operand.condition, index);
    const [whenTrue, whenFalse] = [part(operand.whenTrue), part(operand.whenFalse)];
    return { kind: 'conditional', condition, whenTrue, whenFalse, type, optional, origin };
  }
  if (!isCoalescing(operand)) return inlineDerived({ ...asked, operand }, index);
  const operator = asked.present ? 'or' : 'and';
  return {
    kind: 'binary',
    operator,
    left: part(operand.left),
    right: part(operand.right),
    type,
    optional,
    origin,
  };
}

/** `left ?? right` with each derived field in `left` guarded by its receiver. */
function coalesce(left: Expression, right: Expression, whole: Coalescing, index: ModelIndex): Expression {
  const { type, origin } = whole;
  const { optional } = right;
  if (isCoalescing(left)) {
    const rest: Coalescing = { ...whole, left: left.right, right, optional };
    return coalesce(left.left, rest, whole, index);
  }
  if (left.kind === 'conditional' && mayLoseAbsence(left, index)) {
    const condition = inlineDerived(left.condition, index);
    const whenTrue = coalesce(left.whenTrue, right, whole, index);
    const whenFalse = coalesce(left.whenFalse, right, whole, index);
    return { kind: 'conditional', condition, whenTrue, whenFalse, type, optional, origin };
  }
  if (left.kind === 'fieldAccess' && mayLoseAbsence(left, index)) {
    const asked: Presence = {
      kind: 'presence',
      operand: left.receiver,
      present: true,
      type: { kind: 'boolean' },
      optional: false,
      origin,
    };
    const condition = presenceOf(left.receiver, asked, index);
    const found = inlineDerived(left, index);
    const whenFalse = inlineDerived(right, index);
    const whenTrue = isOptionalSomewhere(left.field, index)
      ? { ...whole, left: found, right: whenFalse }
      : found;
    return { kind: 'conditional', condition, whenTrue, whenFalse, type, optional, origin };
  }
  if (!left.optional) return inlineDerived(left, index);
  return { ...whole, left: inlineDerived(left, index), right: inlineDerived(right, index), optional };
}

function parameterNames(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  someNode(expression, (node) => {
    if (node.kind === 'parameter') names.add(node.name);
    return false;
  });
  return names;
}

function withoutCapture(expression: Expression, taken: ReadonlySet<string>): Expression {
  if (taken.size === 0) return expression;
  const free = (name: string): string => {
    let candidate = name;
    for (let suffix = 2; taken.has(candidate); suffix += 1) candidate = `${name}${suffix}`;
    return candidate;
  };
  const renamed = (parameter: Parameter): Parameter => ({ ...parameter, name: free(parameter.name) });
  return rewrite(expression, (node) => {
    switch (node.kind) {
      case 'parameter':
        return { ...node, name: free(node.name) };
      case 'quantifier':
        return {
          ...node,
          ...(node.key ? { key: renamed(node.key) } : {}),
          parameter: renamed(node.parameter),
        };
      case 'sum':
      case 'unique':
        return node.parameter ? { ...node, parameter: renamed(node.parameter) } : node;
      case 'filter':
      case 'mapList':
        return { ...node, parameter: renamed(node.parameter) };
      default:
        return node;
    }
  });
}

/** The names that a node binds for its body. */
export function parametersOf(expression: Expression): readonly Parameter[] {
  switch (expression.kind) {
    case 'quantifier':
      return expression.key ? [expression.key, expression.parameter] : [expression.parameter];
    case 'sum':
    case 'unique':
      return expression.parameter ? [expression.parameter] : [];
    case 'filter':
    case 'mapList':
      return [expression.parameter];
    default:
      return [];
  }
}
