import { type Limit, limitsOf } from '../../pim/limits.ts';
import type { ElementId } from '../../pim/model.ts';
import { constrainedTypesOf, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { pointer } from '../core/document.ts';
import { costingOf, madeOnce, tooExpensive } from './affordable.ts';
import type { Sizing } from './bounds.ts';
import { budget, measure, nothing, sum } from './cel-cost.ts';
import { hasFunction } from './cel-functions.ts';
import { listOf, method, type Piece, textLiteral } from './cel-piece.ts';
import type { RuleReason, ValidationRule } from './psm.ts';
import type { SchemaBuild, SchemaPlace } from './structural-schema.ts';

/** What the model demands of a node besides the rules that somebody wrote, and no schema can say. */
export interface Demand {
  /** For a person, what is lost if it cannot be judged: `that items differ in name`. */
  readonly what: string;
  readonly holds: (sizing: Sizing) => Piece;
  readonly message: string;
  /** What breaks it, where it is broken: a single value, or a list of such. */
  readonly culprit?: (sizing: Sizing) => Piece;
  readonly reason: RuleReason;
  readonly fieldPath?: string;
  /** What demands it, if not the element that the node is about. */
  readonly element?: ElementId;
  /** The limits of the model that are not held where it cannot be judged. */
  readonly limits: () => readonly Limit[];
}

/** The validations of the demands that can be judged at a node, which are its first ones; notes the others. */
export function placeDemands(
  build: SchemaBuild,
  place: SchemaPlace,
  demands: readonly Demand[],
): readonly ValidationRule[] {
  const validations: ValidationRule[] = [];
  for (const { what, holds, message, culprit, reason, fieldPath, element, limits } of demands) {
    const { index, candidates } = build;
    const judged = madeOnce({ index, candidates, piece: holds, within: place.within });
    const costing = costingOf(judged);
    build.costings.push(costing);
    const unaffordable = tooExpensive(judged);
    if (unaffordable !== undefined) {
      noteUnjudged(build, place, `${what} is not judged: ${unaffordable}`, limits(), element);
      continue;
    }
    const rule = element ?? tracedAround(build, place.at);
    const expression = culprit && messageExpression(build, message, culprit);
    const told = measure(0, expression?.cost.estimate ?? 0);
    build.costings.push(() => told);
    build.rules.push({ rule, node: place.at, cost: sum(costing(), told) });
    build.trace.set(place.at + pointer('x-kubernetes-validations', validations.length), rule);
    validations.push({
      rule: judged.piece(build).text,
      message,
      ...(expression ? { messageExpression: expression.text } : {}),
      reason,
      ...(fieldPath === undefined ? {} : { fieldPath }),
    });
  }
  return validations;
}

/**
 * Undefined if the oldest server has no `format`, or would not pay for it: `+` of texts it takes for endless
 * where it does not know their lengths. It is evaluated for objects alone that are refused anyway.
 */
function messageExpression(
  build: SchemaBuild,
  message: string,
  culprit: NonNullable<Demand['culprit']>,
): Piece | undefined {
  if (!hasFunction('format', build.minimumServer)) return undefined;
  const template = textLiteral(`${message.replaceAll('%', '%%')}: %s`);
  const piece = method(template, 'format', [listOf([culprit(build)])]);
  return piece.cost.estimate <= budget.perRule ? piece : undefined;
}

/** Notes why something that the model demands of a node is not judged there. */
export function noteUnjudged(
  build: SchemaBuild,
  { at }: SchemaPlace,
  reason: string,
  limits: readonly Limit[] = [],
  element: ElementId = tracedAround(build, at),
): void {
  build.rules.push({ rule: element, node: at, reason, limits, cost: nothing });
}

/** The limits of these kinds that the element has which a node is about, or a type that is named in its type. */
export function limitsAround(
  build: SchemaBuild,
  { at }: SchemaPlace,
  constraints: readonly Limit['constraint'][],
): readonly Limit[] {
  const owner = tracedAround(build, at);
  const element = build.index.get(owner);
  const named = element?.kind === 'field' ? declaredIn(element.type, build.index) : [];
  return limitsOf(build.index).filter(
    (limit) =>
      constraints.includes(limit.constraint) && (limit.element === owner || named.includes(limit.element)),
  );
}

/** The constrained types and enums that a type names, in its lists and maps too. */
function declaredIn(type: Type, index: ModelIndex): readonly ElementId[] {
  const chain = constrainedTypesOf(index, type).map(({ id }) => id);
  const underlying = underlyingType(index, type);
  switch (underlying.kind) {
    case 'named':
      return [...chain, underlying.id];
    case 'list':
      return [...chain, ...declaredIn(underlying.element, index)];
    case 'map':
      return [...chain, ...declaredIn(underlying.key, index), ...declaredIn(underlying.value, index)];
    default:
      return chain;
  }
}

/** The element that a node is about, or the node around it. */
function tracedAround({ trace }: SchemaBuild, at: string): ElementId {
  for (let node = at; ; node = node.slice(0, node.lastIndexOf('/'))) {
    const element = trace.get(node);
    if (element !== undefined) return element;
    if (node === '') throw new Error('a document is about no element; please report this');
  }
}
