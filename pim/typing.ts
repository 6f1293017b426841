import { assertNever } from './assert-never.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import type { ElementId } from './model.ts';
import type { ExpressionType, Type } from './type.ts';

/** Gives the declaration behind a `named` type; enough of a model to type an expression. */
export interface TypeSource {
  /** What a named type is: the limited type for a constrained type, the kind for the others. */
  named(
    id: ElementId,
  ): { readonly kind: 'type'; readonly base: Type } | { readonly kind: 'enum' | 'structure' } | undefined;
  nameOf(id: ElementId): string;
  /** The `id` field of an aggregate, which a reference to it holds; undefined without one. */
  idOf(aggregate: ElementId): { readonly field: ElementId; readonly type: Type } | undefined;
}

/**
 * What operators care about: all strings are one family, whatever their limits. `unresolved` takes
 * part in every operation without a complaint, since its own problem is reported already.
 */
export type Family =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'string'
  | 'date'
  | 'dateTime'
  | 'json'
  | 'secret'
  | 'list'
  | 'unresolved'
  | `enum ${ElementId}`
  | `structure ${ElementId}`
  | `reference ${ElementId}`;

/** Follows constrained types down to the type that they limit. */
export function resolveType(source: TypeSource, type: Type): Type {
  let current = type;
  for (let steps = 0; current.kind === 'named' && steps < 100; steps += 1) {
    const named = source.named(current.id);
    if (named?.kind !== 'type') break;
    current = named.base;
  }
  return current;
}

export function familyOf(source: TypeSource, type: Type): Family {
  const resolved = resolveType(source, type);
  switch (resolved.kind) {
    case 'format':
      return 'string';
    case 'named': {
      const named = source.named(resolved.id);
      if (!named || named.kind === 'type') return 'unresolved';
      return `${named.kind} ${resolved.id}`;
    }
    case 'reference':
      return `reference ${resolved.aggregate}`;
    case 'boolean':
    case 'integer':
    case 'number':
    case 'string':
    case 'date':
    case 'dateTime':
    case 'json':
    case 'secret':
    case 'list':
    case 'unresolved':
      return resolved.kind;
    default:
      return assertNever(resolved);
  }
}

/** A type in the user's words, for messages. */
export function describeFamily(source: TypeSource, family: Family): string {
  const [kind, id] = splitFamily(family);
  if (id !== undefined) {
    const name = source.nameOf(id);
    return kind === 'reference'
      ? `a reference to \`${name}\``
      : kind === 'enum'
        ? `a \`${name}\``
        : `a \`${name}\` (a structure)`;
  }
  const words: Readonly<Record<string, string>> = {
    boolean: 'a Boolean',
    integer: 'an Integer',
    number: 'a Number',
    string: 'a String',
    date: 'a Date',
    dateTime: 'a DateTime',
    json: 'Json',
    secret: 'a Secret',
    list: 'a list',
  };
  return words[kind] ?? 'something unknown';
}

function splitFamily(family: Family): readonly [string, ElementId | undefined] {
  const space = family.indexOf(' ');
  return space < 0 ? [family, undefined] : [family.slice(0, space), family.slice(space + 1)];
}

export function describeType(source: TypeSource, type: Type): string {
  return describeFamily(source, familyOf(source, type));
}

/** A problem with operands, in the user's words. */
export interface Mismatch {
  readonly problem: string;
}

export function isMismatch(result: ExpressionType | Mismatch): result is Mismatch {
  return 'problem' in result;
}

const boolean: ExpressionType = { type: { kind: 'boolean' }, optional: false };
const integer: ExpressionType = { type: { kind: 'integer', range: {} }, optional: false };

/** The result of a binary operator, or what is wrong with its operands. */
export function typeOfBinary(
  source: TypeSource,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
): ExpressionType | Mismatch {
  const leftFamily = familyOf(source, left.type);
  const rightFamily = familyOf(source, right.type);
  switch (operator) {
    case 'and':
    case 'or':
    case 'implies':
      return (
        allAre(source, 'boolean', `\`${operator}\` joins conditions`, leftFamily, rightFamily) ?? boolean
      );
    case '==':
    case '!=':
      return comparable(source, operator, left, right) ?? boolean;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(source, operator, left, right) ?? boolean;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return (
        allAre(source, 'integer', `\`${operator}\` calculates with Integers`, leftFamily, rightFamily) ??
        integer
      );
    case '??': {
      const mismatch = sameFamily(source, '`??` needs the same type on both sides', left, right);
      return (
        mismatch ?? {
          type: left.type.kind === 'unresolved' ? right.type : widen(left.type, right.type),
          optional: right.optional,
        }
      );
    }
    default:
      return assertNever(operator);
  }
}

/** The type of `if … then left else right`. */
export function typeOfConditional(
  source: TypeSource,
  condition: Expression,
  whenTrue: Expression,
  whenFalse: Expression,
): ExpressionType | Mismatch {
  return (
    allAre(source, 'boolean', '`if` asks a condition', familyOf(source, condition.type)) ??
    sameFamily(source, '`then` and `else` must give the same type', whenTrue, whenFalse) ?? {
      type: widen(whenTrue.type, whenFalse.type),
      optional: whenTrue.optional || whenFalse.optional,
    }
  );
}

/** Operands that must all be of one family; undefined if they are. */
export function allAre(
  source: TypeSource,
  family: Family,
  meaning: string,
  ...families: readonly Family[]
): Mismatch | undefined {
  const other = families.find((one) => one !== family && one !== 'unresolved');
  return other === undefined
    ? undefined
    : { problem: `${meaning}, and this is ${describeFamily(source, other)}` };
}

export function comparable(
  source: TypeSource,
  operator: string,
  left: Expression,
  right: Expression,
): Mismatch | undefined {
  for (const operand of [left, right]) {
    const family = familyOf(source, operand.type);
    if (family === 'list' || family === 'json' || family === 'secret' || family.startsWith('structure ')) {
      return {
        problem: `\`${operator}\` compares single values, and this is ${describeFamily(source, family)}`,
      };
    }
  }
  return sameFamily(source, `\`${operator}\` needs the same type on both sides`, left, right);
}

function ordered(
  source: TypeSource,
  operator: string,
  left: Expression,
  right: Expression,
): Mismatch | undefined {
  for (const operand of [left, right]) {
    const family = familyOf(source, operand.type);
    if (family.startsWith('enum ')) {
      return { problem: `\`${operator}\` needs an order, and an enum has one only through \`.rank\`` };
    }
    if (family === 'boolean' || family.startsWith('reference ')) {
      return { problem: `\`${operator}\` needs an order, and ${describeFamily(source, family)} has none` };
    }
  }
  return comparable(source, operator, left, right);
}

function sameFamily(
  source: TypeSource,
  meaning: string,
  left: Expression,
  right: Expression,
): Mismatch | undefined {
  const leftFamily = familyOf(source, left.type);
  const rightFamily = familyOf(source, right.type);
  if (leftFamily === rightFamily || leftFamily === 'unresolved' || rightFamily === 'unresolved')
    return undefined;
  const numeric = (family: Family): boolean => family === 'integer' || family === 'number';
  if (numeric(leftFamily) && numeric(rightFamily)) return undefined;
  if (isFormOf(source, left, rightFamily) || isFormOf(source, right, leftFamily)) return undefined;
  return {
    problem: `${meaning}, and here are ${describeFamily(source, leftFamily)} and ${describeFamily(source, rightFamily)}`,
  };
}

/** A text written for a date, a literal written for the id of another aggregate, or that very id. */
function isFormOf(source: TypeSource, expression: Expression, family: Family): boolean {
  const [kind, aggregate] = splitFamily(family);
  if (kind === 'date' || kind === 'dateTime') {
    return expression.kind === 'literal' && expression.type.kind === 'string';
  }
  const id = kind === 'reference' && aggregate !== undefined ? source.idOf(aggregate) : undefined;
  // An aggregate without a proper id is reported where it is declared.
  if (!id) return kind === 'reference';
  if (expression.kind === 'fieldAccess') return expression.field === id.field;
  return expression.kind === 'literal' && familyOf(source, expression.type) === familyOf(source, id.type);
}

/** The type that both branches fit: limits are dropped where they differ. */
function widen(left: Type, right: Type): Type {
  if (left.kind === 'named' && right.kind === 'named' && left.id === right.id) return left;
  if (left.kind === 'unresolved') return right;
  if (left.kind === 'integer' && right.kind === 'integer') return { kind: 'integer', range: {} };
  if (left.kind === 'number' || right.kind === 'number') return { kind: 'number', range: {} };
  return left;
}

/** The operand of an operator that takes one family only: `not`, unary minus, `.rank`, string tests… */
export function operandProblem(source: TypeSource, expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'not':
      return allAre(source, 'boolean', '`not` negates a condition', familyOf(source, expression.operand.type))
        ?.problem;
    case 'negation':
      return allAre(source, 'integer', '`-` negates an Integer', familyOf(source, expression.operand.type))
        ?.problem;
    case 'binary': {
      const result = typeOfBinary(source, expression.operator, expression.left, expression.right);
      return isMismatch(result) ? result.problem : undefined;
    }
    case 'conditional': {
      const result = typeOfConditional(
        source,
        expression.condition,
        expression.whenTrue,
        expression.whenFalse,
      );
      return isMismatch(result) ? result.problem : undefined;
    }
    case 'membership':
      return membershipProblem(source, expression);
    case 'quantifier':
      return allAre(
        source,
        'boolean',
        `\`.${expression.quantifier}\` asks a condition of each element`,
        familyOf(source, expression.body.type),
      )?.problem;
    case 'sum':
      return allAre(source, 'integer', '`.sum` adds Integers', sumFamily(source, expression))?.problem;
    case 'unique': {
      const key = expression.body
        ? familyOf(source, expression.body.type)
        : elementFamily(source, expression.list);
      if (!/^(list|json|secret|structure )/.test(key)) return undefined;
      return `\`.unique\` compares single values, and this is ${describeFamily(source, key)}: give a key, \`.unique(x => x.name)\``;
    }
    case 'stringTest':
      return expression.argument === undefined
        ? undefined
        : allAre(
            source,
            'string',
            `\`.${expression.test}\` compares with a String`,
            familyOf(source, expression.argument.type),
          )?.problem;
    case 'literal':
    case 'enumReference':
    case 'self':
    case 'old':
    case 'parameter':
    case 'fieldAccess':
    case 'presence':
    case 'size':
    case 'rank':
    case 'stringTransform':
    case 'match':
    case 'unresolvedName':
      return undefined;
    default:
      return assertNever(expression);
  }
}

function membershipProblem(
  source: TypeSource,
  expression: Extract<Expression, { kind: 'membership' }>,
): string | undefined {
  if (expression.items) {
    for (const item of expression.items) {
      const mismatch = comparable(source, 'in', expression.operand, item);
      if (mismatch) return mismatch.problem;
    }
    return undefined;
  }
  if (!expression.list) return undefined;
  const family = familyOf(source, expression.list.type);
  if (family !== 'list') {
    return family === 'unresolved'
      ? undefined
      : `\`in\` looks into a list, and this is ${describeFamily(source, family)}`;
  }
  const list = resolveType(source, expression.list.type);
  if (list.kind !== 'list') return undefined;
  return comparable(source, 'in', expression.operand, {
    ...expression.operand,
    kind: 'self',
    type: list.element,
    optional: false,
  })?.problem;
}

function elementFamily(source: TypeSource, list: Expression): Family {
  const type = resolveType(source, list.type);
  return type.kind === 'list' ? familyOf(source, type.element) : 'unresolved';
}

function sumFamily(source: TypeSource, expression: Extract<Expression, { kind: 'sum' }>): Family {
  return expression.body ? familyOf(source, expression.body.type) : elementFamily(source, expression.list);
}
