import { assertNever } from '../../pim/assert-never.ts';
import type {
  Ambient,
  BehaviourExpression,
  Call,
  Construction,
  Dereference,
  Expression,
  Translated,
} from '../../pim/expression.ts';
import type { Field } from '../../pim/model.ts';
import { fieldOf, isStructure, storedFieldsOf, underlyingType } from '../../pim/model-index.ts';
import { assigned } from './assign.ts';
import { asType, atom, type Code, call, callGeneric, methodCall, objectCode, stringCode } from './code.ts';
import { withDefaultValues } from './default-values.ts';
import type { Facts } from './facts.ts';
import type { Translator } from './translator.ts';
import { outputType } from './type-code.ts';

/** What commands, events, services and the like have besides the subject: only they use it. */
export interface Surroundings {
  /** What came in from outside: the payload. */
  readonly input?: string;
  /** Names bound by `let`, `step` and `for each` around the expression. */
  readonly bound?: ReadonlyMap<number, string>;
  /** What stands for a parameter that is no name. */
  readonly codes?: ReadonlyMap<number, Code>;
  /** Names that stand around it, which nothing in it may be called. */
  readonly around?: readonly string[];
  ambient?(ambient: Ambient['ambient']): Code;
  /** Where only one event is meant: what `event.name` is. */
  readonly eventName?: string;
  /** A new id. */
  newId?(): Code;
  /** A calculation or a query, with the object of what it is called with. */
  callee?(expression: Call, input: Code): Code;
  /** An aggregate; `reference` writes what leads to it. */
  dereference?(expression: Dereference, reference: () => Code): Code;
  /** What a translation makes of a value, or of each item of a list. */
  translated?(expression: Translated, operand: Code, isOptional: boolean): Code;
}

export function translateBehaviour(expression: BehaviourExpression, facts: Facts, parts: Translator): Code {
  const { scope } = parts;
  switch (expression.kind) {
    case 'input':
      return atom(scope.input ?? missing(expression.kind));
    case 'ambient':
      return scope.ambient?.(expression.ambient) ?? missing(expression.ambient);
    case 'construction':
      return construction(expression, facts, parts);
    case 'listLiteral':
      return { kind: 'array', items: expression.items.map((item) => parts.required(item, facts)) };
    case 'objectLiteral':
      return objectCode(expression.entries.map(({ key, value }) => [key, parts.required(value, facts)]));
    case 'call':
      return scope.callee?.(expression, payload(expression, facts, parts)) ?? missing(expression.callee);
    case 'translated': {
      const isOptional = parts.mayBeUndefined(expression.operand, facts);
      return translated(expression, parts.code(expression.operand, facts), isOptional, parts);
    }
    case 'dereference':
      return (
        scope.dereference?.(expression, () => parts.code(expression.reference, facts)) ??
        missing(expression.kind)
      );
    case 'filter': {
      const test = parts.closure(expression.parameter, expression.body, facts, (inner, known) =>
        parts.required(inner, known),
      );
      return methodCall(parts.required(expression.list, facts), 'filter', test);
    }
    case 'mapList': {
      const of = parts.closure(expression.parameter, expression.body, facts, (inner, known) =>
        parts.required(inner, known),
      );
      return methodCall(parts.required(expression.list, facts), 'map', of);
    }
    case 'listEnd': {
      const position = expression.end === 'first' ? atom('0') : atom('-1');
      return methodCall(parts.required(expression.list, facts), 'at', position);
    }
    case 'reversed':
      // `toReversed` came with ES2023; what is generated asks for ES2022.
      return methodCall(methodCall(parts.required(expression.list, facts), 'slice'), 'reverse');
    case 'neighbour': {
      const type = underlyingType(scope.index, expression.operand.type);
      if (type.kind !== 'named') throw new Error('a neighbour was asked of something that is no enum');
      const name = expression.direction === 'next' ? 'literalAfter' : 'literalBefore';
      const companion = atom(scope.names.symbol(scope.symbolOf(type.id)));
      return call(atom(scope.names.runtime(name)), companion, parts.required(expression.operand, facts));
    }
    default:
      return assertNever(expression);
  }
}

/** What a translation makes of something, or of nothing. */
export function translated(
  expression: Translated,
  operand: Code,
  isOptional: boolean,
  { scope }: Translator,
): Code {
  return scope.translated?.(expression, operand, isOptional) ?? missing(expression.translation);
}

function missing(what: string): never {
  throw new Error(
    `there is no ${what} where an expression asks for it: only checked models are generated from`,
  );
}

/** `{ desired: …, actual: … }` of what is called. */
function payload({ callee, values }: Call, facts: Facts, parts: Translator): Code {
  const { index } = parts.scope;
  const element = index.get(callee);
  const fields = element?.kind === 'calculation' || element?.kind === 'query' ? element.fields : [];
  return objectCode(
    withDefaultValues(values, fields, index).map(({ field, name, value }) => [
      name,
      assigned(parts.code(value, facts), value, fieldOf(index, field).type, parts.scope),
    ]),
  );
}

/** A value, an entity or an alternative as it is after its checks: defaults and generated ids included. */
function construction(expression: Construction, facts: Facts, parts: Translator): Code {
  const { scope } = parts;
  const { index } = scope;
  const structure = index.get(expression.structure);
  if (!isStructure(structure)) throw new Error(`\`${expression.structure}\` cannot be constructed`);
  const fields = storedFieldsOf(structure);
  const given = new Map(
    withDefaultValues(expression.values, fields, index).map(({ name, value }) => [name, value]),
  );
  const mayLack = fields.some((field) => {
    const value = given.get(field.name);
    return value !== undefined && field.optional && parts.mayBeUndefined(value, facts);
  });
  const members: (readonly [string, Code])[] = [];
  if (structure.kind === 'alternative') {
    const union = index.parent(structure.id);
    if (union?.kind === 'union') members.push([union.discriminator, stringCode(structure.wire)]);
  }
  for (const field of inOrderOfMaking(fields, given)) {
    const value = given.get(field.name);
    if (value) members.push([field.name, assigned(parts.code(value, facts), value, field.type, scope)]);
    else if (field.generated) members.push([field.name, newId(field, parts)]);
  }
  const object = objectCode(members);
  if (!mayLack) return object;
  const type = scope.names.symbolType(scope.symbolOf(structure.id));
  return callGeneric(atom(scope.names.runtime('present')), [type], [object]);
}

/** A new id, of the type that the field has. */
function newId({ type }: Field, { scope }: Translator): Code {
  const made = scope.newId?.() ?? missing('new id');
  return type.kind === 'format' ? made : asType(made, outputType(type, scope));
}

/** Ids are made before what is given, as the language says. */
function inOrderOfMaking(fields: readonly Field[], given: ReadonlyMap<string, Expression>): readonly Field[] {
  const isMade = (field: Field): boolean => field.generated && !given.has(field.name);
  return [...fields.filter(isMade), ...fields.filter((field) => !isMade(field))];
}
