import { assertNever } from '../pim/assert-never.ts';
import type { Expression, FieldValue, Parameter } from '../pim/expression.ts';
import { childExpressions, rewrite } from '../pim/expression-tools.ts';
import type { ElementId } from '../pim/model.ts';

/** Keys of expressions (`expressionKey`) of which something is known, such as that they are present. */
export type Facts = ReadonlySet<string>;

/** What is known where a condition turned out true, and where it turned out false. */
export interface Learnt {
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
}

export interface FactVisitor {
  /** What a single test tells, such as `x is present`. Never asked about `and`, `or`, `not`… */
  learn(test: Expression): Learnt | undefined;
  /**
   * Called with every node, the outer before the inner, and the facts that hold where it stands.
   * `mayBeAbsent` says that whatever takes its value can do with none, as `??` and `is present` can.
   */
  visit(node: Expression, facts: Facts, mayBeAbsent: boolean): void;
}

export const noFacts: Facts = new Set();
const nothing: Learnt = { whenTrue: noFacts, whenFalse: noFacts };

export interface Surroundings {
  /** What is known before the expression is reached. */
  readonly facts?: Facts;
  readonly mayBeAbsent?: boolean;
  /** Whether the field of this id can do without a value. */
  readonly takesNone?: (field: ElementId) => boolean;
}

/**
 * Walks an expression, with what `and`, `or`, `implies`, `not` and `if` let one know at each node, and
 * tells what one knows behind it.
 */
export function walkWithFacts(
  expression: Expression,
  visitor: FactVisitor,
  { facts = noFacts, mayBeAbsent = false, takesNone = () => false }: Surroundings = {},
): Learnt {
  return new FactWalk(visitor, takesNone).walk(expression, facts, mayBeAbsent);
}

type LambdaNode = Extract<Expression, { kind: 'quantifier' | 'sum' | 'unique' | 'filter' | 'mapList' }>;

/** Steps to a place: whoever visits the last sees to all before it. */
export function isPathStep({ kind }: Expression): boolean {
  return kind === 'fieldAccess' || kind === 'lookup' || kind === 'listEnd' || kind === 'dereference';
}

class FactWalk {
  private readonly visitor: FactVisitor;
  private readonly takesNone: (field: ElementId) => boolean;

  constructor(visitor: FactVisitor, takesNone: (field: ElementId) => boolean) {
    this.visitor = visitor;
    this.takesNone = takesNone;
  }

  walk(node: Expression, facts: Facts, mayBeAbsent: boolean): Learnt {
    this.visitor.visit(node, facts, mayBeAbsent);
    switch (node.kind) {
      case 'not': {
        const { whenTrue, whenFalse } = this.walk(node.operand, facts, false);
        return { whenTrue: whenFalse, whenFalse: whenTrue };
      }
      case 'conditional': {
        const test = this.walk(node.condition, facts, false);
        const yes = this.walk(node.whenTrue, union(facts, test.whenTrue), mayBeAbsent);
        const no = this.walk(node.whenFalse, union(facts, test.whenFalse), mayBeAbsent);
        return {
          whenTrue: common(union(test.whenTrue, yes.whenTrue), union(test.whenFalse, no.whenTrue)),
          whenFalse: common(union(test.whenTrue, yes.whenFalse), union(test.whenFalse, no.whenFalse)),
        };
      }
      case 'presence':
        this.walk(node.operand, facts, true);
        break;
      case 'fieldAccess':
        this.receiver(node.receiver, facts, mayBeAbsent);
        break;
      case 'lookup':
        this.receiver(node.collection, facts, mayBeAbsent);
        this.walk(node.key, facts, false);
        break;
      case 'listEnd':
        this.receiver(node.list, facts, mayBeAbsent);
        break;
      case 'dereference':
        this.receiver(node.reference, facts, mayBeAbsent);
        break;
      case 'translated':
        // What is absent stays absent.
        this.walk(node.operand, facts, mayBeAbsent);
        break;
      case 'binary':
        return this.binary(node, facts, mayBeAbsent);
      case 'construction':
      case 'call':
        for (const { field, value } of node.values) this.walk(value, facts, this.takesNone(field));
        break;
      case 'quantifier':
      case 'sum':
      case 'unique':
      case 'filter':
      case 'mapList':
        this.lambda(node, facts);
        break;
      default:
        for (const child of childExpressions(node)) this.walk(child, facts, false);
    }
    return this.visitor.learn(node) ?? nothing;
  }

  private receiver(node: Expression, facts: Facts, mayBeAbsent: boolean): void {
    this.walk(node, facts, isPathStep(node) || mayBeAbsent);
  }

  /** Of what `.where(x => …)` lets through, its condition is known. */
  private lambda(node: LambdaNode, facts: Facts): void {
    this.walk(node.list, facts, false);
    if (!node.body) return;
    const { list, parameter } = node;
    if (list.kind !== 'filter' || !parameter) {
      this.walk(node.body, facts, false);
      return;
    }
    const silent: FactVisitor = { learn: (test) => this.visitor.learn(test), visit: () => undefined };
    const condition = renamed(list.body, list.parameter, parameter);
    const { whenTrue } = walkWithFacts(condition, silent, { facts, takesNone: this.takesNone });
    this.walk(node.body, union(facts, whenTrue), false);
  }

  private binary(node: Extract<Expression, { kind: 'binary' }>, facts: Facts, mayBeAbsent: boolean): Learnt {
    const { operator, left, right } = node;
    if (operator === '??') {
      this.walk(left, facts, true);
      this.walk(right, facts, mayBeAbsent);
      return nothing;
    }
    const one = this.walk(left, facts, false);
    switch (operator) {
      case 'and': {
        const other = this.walk(right, union(facts, one.whenTrue), false);
        return {
          whenTrue: union(one.whenTrue, other.whenTrue),
          whenFalse: common(one.whenFalse, union(one.whenTrue, other.whenFalse)),
        };
      }
      case 'or': {
        const other = this.walk(right, union(facts, one.whenFalse), false);
        return {
          whenTrue: common(one.whenTrue, union(one.whenFalse, other.whenTrue)),
          whenFalse: union(one.whenFalse, other.whenFalse),
        };
      }
      case 'implies': {
        const other = this.walk(right, union(facts, one.whenTrue), false);
        return {
          whenTrue: common(one.whenFalse, union(one.whenTrue, other.whenTrue)),
          whenFalse: union(one.whenTrue, other.whenFalse),
        };
      }
      default:
        this.walk(right, facts, false);
        return this.visitor.learn(node) ?? nothing;
    }
  }
}

export function union(left: Facts, right: Facts): Facts {
  if (right.size === 0) return left;
  return left.size === 0 ? right : new Set([...left, ...right]);
}

function common(left: Facts, right: Facts): Facts {
  if (left.size === 0 || right.size === 0) return noFacts;
  return new Set([...left].filter((fact) => right.has(fact)));
}

/** Equal for expressions that have the same value wherever both stand. */
export function expressionKey(expression: Expression): string {
  const children = childExpressions(expression);
  const label = labelOf(expression);
  return children.length === 0 ? label : `${label}(${children.map(expressionKey).join(',')})`;
}

function labelOf(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'enumReference':
      return expression.literal;
    case 'parameter':
      return `#${expression.binding}`;
    case 'fieldAccess':
      return `.${expression.field}`;
    case 'binary':
      return expression.operator;
    case 'membership':
      return expression.items ? 'in items' : 'in';
    case 'presence':
      return expression.present ? 'present' : 'absent';
    case 'quantifier':
      return `${expression.quantifier}#${expression.parameter.binding}`;
    case 'sum':
    case 'unique':
      return `${expression.kind}#${expression.parameter?.binding ?? ''}`;
    case 'stringTest':
      return expression.test;
    case 'stringTransform':
      return expression.transform;
    case 'match':
      return `/${expression.pattern.source}/`;
    case 'translated':
      return `to ${expression.translation}`;
    case 'isAlternative':
      return `is ${expression.alternative}`;
    case 'mapEntries':
      return expression.part;
    case 'network':
      return `${expression.kind} ${expression.operation}`;
    case 'epoch':
      return `${expression.kind} ${expression.unit}`;
    case 'ratio':
      return `${expression.kind} ${expression.scale}`;
    case 'ambient':
      return expression.ambient;
    case 'construction':
      return `${expression.structure} ${fieldsOf(expression)}`;
    case 'call':
      return `${expression.callee} ${fieldsOf(expression)}`;
    case 'objectLiteral':
      return JSON.stringify(expression.entries.map(({ key }) => key));
    case 'filter':
    case 'mapList':
      return `${expression.kind}#${expression.parameter.binding}`;
    case 'listEnd':
      return expression.end;
    case 'neighbour':
      return expression.direction;
    case 'unresolvedName':
      return `?${expression.name}`;
    case 'self':
    case 'old':
    case 'input':
    case 'absent':
    case 'not':
    case 'negation':
    case 'conditional':
    case 'size':
    case 'rank':
    case 'lookup':
    case 'hasKey':
    case 'exactlyOne':
    case 'listLiteral':
    case 'dereference':
    case 'reversed':
      return expression.kind;
    default:
      return assertNever(expression);
  }
}

function fieldsOf({ values }: { readonly values: readonly FieldValue[] }): string {
  return values.map(({ field }) => field).join(' ');
}

/** The condition, said of another parameter. */
export function renamed(condition: Expression, from: Parameter, to: Parameter): Expression {
  return rewrite(condition, (node) =>
    node.kind === 'parameter' && node.binding === from.binding
      ? { ...node, name: to.name, binding: to.binding }
      : node,
  );
}
