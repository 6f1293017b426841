import type { Expression } from '../pim/expression.ts';
import { evaluate, type Scope } from '../pim/interpreter.ts';
import type { JsonValue } from '../pim/json.ts';
import { fieldOf, underlyingType } from '../pim/model-index.ts';
import type { RuleValue } from '../pim/rule-value.ts';
import type { Type } from '../pim/type.ts';
import {
  applyEdits,
  type Draft,
  type Edit,
  elementPlace,
  fieldPlaceById,
  isList,
  type Path,
  type Place,
  valueAt,
} from './instance-place.ts';
import type { Samples } from './sample-value.ts';

/** Edits that together may bring a draft nearer to a goal. */
export type Move = readonly Edit[];

/** Where a condition is read: what its names stand for, as places of a draft that can be edited. */
export interface GoalScope {
  readonly samples: Samples;
  readonly draft: Draft;
  readonly self: Place;
  readonly old?: Place;
  readonly parameters: ReadonlyMap<number, Place>;
  /** Parts that must stay as they are. */
  readonly frozen: readonly Path[];
  /** What may still be spent on this goal, and on all goals of the search. */
  readonly effort: { readonly goal: Effort; readonly search: Effort };
}

/** How many more expressions may be looked at for moves: what keeps deep conditions cheap. */
export interface Effort {
  left: number;
}

/** How many expressions are looked at for the moves of one goal. */
export const goalEffort = 1000;
/** How many are looked at in a whole search; those that find something have needed some hundreds. */
export const searchEffort = 3000;

/** Takes one look; false once none is left. */
export function spend({ effort: { goal, search } }: GoalScope): boolean {
  if (goal.left <= 0 || search.left <= 0) return false;
  goal.left -= 1;
  search.left -= 1;
  return true;
}

export function afterMove(scope: GoalScope, move: Move): GoalScope {
  return move.length === 0 ? scope : { ...scope, draft: applyEdits(scope.draft, move) };
}

/** What an expression comes to; undefined also where it has no meaning yet, such as behind a guard. */
export function valueOf(scope: GoalScope, expression: Expression): RuleValue {
  try {
    return evaluate(expression, interpreterScope(scope));
  } catch {
    return undefined;
  }
}

function interpreterScope({ samples, draft, self, old, parameters }: GoalScope): Scope {
  const values = new Map<number, JsonValue>();
  for (const [binding, place] of parameters) {
    const value = valueAt(draft, place.path);
    if (value !== undefined) values.set(binding, value);
  }
  const before = old && valueAt(draft, old.path);
  return {
    self: valueAt(draft, self.path) ?? null,
    index: samples.index,
    parameters: values,
    ...(before === undefined ? {} : { old: before }),
  };
}

/** The part of the draft that an expression reads as it stands, if it is one. */
export function placeOf(scope: GoalScope, expression: Expression): Place | undefined {
  switch (expression.kind) {
    case 'self':
      return scope.self;
    case 'old':
      return scope.old;
    case 'parameter':
      return scope.parameters.get(expression.binding);
    case 'fieldAccess': {
      const receiver = placeOf(scope, expression.receiver);
      return receiver && fieldPlaceById(scope.samples.index, receiver, expression.field);
    }
    case 'conditional':
      return placeOf(
        scope,
        valueOf(scope, expression.condition) === true ? expression.whenTrue : expression.whenFalse,
      );
    case 'binary':
      if (expression.operator !== '??') return undefined;
      return placeOf(
        scope,
        valueOf(scope, expression.left) === undefined ? expression.right : expression.left,
      );
    default:
      return undefined;
  }
}

/** A derived field's derivation and where to read it; undefined for every other expression. */
export function derivationOf(
  scope: GoalScope,
  expression: Expression,
): { readonly derivation: Expression; readonly scope: GoalScope } | undefined {
  if (expression.kind !== 'fieldAccess') return undefined;
  const { derivation } = fieldOf(scope.samples.index, expression.field);
  const receiver = derivation && placeOf(scope, expression.receiver);
  return derivation && receiver && { derivation, scope: { ...scope, self: receiver, parameters: new Map() } };
}

/** A list that an expression reads, and its elements in the draft. */
export interface ListPlace {
  readonly place: Place;
  readonly type: Extract<Type, { kind: 'list' }>;
  readonly items: readonly JsonValue[];
}

export function listOf(scope: GoalScope, expression: Expression): ListPlace | undefined {
  const place = placeOf(scope, expression);
  const type = place && underlyingType(scope.samples.index, place.type);
  if (!place || type?.kind !== 'list') return undefined;
  const items = valueAt(scope.draft, place.path);
  return { place, type, items: isList(items) ? items : [] };
}

/** The scope of a lambda's body at one element. */
export function atElement(scope: GoalScope, list: ListPlace, binding: number, position: number): GoalScope {
  const place = elementPlace(list.place, list.type.element, position);
  return { ...scope, parameters: new Map([...scope.parameters, [binding, place]]) };
}

/** The type without its `where`s, which a search may want broken. */
export function baseOf(scope: GoalScope, place: Place): Type {
  return underlyingType(scope.samples.index, place.type);
}
