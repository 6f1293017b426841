import { defaultOf } from '../../../pim/conformance.ts';
import { parseDecimal } from '../../../pim/decimal.ts';
import type {
  Binary,
  ComparisonOperator,
  Expression,
  FieldAccess,
  IsAlternative,
  Lookup,
  MapEntries,
  Membership,
  Quantifier,
  Unique,
} from '../../../pim/expression.ts';
import { someNode } from '../../../pim/expression-tools.ts';
import type { JsonObject } from '../../../pim/json.ts';
import type { ElementId, Enum } from '../../../pim/model.ts';
import {
  enumOfType,
  fieldOf,
  type ModelIndex,
  structureOfType,
  underlyingType,
  unionOf,
  unionOfType,
} from '../../../pim/model-index.ts';
import { codePointLength } from '../../../pim/text.ts';
import type { Type } from '../../../pim/type.ts';
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
  isOrderedDecimal,
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
      case 'isAlternative':
        return this.shape(expression, scope);
      case 'hasKey':
        return this.hasKey(expression.map, expression.key, scope);
      case 'network':
        return this.notEnforceable(reasons.addresses);
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
      return inOrder(
        operator,
        compareConstants(leftConstant, rightConstant, orderedType(left, right), this.index),
      );
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
      if (constant !== undefined)
        return inOrder(operator, compareConstants(constant, limit, operand.type, this.index));
      // A Duration is its milliseconds.
      if (branch.kind === 'epoch' && isDuration(branch.operand, this.index))
        return this.comparisonWith(operator, branch.operand, limit, scope);
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
    const type = underlyingType(this.index, operand.type);
    const { kind } = type;
    if (typeof limit === 'number' && (kind === 'integer' || kind === 'number' || kind === 'duration')) {
      return this.test(operand, isOrdered(kind === 'number' ? kind : 'integer', operator, limit), scope);
    }
    if (kind === 'decimal' && typeof limit === 'string') {
      const units = parseDecimal(limit, type.scale);
      if (units !== undefined)
        return this.test(operand, isOrderedDecimal(operator, units, type.scale), scope);
    }
    if (kind === 'cidr' || kind === 'format') return this.notEnforceable(reasons.addresses);
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
    if (operand.kind === 'mapEntries') return this.size(operand.map, operator, limit, scope);
    const { kind } = underlyingType(this.index, operand.type);
    const words = sizeKeywords[kind === 'list' || kind === 'map' ? kind : 'string'];
    const schema = countSchema(operator, limit, (min, max) => ({
      type: words.type,
      ...(min > 0 ? { [words.min]: min } : {}),
      ...(max === undefined ? {} : { [words.max]: max }),
    }));
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
      if (list.kind === 'mapEntries') return this.inMap(list, constant, scope);
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
      if (expression.key || expression.list.kind === 'mapEntries')
        return this.entries({ ...expression, body }, operator, limit, scope);
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
    const listType = underlyingType(this.index, list.type);
    const schema = this.condition(body, scope);
    return listType.kind === 'list' ? this.ofType(listType.element, schema) : schema;
  }

  /** What names properties must say that it is of objects. */
  private ofType(type: Type, schema: Schema): Schema {
    return this.isObject(type) && typeof schema === 'object' ? { type: 'object', ...schema } : schema;
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

  private isObject(type: Type): boolean {
    const resolved = underlyingType(this.index, type);
    return (
      resolved.kind === 'map' ||
      structureOfType(this.index, resolved) !== undefined ||
      unionOfType(this.index, resolved) !== undefined
    );
  }

  /** Which shape a value of a union has is what its discriminator says. */
  private shape({ operand, alternative }: IsAlternative, scope: Scope): Schema {
    const shape = this.index.get(alternative);
    if (shape?.kind !== 'alternative') throw new Error(`\`${alternative}\` is no shape of a union`);
    const { discriminator } = unionOf(this.index, shape);
    const schema: Schema = {
      properties: { [discriminator]: { const: shape.wire } },
      required: [discriminator],
    };
    return this.locate(operand, schema, scope);
  }

  private hasKey(map: Expression, key: Expression, scope: Scope): Schema {
    const name = constantOf(key, this.index);
    if (typeof name !== 'string') return this.notEnforceable(reasons.lookup);
    // Ajv takes an empty name for one that is not missing, where it stops at the first error.
    if (name === '') return this.someEntry(map, 'propertyNames', { const: name }, scope);
    // A Map has no `null`: its names are there or not.
    return this.locate(map, { type: 'object', required: [name], properties: { [name]: true } }, scope);
  }

  /** `x in map.keys`, `x in map.values` */
  private inMap({ map, part }: MapEntries, constant: Constant, scope: Scope): Schema {
    const keyword = part === 'keys' ? 'propertyNames' : 'additionalProperties';
    return this.someEntry(map, keyword, { const: constant }, scope);
  }

  /** Not every name, or value, fails. The negation accepts `null`: it stands outside. */
  private someEntry(
    map: Expression,
    keyword: 'propertyNames' | 'additionalProperties',
    item: Schema,
    scope: Scope,
  ): Schema {
    return not(this.test(map, ofLists({ type: 'object', [keyword]: not(item) }), scope));
  }

  /** Quantifiers over a map: JSON Schema looks at all names, or at all values, and never at both. */
  private entries(expression: Quantifier, operator: ComparisonOperator, limit: number, scope: Scope): Schema {
    const { key, parameter, list, body } = expression;
    const reads = (binding: number | undefined): boolean =>
      someNode(body, (node) => node.kind === 'parameter' && node.binding === binding);
    const ofKeys =
      list.kind === 'mapEntries' ? list.part === 'keys' : key !== undefined && reads(key.binding);
    if (key && ofKeys && reads(parameter.binding)) return this.notEnforceable(reasons.entry);
    const { name, binding } = ofKeys && key ? key : parameter;
    const map = list.kind === 'mapEntries' ? list.map : list;
    const mapType = underlyingType(this.index, map.type);
    const tested = this.condition(body, { kind: 'parameter', name, binding });
    const condition = mapType.kind === 'map' && !ofKeys ? this.ofType(mapType.value, tested) : tested;
    const keyword = ofKeys ? 'propertyNames' : 'additionalProperties';
    const all = (item: Schema): Schema =>
      item === true ? true : this.test(map, ofLists({ type: 'object', [keyword]: item }), scope);
    switch (expression.quantifier) {
      case 'all':
        return all(condition);
      case 'none':
        return all(not(condition));
      case 'any':
        return this.someEntry(map, keyword, condition, scope);
      case 'count':
        return condition === true
          ? this.size(map, operator, limit, scope)
          : this.notEnforceable(reasons.computation);
    }
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
      if (branch.kind === 'lookup') return this.found(branch, scope);
      if (branch.kind !== 'fieldAccess') return true;
      const field = fieldOf(this.index, branch.field);
      const receiver = this.present(branch.receiver, scope);
      if (!field.optional) return receiver;
      return allOf([receiver, this.locate(branch.receiver, isPresent(field.name), scope)]);
    });
  }

  /** That a lookup finds something. */
  private found({ collection, key, by }: Lookup, scope: Scope): Schema {
    const there = this.present(collection, scope);
    if (by === undefined) return allOf([there, this.hasKey(collection, key, scope)]);
    const item = this.keyed(by, key);
    return item === undefined
      ? this.notEnforceable(reasons.lookup)
      : allOf([there, this.contains(collection, item, '>', 0, scope)]);
  }

  /** The schema of an item that has this key; undefined if the key is not written in the rule. */
  private keyed(by: ElementId, key: Expression): JsonObject | undefined {
    const constant = constantOf(key, this.index);
    const { name } = fieldOf(this.index, by);
    return constant === undefined
      ? undefined
      : { type: 'object', properties: { [name]: { const: constant } }, required: [name] };
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
    if (fallback !== undefined && !isConstant(fallback)) return this.notEnforceable(reasons.defaulted);
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
        const { name, default: fallback } = fieldOf(this.index, expression.field);
        if (fallback) return this.notEnforceable(reasons.defaulted);
        return this.locate(expression.receiver, { properties: { [name]: withType(schema) } }, scope);
      }
      case 'lookup':
        return this.locateFound(expression, schema, scope);
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

  /** `schema` asked of what a lookup finds. */
  private locateFound({ collection, key, by }: Lookup, schema: Schema, scope: Scope): Schema {
    if (by !== undefined) {
      const item = this.keyed(by, key);
      if (item === undefined) return this.notEnforceable(reasons.lookup);
      return this.contains(collection, allOf([item, withType(schema)]), '>', 0, scope);
    }
    const name = constantOf(key, this.index);
    if (typeof name !== 'string') return this.notEnforceable(reasons.lookup);
    // Ajv reads no property of this name in a schema.
    if (name === '__proto__') return this.notEnforceable(reasons.proto);
    return this.locate(collection, { type: 'object', properties: { [name]: withType(schema) } }, scope);
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

const sizeKeywords = {
  list: { type: 'array', min: 'minItems', max: 'maxItems' },
  map: { type: 'object', min: 'minProperties', max: 'maxProperties' },
  string: { type: 'string', min: 'minLength', max: 'maxLength' },
} as const;

/** The type by which two constants are ordered: a text may be written for an address. */
function orderedType(left: Expression, right: Expression): Type {
  return left.kind === 'literal' && left.type.kind === 'string' ? right.type : left.type;
}

function isDuration(expression: Expression, index: ModelIndex): boolean {
  return underlyingType(index, expression.type).kind === 'duration';
}

const flipped: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** What names properties says that it is of objects. */
function withType(schema: Schema): Schema {
  const isOpen =
    typeof schema === 'object' && schema['type'] === undefined && schema['properties'] !== undefined;
  return isOpen ? { type: 'object', ...schema } : schema;
}

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
