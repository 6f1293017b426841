import { assertNever } from '../../pim/assert-never.ts';
import type { Effect } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression, FieldAccess } from '../../pim/expression.ts';
import type { Field } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { describeType, familyOf } from '../../pim/typing.ts';
import { creates } from '../calls.ts';
import { type EffectSite, effectSites } from '../effect-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { expressionKey } from '../narrowing.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * An event changes what it cannot change.
 *
 * `sets` gives a field another value, `adds` puts items into a list or an amount to a number, `removes`
 * takes them off, and `clears` makes absent what may be absent, and empty what may be empty. An identity
 * never changes, a derived field is computed, and the field of a lifecycle is changed by its moves alone;
 * only what `creates` an aggregate says where these begin. An event changes the aggregate that it is
 * declared in: an event of a context changes nothing.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     note: String(0..100)
 *     event Placed { id, note } creates
 *     event NoteDropped clears note
 *     create Place { id, note } allows Clerk emits Placed
 *     command DropNote allows Clerk emits NoteDropped
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     note: String(0..100)?
 *     event Placed { id, note } creates
 *     event NoteDropped clears note
 *     create Place { id, note } allows Clerk emits Placed
 *     command DropNote allows Clerk emits NoteDropped
 *   }
 * }
 * ```
 */
export const badEffect: ModelCheck = {
  code: 'bad-effect',
  severity: 'error',
  check: (model, index) => {
    const seen = new Map<readonly Effect[], Map<string, Effect>>();
    return effectSites(model).flatMap((site): readonly Diagnostic[] => {
      const problem = problemOf(site, index);
      if (problem) return [finding(badEffect, problem.message, problem.at?.origin ?? site.effect.origin)];
      const before = seen.get(site.group) ?? new Map<string, Effect>();
      seen.set(site.group, before);
      return twice(site, before);
    });
  },
};

interface Problem {
  readonly message: string;
  readonly at?: Expression;
}

function problemOf(site: EffectSite, index: ModelIndex): Problem | undefined {
  const { effect, owner, aggregate } = site;
  if (owner.kind === 'event' && !aggregate) {
    return {
      message: `\`${owner.name}\` belongs to no aggregate, so there is nothing that it could change.`,
    };
  }
  switch (effect.kind) {
    case 'creates':
    case 'deletes':
      return ofWhole(effect, site);
    case 'sets':
    case 'adds':
    case 'removes':
    case 'clears':
      return ofPlace(effect, site, index);
    default:
      return assertNever(effect);
  }
}

/** Of an event that makes a whole or ends one. */
function ofWhole({ kind }: Effect, { owner }: EffectSite): Problem | undefined {
  switch (owner.kind) {
    case 'lifecycle':
      return { message: `\`every move\` changes fields, and \`${kind}\` is for one event to say.` };
    case 'projection':
      if (kind === 'deletes') return undefined;
      return { message: 'A row comes to be by itself when something is set in it: `creates` is for events.' };
    case 'event': {
      const whole = owner.effects.filter((one) => one.kind === 'creates' || one.kind === 'deletes');
      if (whole.length > 1 && kind === 'deletes') {
        return { message: `\`${owner.name}\` cannot create and delete, nor do either twice.` };
      }
      return undefined;
    }
    default:
      return assertNever(owner);
  }
}

type PlaceEffect = Exclude<Effect, { kind: 'creates' | 'deletes' }>;

function ofPlace(effect: PlaceEffect, site: EffectSite, index: ModelIndex): Problem | undefined {
  const { target } = effect;
  if (!isResolvedPlace(target)) return undefined;
  const last = lastField(target);
  const field = last && index.get(last.field);
  if (field?.kind === 'field') {
    const problem = ofField(effect, field, site);
    if (problem !== undefined) return { message: problem, at: target };
  }
  const message = ofKind(effect, field?.kind === 'field' ? field : undefined, index);
  return message === undefined ? undefined : { message, at: target };
}

/** A name that leads nowhere is reported as such. */
function isResolvedPlace(target: Expression): boolean {
  return target.type.kind !== 'unresolved' && (target.kind === 'fieldAccess' || target.kind === 'lookup');
}

function lastField(target: Expression): FieldAccess | undefined {
  return target.kind === 'fieldAccess' ? target : undefined;
}

/** Why nothing changes this field, whatever the change. */
function ofField(effect: PlaceEffect, field: Field, { owner, aggregate }: EffectSite): string | undefined {
  const { name, role } = field;
  if (role === 'derived') return `\`${name}\` is derived: it is computed, and nothing sets it.`;
  const begins = effect.kind === 'sets' && owner.kind === 'event' && creates(owner);
  const ofRoot = effect.target.kind === 'fieldAccess' && effect.target.receiver.kind === 'self';
  if (role === 'id' && !(begins && ofRoot)) {
    return owner.kind === 'projection'
      ? `\`${name}\` is the row's \`id\`, which never changes: write it in braces behind the event that tells it.`
      : `\`${name}\` is an \`id\`, and an identity never changes.`;
  }
  const lifecycle = aggregate?.lifecycles.find((one) => one.field.id === field.id);
  if (lifecycle && ofRoot && !begins) {
    return `\`${name}\` has a lifecycle: it is changed by a move, \`A -> B on ${owner.kind === 'event' ? owner.name : '…'}\`, and by nothing else.`;
  }
  return undefined;
}

/** Why this place cannot be changed in this way. */
function ofKind(effect: PlaceEffect, field: Field | undefined, index: ModelIndex): string | undefined {
  const type = underlyingType(index, effect.target.type);
  const name = field ? `\`${field.name}\`` : 'This';
  switch (effect.kind) {
    case 'sets':
      return undefined;
    case 'clears':
      if (!field) return 'An item is taken out with `removes`; `clears` is for a field.';
      if (field.optional || ((type.kind === 'list' || type.kind === 'map') && type.size.min === 0))
        return undefined;
      return type.kind === 'list' || type.kind === 'map'
        ? `${name} holds at least ${type.size.min} items, so nothing can clear it.`
        : `${name} must always be there, so nothing can clear it.`;
    case 'adds':
      if (type.kind === 'list') return keepingProblem(effect.keeping, type, name);
      if (effect.keeping !== undefined) return `${name} is no list, and only a list is kept to some items.`;
      if (isAmount(type, index)) return amountProblem(field, name);
      return `${name} is ${describeType(typeSourceOf(index), type)}, and only a list and a number can be added to.`;
    case 'removes':
      if (type.kind === 'map') return undefined;
      if (type.kind === 'list') return tellingProblem(type, name, index);
      if (isAmount(type, index)) return amountProblem(field, name);
      return `${name} is ${describeType(typeSourceOf(index), type)}, and only from a list, a Map and a number can something be removed.`;
    default:
      return assertNever(effect);
  }
}

/** Number is not among them: nothing is calculated with it. */
function isAmount(type: Type, index: ModelIndex): boolean {
  return /^(?:integer|duration|decimal .*)$/.test(familyOf(typeSourceOf(index), type));
}

function amountProblem(field: Field | undefined, name: string): string | undefined {
  return field?.optional
    ? `${name} may be absent, and then there is nothing to add to or remove from: take off the \`?\` and give it a default.`
    : undefined;
}

function keepingProblem(
  keeping: number | undefined,
  { size }: Extract<Type, { kind: 'list' }>,
  name: string,
): string | undefined {
  if (keeping === undefined) return undefined;
  if (keeping > size.max) return `${name} holds at most ${size.max} items, so it cannot keep ${keeping}.`;
  return keeping < Math.max(size.min, 1)
    ? `${name} holds at least ${Math.max(size.min, 1)} items, so it cannot keep only ${keeping}.`
    : undefined;
}

/** An item is found by its id, by what `unique by` names, or by being equal. */
function tellingProblem(
  { element, uniqueBy }: Extract<Type, { kind: 'list' }>,
  name: string,
  index: ModelIndex,
): string | undefined {
  const family = familyOf(typeSourceOf(index), element);
  const kind = element.kind === 'named' ? index.get(element.id)?.kind : undefined;
  if (uniqueBy || kind === 'entity' || !/^(?:structure .*|union .*|json|secret)$/.test(family))
    return undefined;
  return `The items of ${name} cannot be told apart: say what they differ in, \`unique by name\`.`;
}

/** The later of two changes alone would hold; what `creates` sets by itself gives way. */
function twice({ effect, group }: EffectSite, seen: Map<string, Effect>): readonly Diagnostic[] {
  if (effect.kind !== 'sets' && effect.kind !== 'clears') return [];
  const isImplied = group.some((one) => one.kind === 'creates' && one.origin === effect.origin);
  if (isImplied || !isResolvedPlace(effect.target)) return [];
  const key = expressionKey(effect.target);
  const first = seen.get(key);
  if (!first) {
    seen.set(key, effect);
    return [];
  }
  const name = effect.target.kind === 'fieldAccess' ? effect.target.name : 'This';
  const related = [{ message: 'It is set here first', origin: first.origin }];
  return [
    finding(badEffect, `\`${name}\` is set twice: only one of the two could hold.`, effect.target.origin, {
      related,
    }),
  ];
}
