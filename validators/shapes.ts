import type { Expression, FieldAccess } from '../pim/expression.ts';
import type { Alternative, Union } from '../pim/model.ts';
import { type ModelIndex, underlyingType } from '../pim/model-index.ts';
import type { ExpressionSite } from './expression-sites.ts';
import { areOneFamily } from './fitting-type.ts';
import { FactKeeper } from './known.ts';
import { expressionKey, type FactVisitor, type Learnt, walkWithFacts } from './narrowing.ts';
import { typeSourceOf } from './type-source.ts';

/** A field that is read of a value which may have a shape without it. */
export interface ShapeUse {
  readonly node: FieldAccess;
  readonly union: Union;
  /** The shapes that it may have there, and that lack the field, or have it with another type. */
  readonly lacking: readonly Alternative[];
}

/** Keeps what is known of shapes, for the sites of one model. */
export function shapeKeeper(index: ModelIndex): FactKeeper {
  return new FactKeeper((test) => learnShape(test, index));
}

function learnShape(test: Expression, index: ModelIndex): Learnt | undefined {
  if (test.kind !== 'isAlternative') return undefined;
  const union = index.parent(test.alternative);
  if (union?.kind !== 'union') return undefined;
  const key = expressionKey(test.operand);
  const others = union.alternatives.filter(({ id }) => id !== test.alternative);
  return {
    whenTrue: new Set(others.map(({ id }) => isNot(id, key))),
    whenFalse: new Set([isNot(test.alternative, key)]),
  };
}

function isNot(alternative: string, key: string): string {
  return `not ${alternative} ${key}`;
}

/** Every field of a `one of` value that is read without knowing that its shape has one. */
export function shapeUses(
  { expression, known }: Pick<ExpressionSite, 'expression' | 'known'>,
  index: ModelIndex,
  keeper: FactKeeper = shapeKeeper(index),
): readonly ShapeUse[] {
  const uses: ShapeUse[] = [];
  const visitor: FactVisitor = {
    learn: (test) => learnShape(test, index),
    visit: (node, facts) => {
      if (node.kind !== 'fieldAccess') return;
      const union = unionOf(node, index);
      if (!union) return;
      const key = expressionKey(node.receiver);
      const possible = union.alternatives.filter(({ id }) => !facts.has(isNot(id, key)));
      const lacking = possible.filter((alternative) => !hasField(alternative, node, index));
      if (lacking.length > 0) uses.push({ node, union, lacking });
    },
  };
  walkWithFacts(expression, visitor, { facts: keeper.factsOf(known) });
  return uses;
}

function unionOf({ receiver }: FieldAccess, index: ModelIndex): Union | undefined {
  const type = underlyingType(index, receiver.type);
  const declaration = type.kind === 'named' ? index.get(type.id) : undefined;
  return declaration?.kind === 'union' ? declaration : undefined;
}

function hasField({ fields }: Alternative, { name, type }: FieldAccess, index: ModelIndex): boolean {
  const source = typeSourceOf(index);
  return fields.some((field) => field.name === name && areOneFamily(source, field.type, type));
}
