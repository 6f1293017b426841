import { defaultOf } from '../../pim/conformance.ts';
import type { FieldAccess, Lookup } from '../../pim/expression.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { Field } from '../../pim/model.ts';
import { fieldOf, type ModelIndex, structureOfType, underlyingType, unionOf } from '../../pim/model-index.ts';
import type { Sizing } from './bounds.ts';
import { nothing, one } from './cel-cost.ts';
import { storedInForm } from './cel-form.ts';
import { lengthOf, nameLength } from './cel-length.ts';
import {
  conjunction,
  constant,
  disjunction,
  has,
  indexed,
  isIn,
  listOf,
  loop,
  type Piece,
  property,
  relation,
  ternary,
  textLiteral,
  variable,
  whole,
} from './cel-piece.ts';
import { doubleLiteral, propertyName } from './cel-text.ts';
import type { CelTranslator, FieldPlace, Surroundings } from './cel-translator.ts';
import { NotExpressible } from './not-expressible.ts';

/** What stands in an object, and the tests that together tell whether it is there (none: it always is). */
export interface Access {
  readonly value: Piece;
  readonly tests: readonly Piece[];
}

/** A field. */
export function fieldAccess(expression: FieldAccess, around: Surroundings, to: CelTranslator): Access {
  const field = fieldOf(to.index, expression.field);
  const { receiver } = expression;
  const { place } = to.scope;
  if (place && (receiver.kind === 'self' || receiver.kind === 'old')) {
    const root = receiver.kind === 'self' ? to.scope.self : to.scope.self.replace(/^self/, 'oldSelf');
    return placedField(field, variable(root, one), place(field), to.scope);
  }
  refuseEndless(expression, to.index);
  const tests = to.presence(receiver, around);
  const owner = to.piece(receiver, around);
  const value = property(owner, propertyName(field.name), lengthOf(to.scope, field.type));
  if (to.index.parent(field.id)?.kind !== 'alternative')
    return { value, tests: field.optional ? [...tests, has(value)] : tests };
  const own = fieldOfShape(value, owner, field, to.index);
  return { value: own.value, tests: [...tests, ...own.tests] };
}

/** The schema of a value that holds itself ends one level below the deepest, which must be empty. */
function refuseEndless(expression: FieldAccess, index: ModelIndex): void {
  const holder = structureOfType(index, underlyingType(index, expression.receiver.type));
  if (holder?.kind !== 'value' || holder.depth === undefined) return;
  let levels = 0;
  let node = expression.receiver;
  for (; node.kind === 'fieldAccess'; node = node.receiver)
    if (structureOfType(index, underlyingType(index, node.type)) === holder) levels += 1;
  if (levels > holder.depth + 1)
    throw new NotExpressible(`it asks for a level of \`${holder.name}\` that there never is`);
}

/**
 * A field of a `one of` value. Where several shapes have a field of this name, any of them may be read. The
 * schema fills in no default there, which every shape would get.
 */
function fieldOfShape(stored: Piece, owner: Piece, { id, name }: Field, index: ModelIndex): Access {
  const parent = index.parent(id);
  if (parent?.kind !== 'alternative') throw new Error(`\`${id}\` belongs to no shape; please report this`);
  const union = unionOf(index, parent);
  const alike = union.alternatives.flatMap((shape) =>
    shape.fields.filter((field) => field.name === name).map((field) => ({ shape, field })),
  );
  const isShape = (wire: string): Piece => {
    const wanted = textLiteral(wire);
    return relation('==', property(owner, propertyName(union.discriminator), wanted.length), wanted);
  };
  const defaulted = alike.flatMap(({ shape, field }) => {
    if (!field.default) return [];
    const value = literalOf(defaultOf(index, field), underlyingType(index, field.type).kind === 'number');
    if (value) return [{ value, isOfShape: isShape(shape.wire) }];
    throw new NotExpressible(
      `the default of \`${name}\` in \`${shape.name}\` has parts with names, which CEL has no text for`,
    );
  });
  const isGiven = has(stored);
  const [last, ...others] = defaulted.toReversed();
  const mayBeAbsent = alike.some(({ field }) => field.optional);
  if (!last) return { value: stored, tests: mayBeAbsent ? [isGiven] : [] };
  const fallback = others.reduce((rest, { value, isOfShape }) => ternary(isOfShape, value, rest), last.value);
  return {
    value: ternary(isGiven, stored, fallback),
    tests: mayBeAbsent ? [disjunction([isGiven, ...defaulted.map(({ isOfShape }) => isOfShape)])] : [],
  };
}

function placedField(field: Field, root: Piece, place: FieldPlace, sizing: Sizing): Access {
  const { index } = sizing;
  const within = (owner: Piece, names: readonly string[]): Piece =>
    names.reduce((outer, name) => property(outer, propertyName(name), one), owner);
  const around = within(root, place.path.slice(0, -1));
  const length = lengthOf(sizing, field.type);
  const isName = place.path[0] === 'metadata';
  const value = { ...within(around, place.path.slice(-1)), length: isName ? nameLength(length) : length };
  if (!place.partMayBeMissing) return { value, tests: field.optional ? [has(value)] : [] };
  const part = has(around);
  if (field.optional) return { value, tests: [part, has(value)] };
  const fallback = literalOf(defaultOf(index, field), underlyingType(index, field.type).kind === 'number');
  if (!fallback) throw new NotExpressible(`\`${field.name}\` has no value until a status is written`);
  return { value: ternary(part, value, fallback), tests: [] };
}

/** A value in JSON as a literal; undefined for what has parts with names. */
function literalOf(value: JsonValue | undefined, isDouble: boolean): Piece | undefined {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'number') return constant(isDouble ? doubleLiteral(value) : String(value));
  if (typeof value === 'boolean') return constant(String(value));
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: JsonValue) => literalOf(item, isDouble));
  return items.every((item) => item !== undefined) ? listOf(items) : undefined;
}

/** An entry of a map, or the item of a list whose field is the key. */
export function lookup({ collection, key, by }: Lookup, around: Surroundings, to: CelTranslator): Access {
  const tests = to.presence(collection, around);
  const owner = to.readable(collection, around);
  const type = underlyingType(to.index, collection.type);
  if (by === undefined) {
    const wanted = to.piece(key, around);
    const length = type.kind === 'map' ? lengthOf(to.scope, type.value) : one;
    return { value: indexed(owner, wanted, length), tests: [...tests, isIn(wanted, owner, nothing)] };
  }
  const field = fieldOf(to.index, by);
  const { item } = to.bind('item', one, around);
  const stored = property(item, propertyName(field.name), lengthOf(to.scope, field.type));
  const isOfNumbers = [field.type, key.type].some((each) => underlyingType(to.index, each).kind === 'number');
  const form = isOfNumbers ? 'double' : undefined;
  const found = storedInForm(stored, field.type, form, to.index);
  const isIt = relation('==', found, to.piece(key, around, form));
  const isFound = conjunction([...(field.optional ? [has(stored)] : []), isIt]);
  return {
    value: { ...indexed(loop(owner, 'filter', item, isFound), whole(0)), unmeasured: true },
    tests: [...tests, loop(owner, 'exists', item, isFound)],
  };
}
