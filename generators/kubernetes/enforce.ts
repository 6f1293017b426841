import { limitsOf } from '../../pim/limits.ts';
import type { ElementId, Rule } from '../../pim/model.ts';
import { type ModelIndex, storedFieldsOf, structuresOf, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { marksOf } from '../core/marks.ts';
import { type Enforcement, exact, notEnforceable, type UnheldLimit } from '../core/target.ts';
import { siteRule } from './aggregate-rules.ts';
import { boundsWithin, type NamedBound } from './bounds.ts';
import { defaultServer } from './marks.ts';
import { placeFields } from './placement.ts';
import type { PlacedRule } from './psm.ts';
import { type RuleText, ruleText } from './rule-text.ts';
import { transform } from './transform.ts';

/** The limits that some definition does not hold at one of its nodes. */
export function unheldLimits(index: ModelIndex): readonly UnheldLimit[] {
  const placed = [...placedBy(index).values()]
    .flat()
    .flatMap(({ limits = [], reason }) =>
      reason === undefined ? [] : limits.map((one) => ({ ...one, reason })),
    );
  const ofEntries = limitsOf(index)
    .filter((limit) => limit.of === 'entries')
    .map((limit) => ({
      ...limit,
      reason: 'the API server drops the entries of a map that are `null` before anything looks at them',
    }));
  return [...placed, ...ofItems(index), ...ofEntries];
}

/** An item of Json has no type, and where none is said `null` is as good as any value. */
function ofItems(index: ModelIndex): readonly UnheldLimit[] {
  const reason = 'the API server takes `null` for an item where the schema says no type';
  const holders = index.model.contexts.flatMap((context) => [
    ...context.declarations.flatMap((one) => (one.kind === 'type' ? [{ id: one.id, type: one.base }] : [])),
    ...structuresOf(context).flatMap(storedFieldsOf),
  ]);
  return holders
    .filter(({ type }) => holdsListOfJson(type, index))
    .map(({ id }) => ({ element: id, constraint: 'required', of: 'items', reason }));
}

function holdsListOfJson(type: Type, index: ModelIndex): boolean {
  if (type.kind === 'map') return holdsListOfJson(type.value, index);
  if (type.kind !== 'list') return false;
  return underlyingType(index, type.element).kind === 'json' || holdsListOfJson(type.element, index);
}

/** The rules of one model's documents, by rule: computed once, since every rule is asked about. */
const placedRules = new WeakMap<ModelIndex, ReadonlyMap<ElementId, readonly PlacedRule[]>>();

/**
 * Exact if every definition holds the rule wherever it applies; otherwise the first reason why not.
 * A rule that no definition needs is answered for the place where it was declared.
 */
export function enforce(rule: Rule, index: ModelIndex): Enforcement {
  const sites = placedBy(index).get(rule.id);
  const reason = sites ? sites.find((site) => site.reason !== undefined)?.reason : reasonAlone(rule, index);
  return reason === undefined ? exact : notEnforceable(reason);
}

function placedBy(index: ModelIndex): ReadonlyMap<ElementId, readonly PlacedRule[]> {
  const known = placedRules.get(index);
  if (known) return known;
  const { documents } = transform({ index, marks: marksOf(index.model, 'kubernetes') });
  const placed = Map.groupBy(
    documents.flatMap((document) => document.rules),
    (one) => one.rule,
  );
  placedRules.set(index, placed);
  return placed;
}

function reasonAlone(rule: Rule, index: ModelIndex): string | undefined {
  const text = textAlone(rule, index);
  return 'reason' in text ? text.reason : undefined;
}

function textAlone(rule: Rule, index: ModelIndex): RuleText {
  const owner = index.parent(rule.id);
  const candidates = (): readonly NamedBound[] => (owner ? boundsWithin(owner.id, index) : []);
  const site = { index, minimumServer: defaultServer, candidates };
  if (owner?.kind === 'aggregate') return siteRule(site, placeFields(owner, [], index), rule).text;
  return ruleText(rule, { ...site, self: 'self', within: [] });
}
