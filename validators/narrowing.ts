import { assertNever } from '../pim/assert-never.ts';
import type { Expression } from '../pim/expression.ts';
import { childExpressions } from '../pim/expression-tools.ts';

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

const noFacts: Facts = new Set();
const nothing: Learnt = { whenTrue: noFacts, whenFalse: noFacts };

/** Walks an expression, with what `and`, `or`, `implies`, `not` and `if` let one know at each node. */
export function walkWithFacts(expression: Expression, visitor: FactVisitor, mayBeAbsent = false): void {
  new FactWalk(visitor).walk(expression, noFacts, mayBeAbsent);
}

class FactWalk {
  private readonly visitor: FactVisitor;

  constructor(visitor: FactVisitor) {
    this.visitor = visitor;
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
      case 'fieldAccess': {
        // Whoever visits `a.b.c` sees to `a.b` and `a` too.
        const isPath = node.receiver.kind === 'fieldAccess';
        this.walk(node.receiver, facts, isPath || mayBeAbsent);
        break;
      }
      case 'binary':
        return this.binary(node, facts, mayBeAbsent);
      default:
        for (const child of childExpressions(node)) this.walk(child, facts, false);
    }
    return this.visitor.learn(node) ?? nothing;
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

function union(left: Facts, right: Facts): Facts {
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
    case 'filter':
    case 'mapList':
      return `${expression.kind}#${expression.parameter.binding}`;
    case 'isAlternative':
      return `is ${expression.alternative}`;
    case 'lookup':
      return `[${expression.by ?? ''}]`;
    case 'mapEntries':
      return expression.part;
    case 'network':
      return expression.operation;
    case 'epoch':
      return expression.unit;
    case 'ratio':
      return `ratio ${expression.scale}`;
    case 'ambient':
      return expression.ambient;
    case 'construction':
      return `${expression.structure} ${JSON.stringify(expression.values.map(({ name }) => name))}`;
    case 'call':
      return `${expression.callee} ${JSON.stringify(expression.values.map(({ name }) => name))}`;
    case 'objectLiteral':
      return JSON.stringify(expression.entries.map(({ key }) => key));
    case 'listEnd':
      return expression.end;
    case 'neighbour':
      return expression.direction;
    case 'stringTest':
      return expression.test;
    case 'stringTransform':
      return expression.transform;
    case 'match':
      return `/${expression.pattern.source}/`;
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
    case 'hasKey':
    case 'listLiteral':
    case 'dereference':
    case 'reversed':
      return expression.kind;
    default:
      return assertNever(expression);
  }
}
