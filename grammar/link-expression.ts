import type { Expression, Parameter } from '../pim/expression.ts';
import type { Enum, Field } from '../pim/model.ts';
import type { Origin } from '../pim/origin.ts';
import { parsePattern } from '../pim/parse-pattern.ts';
import type { ExpressionType, Type } from '../pim/type.ts';
import {
  familyOf,
  isMismatch,
  resolveType,
  type TypeSource,
  typeOfBinary,
  typeOfConditional,
} from '../pim/typing.ts';
import type * as ast from './generated/ast.ts';
import { decodeNumber, decodePatternSource, decodeText, originOf } from './source.ts';

/** What the names of an expression can mean. */
export interface ExpressionScope extends TypeSource {
  readonly file: string;
  /** What `self`, `it` and bare field names are about. */
  readonly self: Type;
  /** The structure whose fields bare names find, if `self` is one. */
  readonly selfFields: ReadonlyMap<string, Field>;
  /** True in the rules of an aggregate, where `old` is the state before a change. */
  readonly allowsOld: boolean;
  fieldsOf(structure: Type): ReadonlyMap<string, Field>;
  /** The enums that a bare literal may belong to, nearest first. */
  readonly enums: readonly Enum[];
  enumOf(type: Type): Enum | undefined;
  enumNamed(name: string): Enum | undefined;
  nextBinding(): number;
}

const boolean: ExpressionType = { type: { kind: 'boolean' }, optional: false };
const integer: ExpressionType = { type: { kind: 'integer', range: {} }, optional: false };
const string: Type = { kind: 'string', length: { min: 0, max: Number.MAX_SAFE_INTEGER, stated: true } };

const stringTests = ['startsWith', 'endsWith', 'contains', 'isBlank', 'isTrimmed'] as const;
const stringTransforms = ['lowerAscii', 'upperAscii'] as const;
const quantifiers = ['all', 'any', 'none', 'count'] as const;
const listMembers = ['size', 'sum', 'unique', ...quantifiers];
const stringMembers = ['size', 'matches', ...stringTests, ...stringTransforms];

/**
 * Resolves the names of one expression and types every node. What cannot be resolved stays in the
 * tree as an `unresolvedName`, and what does not fit has an `unresolved` type: checks report them.
 */
export function linkExpression(node: ast.Expression, scope: ExpressionScope, expected?: Enum): Expression {
  return new ExpressionLinker(scope).link(node, new Map(), expected);
}

type Parameters = ReadonlyMap<string, Expression>;

class ExpressionLinker {
  private readonly scope: ExpressionScope;

  constructor(scope: ExpressionScope) {
    this.scope = scope;
  }

  /** Recovery from a syntax error leaves holes: a node may be missing where the grammar wants one. */
  link(node: ast.Expression | undefined, parameters: Parameters, expected?: Enum): Expression {
    switch (node?.$type) {
      case 'NumberLiteral':
      case 'StringLiteral':
      case 'BooleanLiteral':
        return this.literal(node);
      case 'NameExpression':
        return this.name(node, parameters, expected);
      case 'ParenthesizedExpression':
        return this.link(node.inner, parameters, expected);
      case 'MemberExpression':
        return this.member(node, parameters);
      case 'LogicalExpression':
      case 'ArithmeticExpression':
      case 'ComparisonExpression':
        return this.binary(node, parameters, expected);
      case 'MembershipExpression':
        return this.membership(node, parameters);
      case 'PresenceExpression': {
        const operand = this.link(node.operand, parameters);
        return {
          kind: 'presence',
          operand,
          present: node.state === 'present',
          ...boolean,
          origin: this.origin(node),
        };
      }
      case 'NotExpression': {
        const operand = this.link(node.operand, parameters);
        return { kind: 'not', operand, ...boolean, origin: this.origin(node) };
      }
      case 'NegationExpression':
        return this.negation(node, parameters);
      case 'ConditionalExpression': {
        const condition = this.link(node.condition, parameters);
        const [whenTrue, whenFalse] = this.pair(node.whenTrue, node.whenFalse, parameters, expected);
        const result = typeOfConditional(this.scope, condition, whenTrue, whenFalse);
        const origin = this.origin(node);
        return { kind: 'conditional', condition, whenTrue, whenFalse, ...this.typed(result, origin), origin };
      }
      default:
        // Recovery left a hole; the syntax error is reported already.
        return this.unresolved('', this.origin(node), []);
    }
  }

  private origin(node: ast.Expression | ast.Lambda | ast.LambdaParameter | undefined): Origin {
    return originOf(node, this.scope.file);
  }

  private typed(result: ExpressionType | { readonly problem: string }, origin: Origin): ExpressionType {
    return isMismatch(result) ? { type: { kind: 'unresolved', name: '', origin }, optional: false } : result;
  }

  private unresolved(
    name: string,
    origin: Origin,
    candidates: readonly string[],
    more: { receiver?: Expression; call?: boolean; ambiguous?: boolean } = {},
  ): Expression {
    return {
      kind: 'unresolvedName',
      name,
      ...(more.receiver ? { receiver: more.receiver } : {}),
      call: more.call ?? false,
      ambiguous: more.ambiguous ?? false,
      candidates,
      type: { kind: 'unresolved', name, origin },
      optional: false,
      origin,
    };
  }

  private literal(node: ast.NumberLiteral | ast.StringLiteral | ast.BooleanLiteral): Expression {
    const origin = this.origin(node);
    if (node.$type === 'BooleanLiteral')
      return { kind: 'literal', value: node.value === 'true', ...boolean, origin };
    if (node.$type === 'StringLiteral') {
      return {
        kind: 'literal',
        value: decodeText(node.value ?? '""'),
        type: string,
        optional: false,
        origin,
      };
    }
    const text = String(node.value ?? '0');
    const value = decodeNumber(text);
    const type: Type = text.includes('.')
      ? { kind: 'number', range: { min: value, max: value } }
      : { kind: 'integer', range: { min: value, max: value } };
    return { kind: 'literal', value, type, optional: false, origin };
  }

  private name(node: ast.NameExpression, parameters: Parameters, expected?: Enum): Expression {
    const name = node.name ?? '';
    const origin = this.origin(node);
    const parameter = parameters.get(name);
    if (parameter) return { ...parameter, origin };
    const field = this.scope.selfFields.get(name);
    if (field) {
      const self: Expression = { kind: 'self', type: this.scope.self, optional: false, origin };
      return this.access(self, field, origin);
    }
    if (name === 'it') return { kind: 'self', type: this.scope.self, optional: false, origin };
    if (name === 'old' && this.scope.allowsOld)
      return { kind: 'old', type: this.scope.self, optional: false, origin };
    return this.enumLiteral(name, origin, parameters, expected);
  }

  private enumLiteral(name: string, origin: Origin, parameters: Parameters, expected?: Enum): Expression {
    const owners = expected?.literals.some((literal) => literal.name === name)
      ? [expected]
      : this.scope.enums.filter((one) => one.literals.some((literal) => literal.name === name));
    const [owner] = owners;
    if (owner && owners.length === 1) return this.literalOf(owner, name, origin);
    if (owners.length > 1) {
      return this.unresolved(
        name,
        origin,
        owners.map((one) => `${one.name}.${name}`),
        { ambiguous: true },
      );
    }
    const literals = (expected ? [expected] : this.scope.enums).flatMap((one) =>
      one.literals.map((literal) => literal.name),
    );
    return this.unresolved(name, origin, [
      ...parameters.keys(),
      ...this.scope.selfFields.keys(),
      ...literals,
    ]);
  }

  private literalOf(owner: Enum, name: string, origin: Origin): Expression {
    const literal = owner.literals.find((one) => one.name === name);
    if (!literal)
      return this.unresolved(
        name,
        origin,
        owner.literals.map((one) => one.name),
      );
    return {
      kind: 'enumReference',
      literal: literal.id,
      type: { kind: 'named', id: owner.id, origin },
      optional: false,
      origin,
    };
  }

  private access(receiver: Expression, field: Field, origin: Origin): Expression {
    return {
      kind: 'fieldAccess',
      receiver,
      field: field.id,
      name: field.name,
      type: field.type,
      optional: field.optional || receiver.optional,
      origin,
    };
  }

  private binary(
    node: ast.LogicalExpression | ast.ArithmeticExpression | ast.ComparisonExpression,
    parameters: Parameters,
    expected?: Enum,
  ): Expression {
    const [left, right] = this.pair(
      node.left,
      node.right,
      parameters,
      node.operator === '??' ? expected : undefined,
    );
    const result = typeOfBinary(this.scope, node.operator, left, right);
    const origin = { file: this.scope.file, start: left.origin.start, end: right.origin.end };
    return { kind: 'binary', operator: node.operator, left, right, ...this.typed(result, origin), origin };
  }

  /** Two operands of one type: a bare enum literal on one side is of the other side's enum. */
  private pair(
    left: ast.Expression,
    right: ast.Expression,
    parameters: Parameters,
    expected?: Enum,
  ): readonly [Expression, Expression] {
    const first = this.link(left, parameters, expected);
    const second = this.link(right, parameters, this.scope.enumOf(first.type) ?? expected);
    const ofSecond = this.scope.enumOf(second.type);
    const again = ofSecond && !this.isOf(first, ofSecond) && isLiteralLike(first);
    return [again ? this.link(left, parameters, ofSecond) : first, second];
  }

  private isOf(expression: Expression, owner: Enum): boolean {
    return this.scope.enumOf(expression.type)?.id === owner.id;
  }

  private membership(node: ast.MembershipExpression, parameters: Parameters): Expression {
    const operand = this.link(node.operand, parameters);
    const origin = this.origin(node);
    if (node.right?.$type === 'ListLiteral') {
      const owner = this.scope.enumOf(operand.type);
      const items = node.right.items.map((item) => this.link(item, parameters, owner));
      return { kind: 'membership', operand, items, ...boolean, origin };
    }
    const list = this.link(node.right, parameters);
    const element = resolveType(this.scope, list.type);
    const owner = element.kind === 'list' ? this.scope.enumOf(element.element) : undefined;
    const again = owner && !this.isOf(operand, owner) && isLiteralLike(operand);
    return {
      kind: 'membership',
      operand: again ? this.link(node.operand, parameters, owner) : operand,
      list,
      ...boolean,
      origin,
    };
  }

  private negation(node: ast.NegationExpression, parameters: Parameters): Expression {
    const operand = this.link(node.operand, parameters);
    const origin = this.origin(node);
    if (operand.kind === 'literal' && typeof operand.value === 'number') {
      const value = 0 - operand.value;
      const kind = operand.type.kind === 'number' ? 'number' : 'integer';
      return {
        kind: 'literal',
        value,
        type: { kind, range: { min: value, max: value } },
        optional: false,
        origin,
      };
    }
    return { kind: 'negation', operand, ...integer, origin };
  }

  private member(node: ast.MemberExpression, parameters: Parameters): Expression {
    const name = node.name ?? '';
    const origin = this.origin(node);
    const qualified = this.qualifiedLiteral(node, name, origin, parameters);
    if (qualified) return qualified;
    const receiver = this.link(node.receiver, parameters);
    const field = this.scope.fieldsOf(receiver.type).get(name);
    if (field && !node.call) return this.access(receiver, field, origin);
    const found = this.builtIn(node, name, receiver, parameters, origin);
    if (found) return found;
    return this.unresolved(name, origin, this.membersOf(receiver.type), { receiver, call: node.call });
  }

  /** `FabricStatus.ACTIVE`, where nothing nearer has the first name. */
  private qualifiedLiteral(
    node: ast.MemberExpression,
    name: string,
    origin: Origin,
    parameters: Parameters,
  ): Expression | undefined {
    if (node.receiver?.$type !== 'NameExpression' || node.call) return undefined;
    const first = node.receiver.name ?? '';
    if (parameters.has(first) || this.scope.selfFields.has(first)) return undefined;
    const owner = this.scope.enumNamed(first);
    return owner ? this.literalOf(owner, name, origin) : undefined;
  }

  private membersOf(type: Type): readonly string[] {
    const family = familyOf(this.scope, type);
    if (family === 'list') return listMembers;
    if (family === 'string') return stringMembers;
    if (family.startsWith('enum ')) return ['rank'];
    return [...this.scope.fieldsOf(type).keys()];
  }

  private builtIn(
    node: ast.MemberExpression,
    name: string,
    receiver: Expression,
    parameters: Parameters,
    origin: Origin,
  ): Expression | undefined {
    const family = familyOf(this.scope, receiver.type);
    const plain = !node.call;
    if (name === 'size' && plain && (family === 'list' || family === 'string')) {
      return { kind: 'size', operand: receiver, ...integer, origin };
    }
    if (name === 'rank' && plain && family.startsWith('enum ')) {
      return { kind: 'rank', operand: receiver, ...integer, origin };
    }
    if (family === 'list') return this.listOperation(node, name, receiver, parameters, origin);
    if (family === 'string') return this.stringOperation(node, name, receiver, parameters, origin);
    return undefined;
  }

  private stringOperation(
    node: ast.MemberExpression,
    name: string,
    operand: Expression,
    parameters: Parameters,
    origin: Origin,
  ): Expression | undefined {
    const transform = stringTransforms.find((one) => one === name);
    if (transform && !node.call)
      return { kind: 'stringTransform', transform, operand, type: string, optional: false, origin };
    if (name === 'matches' && node.argument?.$type === 'PatternLiteral') {
      const pattern = parsePattern(decodePatternSource(node.argument.pattern ?? '//'));
      return { kind: 'match', operand, pattern, ...boolean, origin };
    }
    const test = stringTests.find((one) => one === name);
    if (!test) return undefined;
    const takesArgument = test !== 'isBlank' && test !== 'isTrimmed';
    if (!takesArgument) {
      return node.call ? undefined : { kind: 'stringTest', test, operand, ...boolean, origin };
    }
    const argument = isExpression(node.argument) ? this.link(node.argument, parameters) : undefined;
    return argument ? { kind: 'stringTest', test, operand, argument, ...boolean, origin } : undefined;
  }

  private listOperation(
    node: ast.MemberExpression,
    name: string,
    list: Expression,
    parameters: Parameters,
    origin: Origin,
  ): Expression | undefined {
    const quantifier = quantifiers.find((one) => one === name);
    if (!quantifier && name !== 'sum' && name !== 'unique') return undefined;
    const lambda =
      node.argument?.$type === 'Lambda' ? this.lambda(node.argument, list, parameters) : undefined;
    if (!lambda && node.call) return undefined;
    if (quantifier) {
      if (!lambda) return undefined;
      const type = quantifier === 'count' ? integer : boolean;
      return { kind: 'quantifier', quantifier, list, ...lambda, ...type, origin };
    }
    return name === 'sum'
      ? { kind: 'sum', list, ...lambda, ...integer, origin }
      : { kind: 'unique', list, ...lambda, ...boolean, origin };
  }

  private lambda(
    node: ast.Lambda,
    list: Expression,
    parameters: Parameters,
  ): { readonly parameter: Parameter; readonly body: Expression } {
    const name = node.parameter?.name ?? '';
    const origin = this.origin(node.parameter);
    const binding = this.scope.nextBinding();
    const resolved = resolveType(this.scope, list.type);
    const element: Type =
      resolved.kind === 'list' ? resolved.element : { kind: 'unresolved', name: '', origin };
    const reference: Expression = {
      kind: 'parameter',
      name,
      binding,
      type: element,
      optional: false,
      origin,
    };
    const body = this.link(node.body, new Map([...parameters, [name, reference]]));
    return { parameter: { name, binding, origin }, body };
  }
}

function isLiteralLike(expression: Expression): boolean {
  return (
    expression.kind === 'enumReference' || (expression.kind === 'unresolvedName' && !expression.receiver)
  );
}

function isExpression(argument: ast.MemberExpression['argument']): argument is ast.Expression {
  return argument !== undefined && argument.$type !== 'Lambda' && argument.$type !== 'PatternLiteral';
}
