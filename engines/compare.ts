import { type Judge, judgesOf } from '../generators/core/coverage.ts';
import { pointer } from '../generators/core/document.ts';
import type { Target, UnheldLimit } from '../generators/core/target.ts';
import type { Violation } from '../pim/conformance.ts';
import { isJsonObject, type JsonValue, jsonObject, partAt, pointerSteps } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import { identityOfItems, rulesOf, storedFieldsOf, underlyingType } from '../pim/model-index.ts';
import {
  type Engine,
  type Exception,
  jsonOfText,
  type Question,
  type Reason,
  type Verdict,
} from './engine.ts';
import { referenceViolations } from './interpreter.ts';
import { placeIn } from './place-in.ts';

export type Expected = 'accept' | 'reject';

/** A question, and what must come of it. */
export interface Expectation extends Question {
  readonly expected: Expected;
  /** The id of the rule that is to refuse it. */
  readonly rule?: ElementId;
}

/** How an engine stands to what was expected of it. */
export type Outcome =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'disagreed'; readonly got: Expected | 'failure'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'exception'; readonly exception: Exception }
  | { readonly kind: 'not enforceable'; readonly reason: string }
  | { readonly kind: 'not run'; readonly reason: string };

/** What the target of an engine says of the output that it runs. */
export function wordFor({ target, dialect }: Engine, targets: readonly Target[]): Judge | undefined {
  const id = dialect === undefined ? target : `${target}/${dialect}`;
  return targets.flatMap(judgesOf).find((judge) => judge.id === id);
}

/** Asks an engine, and holds its verdicts to what is expected; `word` is what the target says of its own output. */
export async function compare(
  engine: Engine,
  word: Judge | undefined,
  expectations: readonly Expectation[],
): Promise<readonly Outcome[]> {
  const outcomes = await outcomesOf(engine, word, expectations);
  // What is asked once more, in other ways, to see whether that is all that is in its way.
  const retries = expectations.flatMap((one, at) =>
    outcomes[at]?.kind === 'disagreed'
      ? retriesOf(one, outcomes[at].got, engine.exceptions ?? []).map((retry) => ({ at, ...retry }))
      : [],
  );
  const others = await outcomesOf(
    engine,
    word,
    retries.map(({ expectation }) => expectation),
  );
  const exceptions = new Map(
    retries.flatMap(({ at, exception }, position) =>
      others[position]?.kind === 'agreed' ? [[at, exception] as const] : [],
    ),
  );
  return outcomes.map((outcome, at) => {
    const exception = exceptions.get(at);
    return exception === undefined ? outcome : { kind: 'exception', exception };
  });
}

async function outcomesOf(
  engine: Engine,
  word: Judge | undefined,
  expectations: readonly Expectation[],
): Promise<readonly Outcome[]> {
  if (expectations.length === 0) return [];
  const verdicts = await engine.judge(expectations);
  return expectations.map((expectation, at) => {
    const verdict = verdicts[at];
    if (!verdict) throw new Error(`the engine \`${engine.id}\` gave fewer verdicts than it was asked for`);
    return outcomeOf(expectation, verdict, word);
  });
}

function outcomeOf(expectation: Expectation, verdict: Verdict, word: Judge | undefined): Outcome {
  if (verdict.kind === 'not run') return verdict;
  if (verdict.kind === 'failed')
    return { kind: 'disagreed', got: 'failure', reasons: [{ message: verdict.reason }] };
  if (verdict.kind === 'accepted') {
    if (expectation.expected === 'accept') return { kind: 'agreed' };
    const reason = whyNotHeld(expectation, word);
    return reason === undefined
      ? { kind: 'disagreed', got: 'accept', reasons: [] }
      : { kind: 'not enforceable', reason };
  }
  const { reasons } = verdict;
  const isMeant = expectation.expected === 'reject' && names(reasons, expectation, word);
  return isMeant ? { kind: 'agreed' } : { kind: 'disagreed', got: 'reject', reasons };
}

/** Whether the rule that is to refuse it is among the reasons, as far as the engine tells rules at all. */
function names(reasons: readonly Reason[], { rule, index }: Expectation, word: Judge | undefined): boolean {
  const told = reasons.flatMap((reason) => reason.rule ?? []);
  if (rule === undefined || told.includes(rule)) return true;
  const found = rulesOf(index.model).find(({ id }) => id === rule);
  const isHeld = found !== undefined && (word?.enforce(found, index).verdict ?? 'exact') === 'exact';
  return word !== undefined && (told.length === 0 || !isHeld);
}

/** Why the target's output takes what breaks the model: if everything that it breaks is not in the output. */
function whyNotHeld(expectation: Expectation, word: Judge | undefined): string | undefined {
  if (!word) return undefined;
  const limits = word.unheldLimits?.(expectation.index) ?? [];
  const nulls = nullEntries(expectation, limits);
  const judged = { ...expectation, instance: withoutEntries(expectation.instance, nulls) };
  const reasons = [
    ...nulls.map(({ reason }) => reason),
    ...referenceViolations(judged).map((one) => reasonNotHeld(one, judged, word, limits)),
  ];
  if (reasons.length === 0 || reasons.includes(undefined)) return undefined;
  return [...new Set(reasons)].join('; ');
}

interface NullEntry {
  readonly path: string;
  readonly reason: string;
}

/** Entries of maps that are `null`, where the output does not hold that none is: it is as if they were not there. */
function nullEntries(
  { index, subject, instance, old }: Expectation,
  limits: readonly UnheldLimit[],
): readonly NullEntry[] {
  const ofEntries = limits.filter((one) => one.of === 'entries');
  if (ofEntries.length === 0) return [];
  return referenceViolations({ index, subject, instance, ...(old === undefined ? {} : { old }) }).flatMap(
    ({ constraint, path }) => {
      if (constraint !== 'required') return [];
      const { elements, container } = placeIn(index, subject, jsonOfText(instance), path);
      const limit = ofEntries.find(({ element }) => elements.includes(element));
      return container === 'map' && limit ? [{ path, reason: limit.reason }] : [];
    },
  );
}

function reasonNotHeld(
  { constraint, path, rule }: Violation,
  { index, subject, instance }: Expectation,
  word: Judge,
  limits: readonly UnheldLimit[],
): string | undefined {
  if (constraint === 'rule') {
    const found = rulesOf(index.model).find(({ id }) => id === rule);
    const answer = found && word.enforce(found, index);
    return answer?.verdict === 'not enforceable' ? answer.reason : undefined;
  }
  const { elements, container } = placeIn(index, subject, jsonOfText(instance), path);
  const of = constraint === 'required' && container === 'list' ? 'items' : undefined;
  return limits.find(
    (one) => one.of === of && one.constraint === constraint && elements.includes(one.element),
  )?.reason;
}

/** JSON text without what lies at some paths. */
function withoutEntries(instance: string, entries: readonly NullEntry[]): string {
  if (entries.length === 0) return instance;
  const gone = new Set(entries.map(({ path }) => path));
  const without = (value: JsonValue, at: string): JsonValue => {
    if (Array.isArray(value))
      return value.map((item: JsonValue, place) => without(item, at + pointer(place)));
    if (!isJsonObject(value)) return value;
    return jsonObject(
      Object.entries(value).flatMap(([key, item]) => {
        const path = at + pointer(key);
        return gone.has(path) ? [] : [[key, without(item, path)] as const];
      }),
    );
  };
  return JSON.stringify(without(jsonOfText(instance), ''));
}

interface Retry {
  readonly expectation: Expectation;
  /** What it was, if the engine agrees now. */
  readonly exception: Exception;
}

/** How it can be asked again, to see whether one of the engine's known differences is all that is in its way. */
function retriesOf(
  expectation: Expectation,
  got: Expected | 'failure',
  exceptions: readonly Exception[],
): readonly Retry[] {
  const plain = spelledPlainly(expectation);
  const one = changedOtherwise(expectation, got);
  const both = plain && changedOtherwise(plain.expectation, got);
  return [plain, one, both]
    .filter((retry) => retry !== undefined)
    .filter(({ exception }) => exceptions.includes(exception));
}

/** JavaScript spells a whole number without a fraction. */
function spelledPlainly(expectation: Expectation): Retry | undefined {
  const instance = JSON.stringify(jsonOfText(expectation.instance));
  const isOtherwise = /\d(?:\.\d|[eE])/.test(expectation.instance) && instance !== expectation.instance;
  return isOtherwise
    ? { expectation: { ...expectation, instance }, exception: 'integer spelled otherwise' }
    : undefined;
}

function changedOtherwise(expectation: Expectation, got: Expected | 'failure'): Retry | undefined {
  const { old, ...withoutOld } = expectation;
  if (old === undefined) return undefined;
  if (got === 'accept' && isUnchanged(expectation, old))
    return { expectation: withoutOld, exception: 'unchanged on update' };
  if (got !== 'reject' || !changesEntities(expectation, old)) return undefined;
  // As a whole it is taken; or it is refused, whatever for.
  const { rule: _, ...whole } = expectation.expected === 'accept' ? withoutOld : expectation;
  return { expectation: whole, exception: 'entities changed one by one' };
}

/** Whether everything that is broken was so before. */
function isUnchanged(expectation: Expectation, old: string): boolean {
  const [after, before] = [jsonOfText(expectation.instance), jsonOfText(old)];
  return referenceViolations(expectation).every(
    ({ path }) =>
      JSON.stringify(partAt(after, pointerSteps(path))) ===
      JSON.stringify(partAt(before, pointerSteps(path))),
  );
}

/** Whether entities of the aggregate come, go or become others. */
function changesEntities({ index, subject, instance }: Expectation, old: string): boolean {
  const aggregate = index.get(subject);
  if (aggregate?.kind !== 'aggregate') return false;
  const [after, before] = [jsonOfText(instance), jsonOfText(old)];
  return storedFieldsOf(aggregate)
    .filter(({ type }) => {
      const list = underlyingType(index, type);
      return list.kind === 'list' && identityOfItems(index, list.element) !== undefined;
    })
    .some(({ name }) => JSON.stringify(partAt(after, [name])) !== JSON.stringify(partAt(before, [name])));
}
