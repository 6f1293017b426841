import { judge, type Violation } from '../pim/conformance.ts';
import type { Expression } from '../pim/expression.ts';
import type { JsonValue } from '../pim/json.ts';
import type { ElementId, Rule } from '../pim/model.ts';
import {
  declarationOf,
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  underlyingType,
} from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';
import { movesToward } from './goal-moves.ts';
import { type Effort, type GoalScope, goalEffort, type Move, searchEffort, valueOf } from './goal-scope.ts';
import {
  applyEdits,
  type Draft,
  elementPlace,
  fieldPlaceById,
  type Path,
  type Place,
  pathOfPointer,
  valueAt,
} from './instance-place.ts';
import { plainMoves } from './plain-moves.ts';
import type { Samples } from './sample-value.ts';

/** What a search is to find. */
export interface Search {
  readonly samples: Samples;
  /** The type, enum or structure that the drafts are instances of. */
  readonly subject: ElementId;
  /** Conditions on the whole instance that must come true. */
  readonly wishes: readonly Expression[];
  /** The one rule that must be broken; all others must hold. */
  readonly broken?: ElementId;
  /** Parts that must stay as they are. */
  readonly frozen?: readonly Path[];
  /** How many drafts may be judged. */
  readonly budget: number;
  /** Goes on with plain changes of what the goals read, once the suggested moves have led nowhere. */
  readonly thorough?: boolean;
}

/** How many drafts a search may cost. */
export const searchBudget = 240;
/** How many drafts all ways of holding, or of breaking, one rule may cost together. */
export const questionBudget = 480;
/** How many drafts a further way of the same question may cost. */
export const smallBudget = 60;
/** How many drafts it may cost to make room for a given part, which may be large. */
export const mendBudget = 16;
/** How many goals of one draft are worked on. */
const mostGoals = 3;

interface Goal {
  readonly condition: Expression;
  readonly wanted: boolean;
  readonly at: Path;
}

interface Candidate {
  readonly draft: Draft;
  readonly goals: readonly Goal[];
  readonly steps: number;
}

/** A draft, or how many were judged in vain. */
export type SearchResult =
  | { readonly found: true; readonly draft: Draft; readonly judged: number }
  | { readonly found: false; readonly judged: number };

/**
 * A best-first search from the given drafts: of each draft the goals that it misses are worked
 * out, and the moves that their conditions suggest give the next drafts. Deterministic; every
 * draft found has been accepted by the reference judge.
 */
export function searchDraft(search: Search, starts: readonly Draft[]): SearchResult {
  const seen = new Set<string>();
  const open: Candidate[] = [];
  const effort: Effort = { left: searchEffort };
  let judged = 0;
  const consider = (draft: Draft, steps: number): Draft | undefined => {
    const key = JSON.stringify(draft);
    if (seen.has(key) || judged >= search.budget) return undefined;
    seen.add(key);
    judged += 1;
    const goals = missedGoals(search, effort, draft, key);
    if (!goals) return undefined;
    if (goals.length === 0) return draft;
    insert(open, { draft, goals, steps });
    return undefined;
  };
  for (const start of starts) {
    const found = consider(start, 0);
    if (found) return { found: true, draft: found, judged };
  }
  const expand = (from: Candidate, moves: Iterable<Move>): Draft | undefined => {
    for (const move of moves) {
      if (judged >= search.budget) return undefined;
      const found = move.length === 0 ? undefined : consider(applyEdits(from.draft, move), from.steps + 1);
      if (found) return found;
    }
    return undefined;
  };
  const expanded: Candidate[] = [];
  while (judged < search.budget) {
    const next = open.shift();
    const again = next || !search.thorough ? undefined : expanded.shift();
    const from = next ?? again;
    if (!from) break;
    if (next) expanded.push(next);
    const found = expand(from, next ? movesOf(search, effort, from) : plainMovesOf(search, effort, from));
    if (found) return { found: true, draft: found, judged };
  }
  return { found: false, judged };
}

/** Fewest missed goals first, then fewest steps, then the order of discovery. */
function insert(open: Candidate[], candidate: Candidate): void {
  const before = open.findIndex(
    (other) =>
      other.goals.length > candidate.goals.length ||
      (other.goals.length === candidate.goals.length && other.steps > candidate.steps),
  );
  open.splice(before < 0 ? open.length : before, 0, candidate);
}

function* movesOf(search: Search, effort: Effort, { draft, goals }: Candidate): Generator<Move> {
  for (const goal of goals.slice(0, mostGoals)) {
    yield* movesToward(scopeAt(search, effort, draft, goal.at), goal.condition, goal.wanted);
  }
}

function* plainMovesOf(search: Search, effort: Effort, { draft, goals }: Candidate): Generator<Move> {
  for (const goal of goals.slice(0, mostGoals))
    yield* plainMoves(scopeAt(search, effort, draft, goal.at), goal.condition);
}

/** The goals that a draft misses; undefined for a draft that nothing can be made of. */
function missedGoals(search: Search, effort: Effort, draft: Draft, key: string): readonly Goal[] | undefined {
  const { index } = search.samples;
  const violations = knownViolations(index, search.subject, draft, key);
  if (!violations || violations.some(({ constraint }) => constraint !== 'rule')) return undefined;
  const whole = scopeAt(search, effort, draft, ['self']);
  const goals: Goal[] = [];
  for (const condition of search.wishes) {
    if (valueOf(whole, condition) !== true) goals.push({ condition, wanted: true, at: ['self'] });
  }
  for (const { path, rule, root } of violations) {
    if (rule === search.broken) continue;
    const condition = conditionOf(index, rule);
    if (condition)
      goals.push({ condition, wanted: true, at: [root, ...pathOfPointer(draft[root] ?? null, path)] });
  }
  if (
    search.broken !== undefined &&
    !violations.some(({ rule, root }) => rule === search.broken && root === 'self')
  ) {
    // The wishes say how to break it; without any, nothing can be done about it here.
    const condition = conditionOf(index, search.broken);
    if (condition) goals.push({ condition, wanted: false, at: ['self'] });
  }
  return goals;
}

type Judgements = Map<string, readonly RootViolation[] | undefined>;

// The ways of one rule, and the rules of one subject, lead to many of the same drafts. The index never changes.
const judgements = new WeakMap<ModelIndex, Judgements>();
/** Larger drafts are rare, and not remembered. */
const longestKey = 5000;

/** What the judge says of the draft, which is asked once; `draftKey` is the draft as text. */
function knownViolations(
  index: ModelIndex,
  subject: ElementId,
  draft: Draft,
  draftKey: string,
): readonly RootViolation[] | undefined {
  if (draftKey.length > longestKey) return violationsOf(index, subject, draft);
  let known = judgements.get(index);
  if (!known) {
    known = new Map();
    judgements.set(index, known);
  }
  const key = `${subject} ${draftKey}`;
  if (!known.has(key)) known.set(key, violationsOf(index, subject, draft));
  return known.get(key);
}

interface RootViolation extends Violation {
  readonly root: 'self' | 'old';
}

/** What the judge says of the draft, and of the state before it, which must be fine on its own. */
export function violationsOf(
  index: ModelIndex,
  subject: ElementId,
  draft: Draft,
): readonly RootViolation[] | undefined {
  const { self, old } = draft;
  if (self === undefined) return undefined;
  const before = old === undefined ? [] : judge(index, subject, old);
  // Rules about a change can only be asked where the state before has its shape.
  const isShaped = before.every(({ constraint }) => constraint === 'rule');
  const now = judge(index, subject, self, isShaped ? old : undefined);
  return [
    ...now.map((violation) => ({ ...violation, root: 'self' }) as const),
    ...before.map((violation) => ({ ...violation, root: 'old' }) as const),
  ];
}

function conditionOf(index: ModelIndex, rule: ElementId | undefined): Expression | undefined {
  return rule === undefined ? undefined : ruleOf(index, rule).condition;
}

export function ruleOf(index: ModelIndex, id: ElementId): Rule {
  const rule = index.get(id);
  if (rule?.kind !== 'rule') throw new Error(`\`${id}\` is not a rule`);
  return rule;
}

function scopeAt(search: Search, effort: Effort, draft: Draft, at: Path): GoalScope {
  const { index } = search.samples;
  const declaration = declarationOf(index, search.subject);
  const type: Type = { kind: 'named', id: search.subject, origin: declaration.nameOrigin };
  const subject = { owner: declaration.name, field: isStructure(declaration) ? declaration.name : 'it' };
  const root = (name: string): Place => ({ path: [name], type, optional: false, subject });
  const [name, ...rest] = at;
  let place = root(String(name));
  for (const key of rest) place = childPlace(index, place, key) ?? place;
  const old = valueAt(draft, ['old']) === undefined ? undefined : root('old');
  const identity = old ? identityPaths(index, search.subject) : [];
  return {
    samples: search.samples,
    draft,
    self: place,
    parameters: new Map(),
    frozen: [...(search.frozen ?? []), ...identity],
    effort: { goal: { left: goalEffort }, search: effort },
    ...(old ? { old } : {}),
  };
}

/** A change never changes who the aggregate is. */
function identityPaths(index: ModelIndex, subject: ElementId): readonly Path[] {
  const declaration = declarationOf(index, subject);
  if (!isStructure(declaration)) return [];
  return declaration.fields
    .filter((field) => field.role === 'id')
    .flatMap(({ name }) => [
      ['self', name],
      ['old', name],
    ]);
}

function childPlace(index: ModelIndex, place: Place, key: string | number): Place | undefined {
  const type = underlyingType(index, place.type);
  if (typeof key === 'number')
    return type.kind === 'list' ? elementPlace(place, type.element, key) : undefined;
  const structure = structureOfType(index, type);
  const field = structure && storedFieldsOf(structure).find(({ name }) => name === key);
  return field && fieldPlaceById(index, { ...place, type }, field.id);
}

export function draftOf(self: JsonValue, old?: JsonValue): Draft {
  return old === undefined ? { self } : { self, old };
}
