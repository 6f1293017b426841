import { defaultOf } from '../../../pim/conformance.ts';
import type {
  Binary,
  ComparisonOperator,
  Expression,
  FieldAccess,
  Membership,
  Quantifier,
  Unique,
} from '../../../pim/expression.ts';
import type { Enum } from '../../../pim/model.ts';
import {
  enumOfType,
  fieldOf,
  type ModelIndex,
  structureOfType,
  underlyingType,
} from '../../../pim/model-index.ts';
import { codePointLength } from '../../../pim/text.ts';
import { compareConstants, constantOf } from './constant.ts';
import { outerCondition, withAnswer } from './outer-condition.ts';
import { type Reason, reasonAgainst, reasons } from './reason.ts';
import { allOf, anyOf, ifThenElse, isPresent, not, nullable, oneOf, type Schema } from './schema.ts';
import { isScalar } from './type-schema.ts';
import {
  type Constant,
  countSchema,
  equals,
  inOrder,
  isConstant,
  isMultipleOf,
  isOneOf,
  isOrdered,
  matches,
  passesStringTest,
  type ValueTest,
} from './value-test.ts';

/** More distinct conditions than this from outside a quantifier's list are not told apart case by case. */
const maximumOuterConditions = 3;

/**
 * A condition as a schema of what it is about, or the first reason why JSON Schema cannot hold it.
 * Where an operand is absent the schema may say anything: rules are total, so a guard that stands
 * in the schema as well decides then.
 */
export function conditionSchema(
  condition: Expression,
  index: ModelIndex,
): { readonly schema: Schema } | { readonly reason: Reason } {
  const compiler = new ConditionCompiler(index);
  const schema = compiler.condition(condition, selfScope);
  const [reason] = compiler.reasons;
  return reason === undefined ? { schema } : { reason };
}

/** What a schema stands on: the instance, or an item of a list. */
type Scope =
  | { readonly kind: 'self' }
  | { readonly kind: 'parameter'; readonly name: string; readonly binding: number };

const selfScope: Scope = { kind: 'self' };

class ConditionCompiler {
  readonly reasons: Reason[] = [];
  private readonly index: ModelIndex;

  constructor(index: ModelIndex) {
    this.index = index;
  }

  condition(expression: Expression, scope: Scope): Schema {
    switch (expression.kind) {
      case 'not':
        return not(this.condition(expression.operand, scope));
      case 'binary':
        return this.binary(expression, scope);
      case 'membership':
        return this.membership(expression, scope);
      case 'presence': {
        const present = this.present(expression.operand, scope);
        return expression.present ? present : not(present);
      }
      case 'exactlyOne':
        return oneOf(expression.conditions.map((one) => this.condition(one, scope)));
      case 'quantifier':
        return this.quantifier(expression, '>', 0, scope);
      case 'unique':
        return this.unique(expression, scope);
      case 'match':
        return this.test(expression.operand, matches(expression.pattern), scope);
      case 'stringTest': {
        const argument = expression.argument ? constantOf(expression.argument, this.index) : '';
        if (typeof argument === 'string') {
          return this.test(expression.operand, passesStringTest(expression.test, argument), scope);
        }
        return this.notEnforceable(
          reasonAgainst([expression.operand, expression.argument ?? expression.operand]),
        );
      }
      case 'conditional':
        return this.distribute(expression, scope, (branch) => this.condition(branch, scope));
      default:
        return this.test(expression, equals(true), scope);
    }
  }

  private binary(expression: Binary, scope: Scope): Schema {
    const { operator, left, right } = expression;
    switch (operator) {
      case 'and':
        return allOf([this.condition(left, scope), this.condition(right, scope)]);
      case 'or':
        return anyOf([this.condition(left, scope), this.condition(right, scope)]);
      case 'implies':
        return ifThenElse(this.condition(left, scope), this.condition(right, scope), true);
      case '??':
        return this.distribute(expression, scope, (branch) => this.condition(branch, scope));
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.comparison(operator, left, right, scope);
      default:
        return this.notEnforceable(reasons.computation);
    }
  }

  private comparison(
    operator: ComparisonOperator,
    left: Expression,
    right: Expression,
    scope: Scope,
  ): Schema {
    const leftConstant = constantOf(left, this.index);
    const rightConstant = constantOf(right, this.index);
    if (leftConstant !== undefined && rightConstant !== undefined) {
      return inOrder(operator, compareConstants(leftConstant, rightConstant));
    }
    if (rightConstant !== undefined) return this.comparisonWith(operator, left, rightConstant, scope);
    if (leftConstant !== undefined) return this.comparisonWith(flipped[operator], right, leftConstant, scope);
    if (operator === '!=') return not(this.comparison('==', left, right, scope));
    if (operator === '==' && underlyingType(this.index, left.type).kind === 'boolean') {
      const whenTrue = this.condition(right, scope);
      return ifThenElse(this.condition(left, scope), whenTrue, not(whenTrue));
    }
    const literals = this.comparedEnum(operator, left, right)?.literals;
    if (!literals) return this.notEnforceable(reasonAgainst([left, right]));
    const [first, second] = [withoutRank(left), withoutRank(right)];
    return anyOf(
      literals.map((literal) => {
        const others = literals.filter((other) => inOrder(operator, literal.rank - other.rank));
        return allOf([
          this.test(first, equals(literal.wire), scope),
          this.test(second, isOneOf(others.map((other) => other.wire)), scope),
        ]);
      }),
    );
  }

  /** The enum whose literals decide a comparison of two fields: by equality, or by rank. */
  private comparedEnum(operator: ComparisonOperator, left: Expression, right: Expression): Enum | undefined {
    const byRank = left.kind === 'rank' && right.kind === 'rank';
    if (!byRank && operator !== '==') return undefined;
    const enumOf = (side: Expression): Enum | undefined =>
      enumOfType(this.index, underlyingType(this.index, withoutRank(side).type));
    const found = byRank || (left.kind !== 'rank' && right.kind !== 'rank') ? enumOf(left) : undefined;
    return found && found === enumOf(right) ? found : undefined;
  }

  private comparisonWith(
    operator: ComparisonOperator,
    operand: Expression,
    limit: Constant,
    scope: Scope,
  ): Schema {
    return this.distribute(operand, scope, (branch) => {
      const constant = constantOf(branch, this.index);
      if (constant !== undefined) return inOrder(operator, compareConstants(constant, limit));
      if (typeof limit === 'number') {
        if (branch.kind === 'size') return this.size(branch.operand, operator, limit, scope);
        if (branch.kind === 'rank') return this.rank(branch.operand, operator, limit, scope);
        if (branch.kind === 'quantifier') return this.quantifier(branch, operator, limit, scope);
      }
      if (operator === '!=') return not(this.comparisonWith('==', branch, limit, scope));
      if (operator !== '==') return this.order(operator, branch, limit, scope);
      if (typeof limit === 'boolean') {
        const condition = this.condition(branch, scope);
        return limit ? condition : not(condition);
      }
      return this.remainder(branch, limit, scope) ?? this.test(branch, equals(limit), scope);
    });
  }

  private order(
    operator: Exclude<ComparisonOperator, '==' | '!='>,
    operand: Expression,
    limit: Constant,
    scope: Scope,
  ): Schema {
    const { kind } = underlyingType(this.index, operand.type);
    if (typeof limit === 'number' && (kind === 'integer' || kind === 'number')) {
      return this.test(operand, isOrdered(kind, operator, limit), scope);
    }
    const dates = kind === 'date' || kind === 'dateTime';
    return this.notEnforceable(dates ? reasons.dateOrder : reasons.stringOrder);
  }

  /** `x % 5 == 0`. */
  private remainder(operand: Expression, limit: Constant, scope: Scope): Schema | undefined {
    if (limit !== 0 || operand.kind !== 'binary' || operand.operator !== '%') return undefined;
    const divisor = constantOf(operand.right, this.index);
    if (typeof divisor !== 'number' || !Number.isSafeInteger(divisor) || divisor === 0) return undefined;
    return this.test(operand.left, isMultipleOf(Math.abs(divisor)), scope);
  }

  private size(operand: Expression, operator: ComparisonOperator, limit: number, scope: Scope): Schema {
    // The negation of a schema accepts `null`: it must stand outside.
    if (operator === '!=') return not(this.size(operand, '==', limit, scope));
    const ofList = underlyingType(this.index, operand.type).kind === 'list';
    const schema = countSchema(operator, limit, (min, max) =>
      ofList
        ? {
            type: 'array',
            ...(min > 0 ? { minItems: min } : {}),
            ...(max === undefined ? {} : { maxItems: max }),
          }
        : {
            type: 'string',
            ...(min > 0 ? { minLength: min } : {}),
            ...(max === undefined ? {} : { maxLength: max }),
          },
    );
    const holds = (text: Constant): boolean =>
      typeof text === 'string' && inOrder(operator, codePointLength(text) - limit);
    return this.test(operand, { schema, holds }, scope);
  }

  private rank(operand: Expression, operator: ComparisonOperator, limit: number, scope: Scope): Schema {
    const literals = enumOfType(this.index, underlyingType(this.index, operand.type))?.literals ?? [];
    const fitting = literals.filter((literal) => inOrder(operator, literal.rank - limit));
    if (fitting.length === literals.length) return true;
    return this.test(operand, isOneOf(fitting.map((literal) => literal.wire)), scope);
  }

  private membership(expression: Membership, scope: Scope): Schema {
    const { operand, items, list } = expression;
    if (list) {
      const constant = constantOf(operand, this.index);
      if (constant === undefined) return this.notEnforceable(reasonAgainst([operand]));
      return this.test(list, ofLists({ type: 'array', contains: { const: constant } }), scope);
    }
    const constants: Constant[] = [];
    const others: Schema[] = [];
    for (const item of items ?? []) {
      const constant = constantOf(item, this.index);
      if (constant !== undefined) constants.push(constant);
      else others.push(this.comparison('==', operand, item, scope));
    }
    return anyOf([this.test(operand, isOneOf(constants), scope), ...others]);
  }

  /** All, any and none; and a count compared with a constant. */
  private quantifier(
    expression: Quantifier,
    operator: ComparisonOperator,
    limit: number,
    scope: Scope,
  ): Schema {
    return this.byOuterConditions(expression, scope, 0, (body) => {
      const item = this.item(expression, body);
      switch (expression.quantifier) {
        case 'all':
          return this.items(expression.list, item, scope);
        case 'none':
          return this.items(expression.list, not(item), scope);
        case 'any':
          return this.contains(expression.list, item, '>', 0, scope);
        case 'count':
          return this.contains(expression.list, item, operator, limit, scope);
      }
    });
  }

  private items(list: Expression, item: Schema, scope: Scope): Schema {
    return item === true ? true : this.test(list, ofLists({ type: 'array', items: item }), scope);
  }

  private contains(
    list: Expression,
    item: Schema,
    operator: ComparisonOperator,
    limit: number,
    scope: Scope,
  ): Schema {
    if (item === true) return this.size(list, operator, limit, scope);
    if (item === false) return inOrder(operator, 0 - limit);
    if (operator === '!=') return not(this.contains(list, item, '==', limit, scope));
    const schema = countSchema(operator, limit, (min, max) => {
      if (max === 0) return { type: 'array', items: not(item) };
      return {
        type: 'array',
        contains: item,
        ...(min === 1 ? {} : { minContains: min }),
        ...(max === undefined ? {} : { maxContains: max }),
      };
    });
    return this.test(list, ofLists(schema), scope);
  }

  private item({ list, parameter }: Quantifier, body: Expression): Schema {
    const scope: Scope = { kind: 'parameter', name: parameter.name, binding: parameter.binding };
    const schema = this.condition(body, scope);
    const listType = underlyingType(this.index, list.type);
    const structure =
      listType.kind === 'list' &&
      structureOfType(this.index, underlyingType(this.index, listType.element)) !== undefined;
    return structure && typeof schema === 'object' ? { type: 'object', ...schema } : schema;
  }

  /**
   * An item's schema cannot look outside its list. A condition inside the body that does not depend
   * on the item is therefore asked first, outside, and the body compiled for either answer.
   */
  private byOuterConditions(
    expression: Quantifier,
    scope: Scope,
    depth: number,
    compile: (body: Expression) => Schema,
  ): Schema {
    const outer = depth < maximumOuterConditions ? outerCondition(expression, this.index) : undefined;
    if (!outer) return compile(expression.body);
    const answered = (answer: boolean): Schema => {
      const body = withAnswer(expression.body, outer, answer);
      return this.byOuterConditions({ ...expression, body }, scope, depth + 1, compile);
    };
    return ifThenElse(this.condition(outer, scope), answered(true), answered(false));
  }

  private unique({ list, parameter, body }: Unique, scope: Scope): Schema {
    const listType = underlyingType(this.index, list.type);
    const ofItems = !body || (body.kind === 'parameter' && body.name === parameter?.name);
    if (!ofItems || listType.kind !== 'list' || !isScalar(listType.element, this.index)) {
      return this.notEnforceable(reasons.key);
    }
    return this.test(list, ofLists({ type: 'array', uniqueItems: true }), scope);
  }

  private present(expression: Expression, scope: Scope): Schema {
    if (expression.kind === 'binary' && expression.operator === '??') {
      return anyOf([this.present(expression.left, scope), this.present(expression.right, scope)]);
    }
    return this.distribute(expression, scope, (branch) => {
      if (branch.kind === 'absent') return false;
      if (branch.kind !== 'fieldAccess') return true;
      const field = fieldOf(this.index, branch.field);
      const receiver = this.present(branch.receiver, scope);
      if (!field.optional) return receiver;
      return allOf([receiver, this.locate(branch.receiver, isPresent(field.name), scope)]);
    });
  }

  private test(operand: Expression, test: ValueTest, scope: Scope): Schema {
    return this.distribute(operand, scope, (branch) => {
      const constant = constantOf(branch, this.index);
      if (constant !== undefined) return test.holds(constant);
      if (test.schema === true) return true;
      return branch.kind === 'fieldAccess'
        ? this.field(branch, test, scope)
        : this.locate(branch, test.schema, scope);
    });
  }

  /** The test on a field; its default answers where it is absent. */
  private field(access: FieldAccess, test: ValueTest, scope: Scope): Schema {
    const field = fieldOf(this.index, access.field);
    const fallback = defaultOf(this.index, field);
    const whenAbsent = isConstant(fallback) && test.holds(fallback);
    const schema = whenAbsent ? nullable(test.schema) : test.schema;
    if (typeof schema === 'boolean') return schema;
    const properties = { [field.name]: schema };
    const required = field.default && !whenAbsent ? { required: [field.name] } : {};
    return this.locate(access.receiver, { properties, ...required }, scope);
  }

  /** `schema` asked of the value that an expression leads to. */
  private locate(expression: Expression, schema: Schema, scope: Scope): Schema {
    if (isRoot(expression, scope)) return schema;
    switch (expression.kind) {
      case 'fieldAccess': {
        const inner =
          typeof schema === 'object' && schema['type'] === undefined && schema['properties'] !== undefined;
        const typed: Schema = inner ? { type: 'object', ...schema } : schema;
        const { name } = fieldOf(this.index, expression.field);
        return this.locate(expression.receiver, { properties: { [name]: typed } }, scope);
      }
      case 'conditional':
      case 'binary':
        if (expression.kind === 'binary' && expression.operator !== '??') break;
        return this.distribute(expression, scope, (branch) => this.locate(branch, schema, scope));
      case 'self':
      case 'parameter':
        return this.notEnforceable(reasons.outside);
    }
    return this.notEnforceable(reasonAgainst([expression]));
  }

  /** Takes a condition on a value into the branches of `if … then … else` and `??`. */
  private distribute(expression: Expression, scope: Scope, leaf: (branch: Expression) => Schema): Schema {
    if (expression.kind === 'conditional') {
      const { condition, whenTrue, whenFalse } = expression;
      return ifThenElse(
        this.condition(condition, scope),
        this.distribute(whenTrue, scope, leaf),
        this.distribute(whenFalse, scope, leaf),
      );
    }
    if (expression.kind === 'binary' && expression.operator === '??') {
      return ifThenElse(
        this.present(expression.left, scope),
        this.distribute(expression.left, scope, leaf),
        this.distribute(expression.right, scope, leaf),
      );
    }
    return leaf(expression);
  }

  private notEnforceable(reason: Reason): Schema {
    this.reasons.push(reason);
    return true;
  }
}

const flipped: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** A test of lists: no constant is one. */
function ofLists(schema: Schema): ValueTest {
  return { schema, holds: () => false };
}

function isRoot(expression: Expression, scope: Scope): boolean {
  if (scope.kind === 'self') return expression.kind === 'self';
  return (
    expression.kind === 'parameter' && expression.name === scope.name && expression.binding === scope.binding
  );
}

function withoutRank(expression: Expression): Expression {
  return expression.kind === 'rank' ? expression.operand : expression;
}
