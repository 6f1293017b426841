import { assertNever } from './assert-never.ts';
import { isDate, isDateTime } from './calendar.ts';
import { formats } from './formats.ts';
import { evaluate } from './interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from './json.ts';
import type { Declaration, ElementId, Entity, Field, Rule, Structure } from './model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  idFieldOf,
  isStructure,
  literalOf,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  underlyingType,
} from './model-index.ts';
import { matchesPattern } from './pattern.ts';
import { codePointLength, isText } from './text.ts';
import { integerLimit, type SizeRange, type Type } from './type.ts';

/** What kind of limit was broken; `rule` is a rule of the model. */
export type Constraint =
  | 'required'
  | 'type'
  | 'enum'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'format'
  | 'minItems'
  | 'maxItems'
  | 'unique'
  | 'rule';

/** One reason why an instance is refused. */
export interface Violation {
  /** JSON pointer (RFC 6901) from the instance; empty for the whole. */
  readonly path: string;
  readonly constraint: Constraint;
  /** With `constraint: 'rule'`: the rule's id. */
  readonly rule?: ElementId;
  readonly message: string;
}

/** A Secret is a reference to one; both parts have these lengths. */
export const secretPartLength: SizeRange = { min: 1, max: 253, stated: true };

/**
 * The reference verdict on an instance of a type, enum, value, entity or aggregate: empty if it is
 * accepted. The whole shape is judged first; rules run only if it is right. `old` is the accepted
 * state before a change: transition rules run only with it.
 */
export function judge(
  index: ModelIndex,
  subject: ElementId,
  instance: JsonValue | undefined,
  old?: JsonValue,
): readonly Violation[] {
  const declaration = declarationOf(index, subject);
  const type: Type = { kind: 'named', id: subject, origin: declaration.nameOrigin };
  const judgement = new Judgement(index);
  if (instance === undefined || instance === null) judgement.report('', 'required', 'Is required');
  else judgement.shape(type, instance, '');
  if (judgement.violations.length > 0 || instance === undefined || instance === null)
    return judgement.violations;
  judgement.rules(type, withDefaultsOfType(index, type, instance), '');
  if (old !== undefined && isStructure(declaration)) {
    const state = withDefaults(index, declaration, instance);
    for (const rule of declaration.rules.filter((one) => one.transition)) {
      judgement.rule(rule, state, '', withDefaults(index, declaration, old));
    }
  }
  return judgement.violations;
}

/** The instance with every absent default filled in, at every depth; unknown members dropped. */
export function withDefaults(index: ModelIndex, structure: Structure, instance: JsonValue): JsonValue {
  if (!isJsonObject(instance)) return instance;
  return jsonObject(
    storedFieldsOf(structure).flatMap((field): readonly (readonly [string, JsonValue])[] => {
      const value = member(instance, field.name) ?? defaultOf(index, field);
      return value === undefined || value === null
        ? []
        : [[field.name, withDefaultsOfType(index, field.type, value)]];
    }),
  );
}

function withDefaultsOfType(index: ModelIndex, type: Type, value: JsonValue): JsonValue {
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list') {
    return Array.isArray(value)
      ? value.map((item: JsonValue) => withDefaultsOfType(index, resolved.element, item))
      : value;
  }
  const structure = structureOfType(index, resolved);
  return structure ? withDefaults(index, structure, value) : value;
}

/** What a default stands for in JSON, or undefined without one. */
export function defaultOf(index: ModelIndex, field: Field): JsonValue | undefined {
  const expression = field.default;
  if (expression?.kind === 'literal') return expression.value;
  if (expression?.kind === 'enumReference') return literalOf(index, expression.literal).wire;
  return undefined;
}

class Judgement {
  readonly violations: Violation[] = [];
  private readonly index: ModelIndex;

  constructor(index: ModelIndex) {
    this.index = index;
  }

  report(path: string, constraint: Constraint, message: string, rule?: ElementId): void {
    this.violations.push({ path, constraint, ...(rule === undefined ? {} : { rule }), message });
  }

  shape(type: Type, value: JsonValue, path: string): void {
    switch (type.kind) {
      case 'boolean':
        if (typeof value !== 'boolean') this.report(path, 'type', 'Must be true or false');
        return;
      case 'integer':
        if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
          this.report(path, 'type', 'Must be a whole number');
        } else this.bounds(value, type.range.min ?? -integerLimit, type.range.max ?? integerLimit, path);
        return;
      case 'number':
        if (typeof value !== 'number' || !Number.isFinite(value))
          this.report(path, 'type', 'Must be a number');
        else this.bounds(value, type.range.min ?? -Infinity, type.range.max ?? Infinity, path);
        return;
      case 'string':
        this.string(value, type.length, path);
        if (
          type.pattern?.node &&
          typeof value === 'string' &&
          isText(value) &&
          !matchesPattern(type.pattern, value)
        ) {
          this.report(path, 'pattern', `Must match ${type.pattern.source}`);
        }
        return;
      case 'format': {
        const format = formats[type.format];
        if (typeof value !== 'string' || !isText(value)) this.report(path, 'type', 'Must be a text');
        else if (codePointLength(value) > format.maxLength || !matchesPattern(format.pattern, value)) {
          this.report(path, 'format', `Must be ${format.description}`);
        }
        return;
      }
      case 'date':
      case 'dateTime': {
        const isValid = type.kind === 'date' ? isDate : isDateTime;
        if (typeof value !== 'string') this.report(path, 'type', 'Must be a text');
        else if (!isValid(value))
          this.report(path, 'format', `Must be a ${type.kind === 'date' ? 'date' : 'date and time'}`);
        return;
      }
      case 'json':
        return;
      case 'secret':
        this.secret(value, path);
        return;
      case 'list':
        this.list(type, value, path);
        return;
      case 'named':
        this.declared(declarationOf(this.index, type.id), value, path);
        return;
      case 'reference':
        this.shape(this.idTypeOf(type.aggregate), value, path);
        return;
      case 'unresolved':
        throw new Error(`\`${type.name}\` was not resolved: only checked models have instances`);
      default:
        assertNever(type);
    }
  }

  private idTypeOf(aggregate: ElementId): Type {
    const declaration = declarationOf(this.index, aggregate);
    const id = isStructure(declaration) ? idFieldOf(declaration) : undefined;
    if (!id) throw new Error(`\`${aggregate}\` has no id: only checked models have instances`);
    return id.type;
  }

  private bounds(value: number, min: number, max: number, path: string): void {
    if (value < min) this.report(path, 'minimum', `Must be at least ${min}`);
    if (value > max) this.report(path, 'maximum', `Must be at most ${max}`);
  }

  private string(value: JsonValue, length: SizeRange, path: string): void {
    if (typeof value !== 'string' || !isText(value)) {
      this.report(path, 'type', 'Must be a text');
      return;
    }
    const size = codePointLength(value);
    if (size < length.min) this.report(path, 'minLength', `Must have at least ${length.min} characters`);
    if (size > length.max) this.report(path, 'maxLength', `Must have at most ${length.max} characters`);
  }

  private secret(value: JsonValue, path: string): void {
    if (!isJsonObject(value)) {
      this.report(path, 'type', 'Must be a reference to a secret');
      return;
    }
    for (const part of ['name', 'key']) {
      const text = member(value, part);
      if (text === undefined || text === null) this.report(`${path}/${part}`, 'required', 'Is required');
      else this.string(text, secretPartLength, `${path}/${part}`);
    }
  }

  private list(type: Extract<Type, { kind: 'list' }>, value: JsonValue, path: string): void {
    if (!Array.isArray(value)) {
      this.report(path, 'type', 'Must be a list');
      return;
    }
    const items: readonly JsonValue[] = value;
    if (items.length < type.size.min)
      this.report(path, 'minItems', `Must have at least ${type.size.min} items`);
    if (items.length > type.size.max)
      this.report(path, 'maxItems', `Must have at most ${type.size.max} items`);
    for (const [position, item] of items.entries()) {
      if (item === null) this.report(`${path}/${position}`, 'required', 'Is required');
      else this.shape(type.element, item, `${path}/${position}`);
    }
    const keys = this.keysOf(type, items);
    if (keys && new Set(keys).size < keys.length)
      this.report(path, 'unique', 'Must not hold the same item twice');
  }

  /** What must differ: the ids of entities, the items of a list marked `unique`. */
  private keysOf(
    type: Extract<Type, { kind: 'list' }>,
    items: readonly JsonValue[],
  ): readonly JsonValue[] | undefined {
    const structure = structureOfType(this.index, type.element);
    if (structure?.kind === 'entity') {
      const id = idFieldOf(structure);
      return items.flatMap((item) => {
        const key = isJsonObject(item) && id ? member(item, id.name) : undefined;
        return key === undefined || key === null ? [] : [key];
      });
    }
    return type.unique ? items : undefined;
  }

  private declared(declaration: Declaration | Entity, value: JsonValue, path: string): void {
    switch (declaration.kind) {
      case 'type':
        this.shape(declaration.base, value, path);
        return;
      case 'enum':
        if (typeof value !== 'string') this.report(path, 'type', 'Must be a text');
        else if (!declaration.literals.some((literal) => literal.wire === value)) {
          this.report(
            path,
            'enum',
            `Must be one of ${declaration.literals.map((literal) => literal.wire).join(', ')}`,
          );
        }
        return;
      case 'value':
      case 'entity':
      case 'aggregate':
        this.structure(declaration, value, path);
        return;
      default:
        assertNever(declaration);
    }
  }

  private structure(structure: Structure, value: JsonValue, path: string): void {
    if (!isJsonObject(value)) {
      this.report(path, 'type', 'Must be an object');
      return;
    }
    for (const field of storedFieldsOf(structure)) {
      const found = member(value, field.name);
      const at = `${path}/${field.name}`;
      if (found !== undefined && found !== null) this.shape(field.type, found, at);
      else if (!field.optional && field.default === undefined) this.report(at, 'required', 'Is required');
    }
  }

  /** Every rule that holds for a value of this type or anything inside it, innermost first. */
  rules(type: Type, value: JsonValue, path: string): void {
    const resolved = underlyingType(this.index, type);
    if (resolved.kind === 'reference') this.rules(this.idTypeOf(resolved.aggregate), value, path);
    if (resolved.kind === 'list' && Array.isArray(value)) {
      for (const [position, item] of (value as readonly JsonValue[]).entries()) {
        this.rules(resolved.element, item, `${path}/${position}`);
      }
    }
    for (const declaration of constrainedTypesOf(this.index, type).toReversed()) {
      if (declaration.constraint) this.rule(declaration.constraint, value, path);
    }
    const structure = structureOfType(this.index, resolved);
    if (structure && isJsonObject(value)) this.rulesOf(structure, value, path);
  }

  private rulesOf(structure: Structure, value: JsonObject, path: string): void {
    for (const field of storedFieldsOf(structure)) {
      const found = member(value, field.name);
      if (found !== undefined && found !== null) this.rules(field.type, found, `${path}/${field.name}`);
    }
    for (const rule of structure.rules) if (!rule.transition) this.rule(rule, value, path);
  }

  rule(rule: Rule, self: JsonValue, path: string, old?: JsonValue): void {
    const scope = { self, index: this.index, ...(old === undefined ? {} : { old }) };
    if (evaluate(rule.condition, scope) !== true) this.report(path, 'rule', rule.message, rule.id);
  }
}
