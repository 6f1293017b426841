import type { Expression, FieldAccess } from '../../pim/expression.ts';
import type { Alternative, Field, Union } from '../../pim/model.ts';
import { fieldOf, isStructure, type ModelIndex } from '../../pim/model-index.ts';
import { asType, atom, binary, type Code, call, member } from './code.ts';
import type { Facts } from './facts.ts';
import type { Translator } from './translator.ts';

/** A derived field: a function of the companion, which TypeScript does not narrow. */
export function isComputed(expression: FieldAccess, index: ModelIndex): boolean {
  return fieldOf(index, expression.field).role === 'derived' && isStructure(index.parent(expression.field));
}

/** A field, or a call of the function that computes it. */
export function fieldCode(expression: FieldAccess, facts: Facts, to: Translator, mustBeThere = false): Code {
  const field = fieldOf(to.index, expression.field);
  const { receiver } = expression;
  const isOptional = to.mayBeUndefined(receiver, facts) && !mustBeThere;
  if (isOptional) to.hoist(receiver);
  const code = mustBeThere ? to.required(receiver, facts) : to.code(receiver, facts);
  const owner = narrowed(expression, code, isOptional, facts, to);
  if (!isComputed(expression, to.index)) return member(owner, field.name, isOptional);
  const value = computed(expression, field, owner, to);
  if (!isOptional) return value;
  return {
    kind: 'conditional',
    condition: binary('===', to.code(receiver, facts), atom('undefined')),
    whenTrue: atom('undefined'),
    whenFalse: value,
  };
}

function computed(expression: FieldAccess, field: Field, owner: Code, to: Translator): Code {
  const callOf = (one: Field, of: Code): Code => {
    const structure = to.index.parent(one.id);
    if (!isStructure(structure)) throw new Error(`\`${one.id}\` stands in no structure`);
    return call(member(to.companion(structure.id), to.scope.memberName(one)), of);
  };
  const shapes = shapesWith(expression, to.index);
  const [last] = shapes?.having.slice(-1) ?? [];
  if (!shapes || !last || shapes.having.length === 1) return callOf(field, owner);
  // Each shape computes it in its own way.
  const ofShape = (shape: Alternative): Code => {
    const own = shape.fields.find(({ name }) => name === field.name) ?? field;
    return callOf(own, asType(owner, typeOf(shape, to)));
  };
  return shapes.having.slice(0, -1).reduceRight<Code>(
    (otherwise, shape) => ({
      kind: 'conditional',
      condition: binary('===', member(owner, shapes.union.discriminator), {
        kind: 'string',
        text: JSON.stringify(shape.wire),
      }),
      whenTrue: ofShape(shape),
      whenFalse: otherwise,
    }),
    ofShape(last),
  );
}

/** The receiver, as one of the shapes that have the field where TypeScript does not see that it is one. */
function narrowed(
  expression: FieldAccess,
  code: Code,
  isOptional: boolean,
  facts: Facts,
  to: Translator,
): Code {
  const shapes = shapesWith(expression, to.index);
  if (!shapes || !isCast(expression, facts, to)) return code;
  const types = shapes.having.map((shape) => typeOf(shape, to));
  return asType(code, [...types, ...(isOptional ? ['undefined'] : [])].join(' | '));
}

/** True if the receiver's shape is not what TypeScript sees: it then knows nothing of the field's value either. */
export function isCast(expression: FieldAccess, facts: Facts, to: Translator): boolean {
  const shapes = shapesWith(expression, to.index);
  if (!shapes || shapes.having.length === shapes.union.alternatives.length) return false;
  const shape = shapePlace(expression.receiver, to);
  const known = shape && facts.possible.get(shape.place);
  const fitting = new Set(shapes.having.map(({ wire }) => JSON.stringify(wire)));
  return !known || [...known].some((wire) => !fitting.has(wire));
}

function typeOf(shape: Alternative, to: Translator): string {
  return to.scope.names.symbolType(to.scope.symbolOf(shape.id));
}

/** Of a field of a union: the shapes that have one of its name; undefined for a field of anything else. */
function shapesWith(
  { receiver, name }: FieldAccess,
  index: ModelIndex,
): { readonly union: Union; readonly having: readonly Alternative[] } | undefined {
  const union = unionOfOperand(receiver, index);
  return (
    union && {
      union,
      having: union.alternatives.filter((shape) => shape.fields.some((one) => one.name === name)),
    }
  );
}

/** Where TypeScript looks to tell the shapes of a union apart, and all that can stand there. */
export function shapePlace(
  operand: Expression,
  to: Pick<Translator, 'index' | 'placeOf'>,
): { readonly place: string; readonly all: readonly string[] } | undefined {
  const place = to.placeOf(operand);
  const union = unionOfOperand(operand, to.index);
  if (place === undefined || !union) return undefined;
  return {
    place: `${place}.${union.discriminator}`,
    all: union.alternatives.map(({ wire }) => JSON.stringify(wire)),
  };
}

export function unionOfOperand(operand: Expression, index: ModelIndex): Union | undefined {
  if (operand.type.kind !== 'named') return undefined;
  const element = index.get(operand.type.id);
  return element?.kind === 'union' ? element : undefined;
}
