import { effectsOf } from '../../analysis/command-effects.ts';
import type { Command, CommandClause, Effect, Key, Lifecycle, Refusal } from '../../pim/behaviour.ts';
import type { Expression } from '../../pim/expression.ts';
import { inlineDerived } from '../../pim/expression-tools.ts';
import { fieldsRead } from '../../pim/fields-read.ts';
import type { Aggregate, Field, Rule } from '../../pim/model.ts';
import { fieldOf, type ModelIndex, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** Everything in the model for which a command can be refused. */
export interface Refusals {
  /** What its own clauses refuse. */
  readonly clauses: readonly Refusal[];
  /** Rules that read what its events change: no other can be broken by it. */
  readonly rules: readonly Rule[];
  readonly lifecycles: readonly Lifecycle[];
  readonly keys: readonly Key[];
  /** Whether its events compute what the payload does not say: a sum out of bounds, a list that is full. */
  readonly computes: boolean;
}

export function refusalsOf(command: Command, aggregate: Aggregate, index: ModelIndex): Refusals {
  const { effects, lifecycles, changed } = effectsOf(command, aggregate, index);
  const reads = (condition: Expression): boolean =>
    fieldsRead(inlineDerived(condition, index), index).some((field) => changed.has(field.id));
  return {
    clauses: command.clauses.flatMap(refusedBy),
    rules: [
      ...aggregate.rules.filter((rule) => !(command.creation && rule.transition) && reads(rule.condition)),
      ...new Set(effects.flatMap((effect) => innerRules(effect, index))),
    ],
    lifecycles: command.creation ? [] : lifecycles,
    keys: aggregate.keys.filter((key) => key.paths.some(reads)),
    computes: effects.some((effect) => computes(effect, index)),
  };
}

function refusedBy(clause: CommandClause): readonly Refusal[] {
  switch (clause.kind) {
    case 'let':
      return clause.refusal ? [clause.refusal] : [];
    case 'requires':
      return [clause.refusal];
    case 'emits':
      return [];
  }
}

/** Rules of the values and entities inside of which something is changed. */
function innerRules(effect: Effect, index: ModelIndex): readonly Rule[] {
  if (effect.kind === 'creates' || effect.kind === 'deletes') return [];
  const through: Field[] = [];
  const visit = (place: Expression): void => {
    if (place.kind === 'lookup') visit(place.collection);
    if (place.kind !== 'fieldAccess') return;
    through.push(fieldOf(index, place.field));
    visit(place.receiver);
  };
  visit(effect.target);
  // The first is what is changed itself; all others hold it.
  return through
    .slice(1)
    .flatMap((field) => structureOfType(index, itemType(field.type, index))?.rules ?? []);
}

function itemType(type: Type, index: ModelIndex): Type {
  const underlying = underlyingType(index, type);
  switch (underlying.kind) {
    case 'list':
      return itemType(underlying.element, index);
    case 'map':
      return itemType(underlying.value, index);
    default:
      return underlying;
  }
}

/** Whether an effect can lead out of what the types allow, whatever the payload's own types keep to. */
function computes(effect: Effect, index: ModelIndex): boolean {
  switch (effect.kind) {
    case 'creates':
    case 'deletes':
    case 'clears':
      return false;
    case 'adds':
      return true;
    case 'removes': {
      const type = underlyingType(index, effect.target.type);
      return type.kind !== 'list' && type.kind !== 'map' ? true : type.size.min > 0;
    }
    case 'sets':
      return !(effect.value.kind === 'fieldAccess' && effect.value.receiver.kind === 'input');
  }
}
