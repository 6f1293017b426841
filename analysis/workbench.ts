import { assertNever } from '../pim/assert-never.ts';
import { defaultOf, judge, withDefaults } from '../pim/conformance.ts';
import type { Expression } from '../pim/expression.ts';
import { isJsonObject, type JsonValue, jsonObject } from '../pim/json.ts';
import type { ConstrainedType, ElementId, Field, Rule, Structure, Union } from '../pim/model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  type TypeDeclaration,
  underlyingType,
} from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';
import {
  draftOf,
  mendBudget,
  questionBudget,
  ruleOf,
  type SearchResult,
  searchBudget,
  searchDraft,
  smallBudget,
} from './goal-search.ts';
import { type Draft, type Path, valueAt } from './instance-place.ts';
import { waysToBreak, waysToHold } from './rule-ways.ts';
import { differentSamples, type Samples, sampleList, sampleMap, sampleOf } from './sample-value.ts';
import { toldExamples } from './told-examples.ts';
import { withoutDefaults } from './without-defaults.ts';

/** An instance that the reference judge has given the verdict that was asked for. */
export interface Example {
  readonly found: true;
  readonly instance: JsonValue;
  /** The state before, which is accepted on its own: with transition rules only. */
  readonly old?: JsonValue;
}

/** Nothing was found within the bounds of the search, which need not mean that there is nothing. */
export interface NoExample {
  readonly found: false;
  /** A sentence for the user, without a full stop. */
  readonly reason: string;
}

export type Synthesis = Example | NoExample;

/** `minimal` has what is required; `full` has the optional fields and other values than the defaults too. */
export type Extent = 'minimal' | 'full';

/** What a mended instance must keep of the one that it was made of: a part as it is, or a condition. */
export type Kept = { readonly path: Path } | { readonly condition: Expression };

// Examples are made of examples, so each is made once per model. The index never changes.
const workbenches = new WeakMap<ModelIndex, Workbench>();

export function workbenchOf(index: ModelIndex): Workbench {
  let workbench = workbenches.get(index);
  if (!workbench) {
    workbench = new Workbench(index);
    workbenches.set(index, workbench);
  }
  return workbench;
}

/** Makes the examples of one model, each once, out of each other. */
export class Workbench {
  readonly samples: Samples;
  private readonly index: ModelIndex;
  private readonly examples = new Map<string, Synthesis>();
  private readonly known = new Map<string, readonly Example[]>();
  private readonly underWay = new Set<string>();
  /** What was asked for while it was being made, and still is. */
  private readonly missed = new Set<string>();

  constructor(index: ModelIndex) {
    this.index = index;
    this.samples = {
      index,
      example: (id) => {
        const example = this.example(id, 'minimal');
        return example.found ? example.instance : undefined;
      },
    };
  }

  example(subject: ElementId, extent: Extent): Synthesis {
    const key = `${extent} ${subject}`;
    const known = this.examples.get(key);
    if (known) return known;
    if (this.underWay.has(key)) {
      this.missed.add(key);
      return { found: false, reason: `\`${nameOf(this.index, subject)}\` must hold itself` };
    }
    this.underWay.add(key);
    const example = this.makeExample(declarationOf(this.index, subject), extent);
    this.underWay.delete(key);
    this.missed.delete(key);
    // What lacked something that is still being made may come out otherwise by itself.
    if (this.missed.size === 0) this.examples.set(key, example);
    return example;
  }

  private makeExample(declaration: TypeDeclaration, extent: Extent): Synthesis {
    switch (declaration.kind) {
      case 'enum': {
        const literal = declaration.literals.at(extent === 'minimal' ? 0 : -1);
        return literal
          ? { found: true, instance: literal.wire }
          : noExample(declaration, 'it has no literals');
      }
      case 'type':
        return this.typeExample(declaration);
      case 'union':
        return this.unionExample(declaration, extent);
      case 'value':
      case 'entity':
      case 'alternative':
      case 'aggregate':
        return this.structureExample(declaration, extent);
      default:
        return assertNever(declaration);
    }
  }

  /** Of the first alternative that has one; of the last, where everything is wanted. */
  private unionExample(union: Union, extent: Extent): Synthesis {
    const inOrder = extent === 'minimal' ? union.alternatives : union.alternatives.toReversed();
    for (const { id } of inOrder) {
      const example = this.example(id, extent);
      if (example.found) return example;
    }
    return noExample(union, 'none of its alternatives has one');
  }

  private typeExample(declaration: ConstrainedType): Synthesis {
    const subject = { owner: declaration.name, field: 'it' };
    const start = sampleOf(this.samples, declaration.base, subject);
    if (start === undefined) return noExample(declaration, 'no value was found for it');
    const starts = [
      ...differentSamples(this.samples, underlyingType(this.index, declaration.base), start, 8),
    ];
    const result = this.search(
      declaration.id,
      [],
      starts.map((value) => draftOf(value)),
      searchBudget,
    );
    return result.found ? exampleIn(result.draft) : noExample(declaration, tried(result.judged));
  }

  private structureExample(structure: Structure, extent: Extent): Synthesis {
    const minimal = this.startOf(structure, 'minimal');
    if (typeof minimal === 'string') return noExample(structure, minimal);
    // Made only when it is wanted: what the optional fields hold may hold this.
    const full = (): Draft | undefined => {
      const start = this.startOf(structure, 'full');
      return typeof start === 'string' ? undefined : draftOf(start);
    };
    const made = extent === 'minimal' ? [() => draftOf(minimal), full] : [full, () => draftOf(minimal)];
    // Where rules are hard to satisfy, an example of the model's own is a better place to begin.
    const shown = toldExamples(this.index, structure.id).filter(({ breaks }) => breaks.length === 0);
    const starts = [
      ...made,
      ...shown.map(
        ({ instance }) =>
          () =>
            draftOf(withDefaults(this.index, structure, instance)),
      ),
    ];
    // Each start has its own budget, so that the wanted extent is not given up early.
    let judged = 0;
    for (const startOf of starts) {
      const start = startOf();
      if (!start) continue;
      const result = this.search(structure.id, [], [start], searchBudget);
      if (result.found) return this.readable(structure, result.draft, extent === 'full');
      judged += result.judged;
    }
    return noExample(structure, tried(judged));
  }

  /** An instance of the right shape, its defaults filled in; or the reason why there is none. */
  private startOf(structure: Structure, extent: Extent): JsonValue | string {
    const entries: [string, JsonValue][] = [];
    for (const field of storedFieldsOf(structure)) {
      const isLeftOut = field.optional || field.default !== undefined;
      if (extent === 'minimal' && isLeftOut) continue;
      const value = this.fieldSample(structure, field, extent);
      if (value !== undefined) entries.push([field.name, value]);
      else if (!isLeftOut) return `no value was found for its field \`${field.name}\``;
    }
    return withDefaults(this.index, structure, jsonObject(entries));
  }

  private fieldSample(structure: Structure, field: Field, extent: Extent): JsonValue | undefined {
    const subject = { owner: structure.name, field: field.name };
    const type = underlyingType(this.index, field.type);
    if (extent === 'full' && type.kind === 'list') {
      const size = Math.min(
        Math.max(type.size.min, structureOfType(this.index, type.element) ? 1 : 2),
        type.size.max,
      );
      return (
        sampleList(this.samples, type, size, subject) ??
        sampleList(this.samples, type, type.size.min, subject)
      );
    }
    if (extent === 'full' && type.kind === 'map' && type.size.max > 0) {
      const size = Math.max(type.size.min, 1);
      const some = sampleMap(this.samples, type, size, subject);
      if (some !== undefined) return some;
    }
    const sample = sampleOf(this.samples, field.type, subject);
    const fallback = defaultOf(this.index, field);
    if (sample === undefined || sample !== fallback) return sample;
    for (const other of differentSamples(this.samples, field.type, sample, 4))
      if (other !== fallback) return other;
    return sample;
  }

  ways(subject: ElementId, ruleId: ElementId, verdict: 'broken' | 'held'): readonly Example[] {
    const key = `${verdict} ${subject} ${ruleId}`;
    let ways = this.known.get(key);
    if (!ways) {
      ways = this.findWays(declarationOf(this.index, subject), ruleOf(this.index, ruleId), verdict);
      this.known.set(key, ways);
    }
    return ways;
  }

  private findWays(subject: TypeDeclaration, rule: Rule, verdict: 'broken' | 'held'): readonly Example[] {
    const owner = this.index.parent(rule.id);
    if (owner && owner.id !== subject.id) return this.waysInside(subject, owner.id, rule, verdict);
    const starts = this.startsFor(subject, rule);
    if (starts.length === 0) return [];
    const conditions =
      verdict === 'broken' ? waysToBreak(this.index, rule.condition) : waysToHold(this.index, rule.condition);
    const broken = verdict === 'broken' ? rule.id : undefined;
    const found: Example[] = [...this.told(subject, rule, verdict)];
    let left = questionBudget;
    for (const [position, condition] of conditions.entries()) {
      // The last one is the plain condition, for which some is left.
      const isPlain = position === conditions.length - 1;
      if (isPlain && found.length > 0) break;
      const wanted = position === 0 ? searchBudget : smallBudget;
      const budget = isPlain ? left : Math.min(wanted, left - smallBudget);
      const { draft, judged } = this.searchEach(subject.id, condition, starts, budget, broken);
      left -= judged;
      if (!draft) continue;
      const example = this.readable(subject, draft, false);
      if (!found.some((other) => JSON.stringify(other) === JSON.stringify(example))) found.push(example);
    }
    return found;
  }

  /** The model's own examples that break this rule and no other. */
  private told(subject: TypeDeclaration, rule: Rule, verdict: 'broken' | 'held'): readonly Example[] {
    if (verdict === 'held') return [];
    return toldExamples(this.index, subject.id)
      .filter(({ breaks }) => breaks.length === 1 && breaks[0] === rule.id)
      .map(({ instance }) => ({ found: true, instance }));
  }

  /** From one start after the other, so that an example stays as near to the first as it can. */
  private searchEach(
    subject: ElementId,
    wish: Expression,
    starts: readonly Draft[],
    budget: number,
    broken: ElementId | undefined,
  ): { readonly draft?: Draft; readonly judged: number } {
    let judged = 0;
    for (const start of starts) {
      const result = this.search(subject, [wish], [start], Math.floor(budget / starts.length), broken);
      judged += result.judged;
      if (result.found) return { draft: result.draft, judged };
    }
    return { judged };
  }

  /** Drafts of the subject to begin at: what it needs, then with everything in it. */
  private startsFor(subject: TypeDeclaration, rule: Rule): readonly Draft[] {
    const instances = (['minimal', 'full'] as const).flatMap((extent) => {
      const example = this.example(subject.id, extent);
      return example.found
        ? [isStructure(subject) ? withDefaults(this.index, subject, example.instance) : example.instance]
        : [];
    });
    const different = instances.filter(
      (one, at) => at === 0 || JSON.stringify(one) !== JSON.stringify(instances[0]),
    );
    return different.map((instance) => (rule.transition ? draftOf(instance, instance) : draftOf(instance)));
  }

  /** The rule is about a part of the subject: the part's ways, put into the subject. */
  private waysInside(
    subject: TypeDeclaration,
    owner: ElementId,
    rule: Rule,
    verdict: 'broken' | 'held',
  ): readonly Example[] {
    const start = this.example(subject.id, 'minimal');
    if (!start.found || !isStructure(subject) || rule.transition) return [];
    const fields = storedFieldsOf(subject).filter((field) => this.leadsTo(field.type, owner, new Set()));
    for (const field of fields) {
      const type = underlyingType(this.index, field.type);
      const isWhole = constrainedTypesOf(this.index, field.type).some(({ id }) => id === owner);
      const part = isWhole ? owner : this.partOf(type.kind === 'list' ? type.element : field.type, owner);
      if (part === undefined) continue;
      const found = this.ways(part, rule.id, verdict).flatMap(({ instance }) => {
        const value = type.kind === 'list' && !isWhole ? this.listWith(subject, field, instance) : instance;
        return this.putInto(subject, start.instance, field, value, rule, verdict);
      });
      if (found.length > 0) return found;
    }
    return [];
  }

  /** As short a list as the field takes, with this element the first. */
  private listWith(subject: Structure, field: Field, element: JsonValue): JsonValue {
    const type = underlyingType(this.index, field.type);
    const noun = { owner: subject.name, field: field.name };
    const others = type.kind === 'list' ? sampleList(this.samples, type, type.size.min, noun) : undefined;
    return [element, ...(others ?? []).slice(1)];
  }

  private putInto(
    subject: Structure,
    start: JsonValue,
    field: Field,
    value: JsonValue,
    rule: Rule,
    verdict: 'broken' | 'held',
  ): readonly Example[] {
    if (!isJsonObject(start)) return [];
    const draft = draftOf(withDefaults(this.index, subject, { ...start, [field.name]: value }));
    const frozen: readonly Path[] = [['self', field.name]];
    const result = searchDraft(
      {
        samples: this.samples,
        subject: subject.id,
        wishes: [],
        ...(verdict === 'broken' ? { broken: rule.id } : {}),
        frozen,
        budget: smallBudget,
      },
      [draft],
    );
    return result.found ? [this.readable(subject, result.draft, false)] : [];
  }

  /** What a field of this type must break for the owner's rule: the owner itself, or what holds it. */
  private partOf(type: Type, owner: ElementId): ElementId | undefined {
    let current = type;
    while (current.kind === 'named') {
      const declaration = declarationOf(this.index, current.id);
      if (declaration.id === owner || declaration.kind !== 'type') return declaration.id;
      current = declaration.base;
    }
    return undefined;
  }

  private leadsTo(type: Type, owner: ElementId, seen: Set<ElementId>): boolean {
    if (type.kind === 'list') return this.leadsTo(type.element, owner, seen);
    if (type.kind !== 'named' || seen.has(type.id)) return false;
    if (type.id === owner) return true;
    seen.add(type.id);
    const declaration = declarationOf(this.index, type.id);
    if (declaration.kind === 'type') return this.leadsTo(declaration.base, owner, seen);
    return (
      isStructure(declaration) &&
      storedFieldsOf(declaration).some((field) => this.leadsTo(field.type, owner, seen))
    );
  }

  mended(subject: ElementId, instance: JsonValue, kept: Kept): Synthesis {
    if (judge(this.index, subject, instance).length === 0) return { found: true, instance };
    const declaration = declarationOf(this.index, subject);
    if (!isStructure(declaration)) return { found: false, reason: 'a rule refuses it' };
    const limits =
      'path' in kept
        ? { wishes: [], frozen: [['self', ...kept.path]] }
        : { wishes: [kept.condition], frozen: [] };
    const result = searchDraft({ samples: this.samples, subject, budget: mendBudget, ...limits }, [
      draftOf(withDefaults(this.index, declaration, instance)),
    ]);
    return result.found
      ? this.readable(declaration, result.draft, false)
      : {
          found: false,
          reason: `other rules refuse it in ${triedInstances(result.judged)}`,
        };
  }

  /** An accepted instance of which the condition is true, as near to one of the starts as was found. */
  satisfying(subject: ElementId, condition: Expression, starts: readonly JsonValue[]): Synthesis {
    const drafts = starts.map((one) => draftOf(one));
    const { draft } = this.searchEach(subject, condition, drafts, searchBudget, undefined);
    if (!draft) return { found: false, reason: 'no instance was found of which that is true' };
    return { found: true, instance: valueAt(draft, ['self']) ?? null };
  }

  private search(
    subject: ElementId,
    wishes: readonly Expression[],
    starts: readonly Draft[],
    budget: number,
    broken?: ElementId,
  ): SearchResult {
    const thorough = budget > smallBudget;
    return searchDraft(
      {
        samples: this.samples,
        subject,
        wishes,
        budget,
        thorough,
        ...(broken === undefined ? {} : { broken }),
      },
      starts,
    );
  }

  /** The draft in the order of its fields, without what the defaults say anyway. */
  private readable(subject: TypeDeclaration, draft: Draft, keepsOwn: boolean): Example {
    const plain = (value: JsonValue): JsonValue => {
      if (!isStructure(subject) || !isJsonObject(value)) return value;
      return withoutDefaults(this.index, subject, withDefaults(this.index, subject, value), keepsOwn);
    };
    const old = valueAt(draft, ['old']);
    const instance = plain(valueAt(draft, ['self']) ?? null);
    return { found: true, instance, ...(old === undefined ? {} : { old: plain(old) }) };
  }
}

function exampleIn(draft: Draft): Example {
  return { found: true, instance: valueAt(draft, ['self']) ?? null };
}

function noExample(declaration: TypeDeclaration, why: string): NoExample {
  return { found: false, reason: `no example of \`${declaration.name}\` was found: ${why}` };
}

function tried(judged: number): string {
  return `its rules refuse ${triedInstances(judged)}`;
}

function triedInstances(judged: number): string {
  return judged === 1 ? 'the one instance that was tried' : `each of the ${judged} instances that were tried`;
}

/** The element's name, for messages. */
export function nameOf(index: ModelIndex, id: ElementId): string {
  return index.get(id)?.name ?? id;
}
