import type { Command, Lifecycle } from '../pim/behaviour.ts';
import type { Decision } from '../pim/decide.ts';
import { stateOf } from '../pim/evolve.ts';
import { fieldsRead } from '../pim/fields-read.ts';
import type { JsonObject } from '../pim/json.ts';
import type { Aggregate, ElementId, EnumLiteral, Rule } from '../pim/model.ts';
import { enumOfType, fieldOf, type ModelIndex } from '../pim/model-index.ts';
import { effectsOf, eventsOf } from './command-effects.ts';

/** Something that a command could come to, for which neither state nor input was found. */
export interface MissingOutcome {
  readonly command: Command;
  readonly about:
    | { readonly kind: 'accepted' }
    | { readonly kind: 'refused'; readonly name: string }
    | { readonly kind: 'move'; readonly event: string; readonly from: string }
    | { readonly kind: 'illegal'; readonly event: string; readonly from: string }
    /** A rule about what the command changes. That it can be broken so is not certain. */
    | { readonly kind: 'broken'; readonly rule: string }
    | { readonly kind: 'byHand'; readonly name: string };
}

/** What commands of one aggregate can come to, each told from the others by a key. */
export class CommandOutcomes {
  private readonly index: ModelIndex;
  private readonly aggregate: Aggregate;

  constructor(index: ModelIndex, aggregate: Aggregate) {
    this.index = index;
    this.aggregate = aggregate;
  }

  /** Undefined for what is no outcome of the command's own: input or several rules broken at once. */
  keyOf(decision: Decision, state: JsonObject | undefined): string | undefined {
    switch (decision.kind) {
      case 'accepted': {
        const events = decision.events.map(({ event }) => event);
        const counts = [...new Set(events)].map(
          (id) => `${id}${events.filter((one) => one === id).length > 1 ? '+' : ''}`,
        );
        return `accepted ${counts.join(' ')} ${this.movedFrom(events, state)}`;
      }
      case 'refused':
        return `refused ${decision.refusal.id}`;
      case 'illegal move':
        return `illegal ${decision.event} ${decision.from ?? ''}`;
      case 'broken': {
        const [first, ...others] = decision.violations;
        return first?.rule !== undefined && others.length === 0 ? `rule ${first.rule}` : undefined;
      }
    }
  }

  /** Where the lifecycles stand that the events move: each move is a case of its own. */
  private movedFrom(events: readonly ElementId[], state: JsonObject | undefined): string {
    if (!state) return '';
    return this.aggregate.lifecycles
      .filter((lifecycle) => events.some((event) => movesOn(lifecycle, event).length > 0))
      .map((lifecycle) => stateOf(lifecycle, state, this.index) ?? '')
      .join(' ');
  }

  /**
   * What a command could come to besides these, rules apart. A move that is not there is not missed where
   * `quietOn` has told of another reason for which it is not made.
   */
  missing(
    command: Command,
    found: ReadonlySet<string>,
    quiet: ReadonlySet<string>,
  ): readonly MissingOutcome[] {
    const keys = [...found];
    const happened = keys.some((key) => /^accepted \S/.test(key));
    return [
      ...(happened ? [] : [{ command, about: { kind: 'accepted' } } as const]),
      ...refusalsOf(command)
        .filter(({ id }) => !found.has(`refused ${id}`))
        .map(({ name }): MissingOutcome => ({ command, about: { kind: 'refused', name } })),
      ...this.missingMoves(command, keys, quiet),
    ];
  }

  private missingMoves(
    command: Command,
    keys: readonly string[],
    quiet: ReadonlySet<string>,
  ): readonly MissingOutcome[] {
    if (command.creation) return [];
    return eventsOf(command, this.index).flatMap((event) =>
      this.aggregate.lifecycles.flatMap((lifecycle): readonly MissingOutcome[] => {
        const moves = movesOn(lifecycle, event.id);
        if (moves.length === 0) return [];
        return literalsOf(lifecycle, this.index).flatMap(({ id, name }): readonly MissingOutcome[] => {
          const isLegal = moves.some((move) => move.from.some((one) => one.id === id));
          // An event before it may have moved on: then it happens where it could not have been the first.
          const isFound =
            keys.some((key) => isMove(key, event.id, id)) ||
            (!isLegal && (keys.includes(`illegal ${event.id} ${id}`) || quiet.has(`${event.id} ${id}`)));
          return isFound
            ? []
            : [{ command, about: { kind: isLegal ? 'move' : 'illegal', event: event.name, from: name } }];
        });
      }),
    );
  }

  /** Events that for another reason than a missing move did not happen, with where the lifecycles stand. */
  quietOn(command: Command, decision: Decision, state: JsonObject): readonly string[] {
    if (decision.kind === 'broken') return [];
    const happened = decision.kind === 'accepted' ? decision.events.map(({ event }) => event) : [];
    if (decision.kind === 'illegal move') happened.push(decision.event);
    const stands = this.aggregate.lifecycles.map((one) => stateOf(one, state, this.index) ?? '');
    return eventsOf(command, this.index)
      .filter(({ id }) => !happened.includes(id))
      .flatMap(({ id }) => stands.map((from) => `${id} ${from}`));
  }

  /** Rules over what the command changes that none of what was found breaks. */
  unbroken(command: Command, found: ReadonlySet<string>): readonly MissingOutcome[] {
    const { changed } = effectsOf(command, this.aggregate, this.index);
    return this.aggregate.rules
      .filter((rule) => !found.has(`rule ${rule.id}`) && this.isAbout(rule, changed))
      .map(({ name }) => ({ command, about: { kind: 'broken', rule: name } }));
  }

  private isAbout({ condition }: Rule, changed: ReadonlySet<ElementId>): boolean {
    const { index } = this;
    const seen = new Set<ElementId>();
    const reads = (expression: Rule['condition']): boolean =>
      fieldsRead(expression, index).some((field) => {
        if (changed.has(field.id)) return true;
        if (seen.has(field.id) || !field.derivation) return false;
        seen.add(field.id);
        return reads(field.derivation);
      });
    return reads(condition);
  }
}

/** Where a lifecycle can stand. */
export function literalsOf({ field }: Lifecycle, index: ModelIndex): readonly EnumLiteral[] {
  const held = field.id === undefined ? undefined : fieldOf(index, field.id);
  return (held && enumOfType(index, held.type)?.literals) ?? [];
}

/** Whether an outcome is that an event happened while a lifecycle stood there. */
function isMove(key: string, event: ElementId, from: ElementId): boolean {
  const [kind, ...parts] = key.split(' ');
  return (
    kind === 'accepted' && parts.includes(from) && [event, `${event}+`].some((one) => parts.includes(one))
  );
}

function movesOn({ moves }: Lifecycle, event: ElementId): Lifecycle['moves'] {
  return moves.filter((move) => move.events.some(({ id }) => id === event));
}

function refusalsOf(command: Command): readonly { readonly id: ElementId; readonly name: string }[] {
  return command.clauses.flatMap((clause) =>
    clause.kind !== 'emits' && clause.refusal ? [clause.refusal] : [],
  );
}
