import { type Limit, limitsOf } from '../../pim/limits.ts';
import type { ElementId } from '../../pim/model.ts';
import { constrainedTypesOf, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { pointer } from '../core/document.ts';
import { nothing, times } from './cel-cost.ts';
import type { Piece } from './cel-piece.ts';
import type { RuleReason, ValidationRule } from './psm.ts';
import { tooExpensive } from './rule-text.ts';
import type { SchemaBuild, SchemaPlace } from './structural-schema.ts';

/** What the model demands of a node besides the rules that somebody wrote, and no schema can say. */
export interface Demand {
  /** For a person, what is lost if it cannot be judged: `that items differ in name`. */
  readonly what: string;
  readonly holds: Piece;
  readonly message: string;
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
  for (const { what, holds, message, reason, fieldPath, element, limits } of demands) {
    const unaffordable = tooExpensive(holds.cost, place.multiplicity, undefined);
    if (unaffordable !== undefined) {
      noteUnjudged(build, place, `${what} is not judged: ${unaffordable}`, limits(), element);
      continue;
    }
    const rule = element ?? tracedAround(build, place.at);
    build.rules.push({ rule, node: place.at, cost: times(holds.cost, place.multiplicity) });
    build.trace.set(place.at + pointer('x-kubernetes-validations', validations.length), rule);
    validations.push({
      rule: holds.text,
      message,
      reason,
      ...(fieldPath === undefined ? {} : { fieldPath }),
    });
  }
  return validations;
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
