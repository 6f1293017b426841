import { assertNever } from '../../../pim/assert-never.ts';
import type { Effect } from '../../../pim/behaviour.ts';
import type { Expression, FieldAccess, Lookup } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { fieldOf, idFieldOf, structureOfType, underlyingType } from '../../../pim/model-index.ts';
import type { Type } from '../../../pim/type.ts';
import { camelCase } from '../../core/naming.ts';
import { assigned } from '../assign.ts';
import { arrow, atom, type Code, call, member, methodCall, numberCode, stringCode, unary } from '../code.ts';
import type { ModuleScope } from '../transform.ts';
import { type ChangeNode, currentCode, type ObjectNode, objectNode } from './change-tree.ts';
import type { FunctionBuilder } from './function-builder.ts';

type StateEffect = Exclude<Effect, { readonly kind: 'creates' | 'deletes' }>;

/** Puts effects into the tree of changes; their values are read from the state before all of them. */
export class EffectWriter {
  private readonly root: ObjectNode;
  private readonly builder: FunctionBuilder;
  private readonly element: ElementId;
  private readonly scope: ModuleScope;

  constructor(root: ObjectNode, builder: FunctionBuilder, element: ElementId, scope: ModuleScope) {
    this.root = root;
    this.builder = builder;
    this.element = element;
    this.scope = scope;
  }

  add(effect: StateEffect): void {
    const { target } = effect;
    switch (effect.kind) {
      case 'sets':
        this.put(target, () => assigned(this.value(effect.value), effect.value, target.type, this.scope));
        return;
      case 'clears':
        this.put(target, () => this.empty(target.type, this.mayLack(target)));
        return;
      case 'adds':
      case 'removes':
        this.put(target, (current) => this.altered(effect, current));
        return;
      default:
        assertNever(effect);
    }
  }

  private value(expression: Expression): Code {
    return this.builder.code(expression, this.element);
  }

  /** Whether the place itself may be empty; that the way to it may lead nowhere is another matter. */
  private mayLack(target: Expression): boolean {
    return target.kind === 'fieldAccess' ? fieldOf(this.scope.index, target.field).optional : target.optional;
  }

  private empty(type: Type, isOptional: boolean): Code {
    if (isOptional) return atom('undefined');
    const { kind } = this.underlying(type);
    if (kind === 'list') return { kind: 'array', items: [] };
    return kind === 'map' ? { kind: 'object', members: [], isTall: false } : atom('undefined');
  }

  private altered(effect: Extract<StateEffect, { readonly kind: 'adds' | 'removes' }>, current: Code): Code {
    const { target, value } = effect;
    const type = this.underlying(target.type);
    if (type.kind === 'map') return this.call('withoutEntry', this.whole(target, current), this.value(value));
    if (type.kind !== 'list') return this.total(effect, current);
    const list = this.whole(target, current);
    if (effect.kind === 'removes') return this.without(list, type, value);
    const isList = this.underlying(value.type).kind === 'list';
    const item = assigned(this.value(value), value, isList ? target.type : type.element, this.scope);
    const keeping = effect.keeping === undefined ? [] : [numberCode(effect.keeping)];
    return this.call(isList ? 'withItems' : 'withItem', list, item, ...keeping);
  }

  /** An absent list or map is empty. */
  private whole(target: Expression, current: Code): Code {
    if (!this.mayLack(target)) return current;
    const none = this.empty(target.type, false);
    return { kind: 'binary', operator: '??', left: current, right: none };
  }

  private without(list: Code, type: Extract<Type, { readonly kind: 'list' }>, value: Expression): Code {
    const structure = structureOfType(this.scope.index, this.underlying(type.element));
    const key = type.uniqueBy?.name ?? (structure && idFieldOf(structure)?.name);
    const code = this.value(value);
    const wholeItem = structureOfType(this.scope.index, this.underlying(value.type));
    if (key !== undefined) {
      return this.call('withoutItem', list, stringCode(key), wholeItem ? member(code, key) : code);
    }
    if (!structure) return this.call('withoutValue', list, code);
    const item = this.builder.local('item');
    const companion = atom(this.scope.names.symbol(this.scope.symbolOf(structure.id)));
    const isOther = unary('!', methodCall(companion, 'equals', atom(item), code));
    return methodCall(list, 'filter', arrow([item], isOther));
  }

  /** The model's own sum of what is there and an amount. */
  private total(
    { kind, target, value, origin }: Extract<StateEffect, { readonly kind: 'adds' | 'removes' }>,
    current: Code,
  ): Code {
    const { type } = target;
    const optional = this.mayLack(target);
    if (this.underlying(type).kind !== 'decimal') {
      // Beyond what a double holds exactly, no state is accepted.
      const zero: Code = { kind: 'binary', operator: '??', left: current, right: atom('0') };
      const left = optional ? zero : current;
      return { kind: 'binary', operator: kind === 'adds' ? '+' : '-', left, right: this.value(value) };
    }
    const there = this.builder.known(current, { type, optional, origin });
    const zero: Expression = { kind: 'literal', value: 0, type, optional: false, origin };
    const left: Expression = optional
      ? { kind: 'binary', operator: '??', left: there, right: zero, type, optional: false, origin }
      : there;
    const operator = kind === 'adds' ? '+' : '-';
    const sum: Expression = { kind: 'binary', operator, left, right: value, type, optional: false, origin };
    return assigned(this.value(sum), sum, type, this.scope);
  }

  private put(target: Expression, change: (current: Code) => Code): void {
    if (target.kind === 'lookup') this.putItem(target, change);
    else if (target.kind === 'fieldAccess') {
      const object = this.objectAt(target.receiver);
      const code = change(currentCode(object, target.name, this.scope.names));
      object.members.set(target.name, { kind: 'value', code });
    } else throw new Error(`a place that is a ${target.kind} was to be changed`);
  }

  /** An item of a list replaced, an entry put into a map. */
  private putItem(target: Lookup, change: (current: Code) => Code): void {
    const { collection, key, by } = target;
    const keyCode = this.value(key);
    this.put(collection, (current) => {
      const list = this.whole(collection, current);
      if (by === undefined) return this.call('withEntry', list, keyCode, change(atom('undefined')));
      const item = this.itemName(collection);
      const changed = arrow([item], change(atom(item)));
      return this.call('withChangedItem', list, this.keyName(by), keyCode, changed);
    });
  }

  /** The node of an object in the state; made if nothing in it has changed so far. */
  private objectAt(receiver: Expression): ObjectNode {
    switch (receiver.kind) {
      case 'self':
        return this.root;
      case 'fieldAccess':
        return this.child(receiver, () =>
          objectNode(
            currentCode(this.objectAt(receiver.receiver), receiver.name, this.scope.names),
            receiver.optional,
          ),
        );
      case 'lookup':
        return this.itemAt(receiver);
      default:
        throw new Error(`a place in a ${receiver.kind} was to be changed`);
    }
  }

  private child(place: FieldAccess, make: () => ObjectNode): ObjectNode {
    const parent = this.objectAt(place.receiver);
    const known = parent.members.get(place.name);
    if (known?.kind === 'object') return known;
    const node = make();
    parent.members.set(place.name, node);
    return node;
  }

  private itemAt({ collection, key, by }: Lookup): ObjectNode {
    if (collection.kind !== 'fieldAccess') throw new Error('a list that is no field was to be changed');
    const parent = this.objectAt(collection.receiver);
    const keys = [...(by === undefined ? [] : [this.keyName(by)]), this.value(key)];
    const known = parent.members.get(collection.name);
    if (known?.kind === 'inside' && JSON.stringify(known.keys) === JSON.stringify(keys)) return known.node;
    const item = this.itemName(collection);
    const node: ChangeNode = {
      kind: 'inside',
      base: currentCode(parent, collection.name, this.scope.names),
      isOptional: collection.optional,
      changer: by === undefined ? 'withChangedEntry' : 'withChangedItem',
      keys,
      item,
      node: objectNode(atom(item)),
    };
    parent.members.set(collection.name, node);
    return node.node;
  }

  private keyName(by: ElementId): Code {
    return stringCode(fieldOf(this.scope.index, by).name);
  }

  private itemName(collection: Expression): string {
    const type = this.underlying(collection.type);
    const element = type.kind === 'list' ? type.element : type.kind === 'map' ? type.value : undefined;
    const structure = element && structureOfType(this.scope.index, this.underlying(element));
    return this.builder.local((structure && camelCase(structure.name)) || 'item');
  }

  private underlying(type: Type): Type {
    return underlyingType(this.scope.index, type);
  }

  private call(name: string, ...args: readonly Code[]): Code {
    return call(atom(this.scope.names.runtime(name)), ...args);
  }
}
