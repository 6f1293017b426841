import { assertNever } from './assert-never.ts';
import { isDate, isDateTime } from './calendar.ts';
import { decimalLimit, decimalText, parseDecimal } from './decimal.ts';
import { formatOf } from './formats.ts';
import { evaluate, hasAlternative, jsonOf } from './interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from './json.ts';
import type { Alternative, ElementId, Field, Rule, Structure, Union } from './model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  fieldOf,
  identityOfItems,
  idFieldOf,
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  type TypeDeclaration,
  underlyingType,
  unionOf,
  unionOfType,
} from './model-index.ts';
import { matchesPattern } from './pattern.ts';
import { codePointLength, isText } from './text.ts';
import { integerLimit, type SizeRange, type Type } from './type.ts';

/** What kinds of limits there are to break; `rule` is a rule of the model. */
export const constraints = [
  'required',
  'type',
  'enum',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'unique',
  /** A field of a shape of a `one of` value that this value has not. */
  'forbidden',
  /** A value that holds itself does so too many levels deep. */
  'depth',
  'rule',
] as const;

export type Constraint = (typeof constraints)[number];

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
/** A Caller is a text of this length. */
export const callerLength: SizeRange = { min: 1, max: 255, stated: true };

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
  const tag: readonly (readonly [string, JsonValue])[] =
    structure.kind === 'alternative' ? [[unionOf(index, structure).discriminator, structure.wire]] : [];
  const fields = storedFieldsOf(structure).flatMap((field): readonly (readonly [string, JsonValue])[] => {
    const value = member(instance, field.name) ?? defaultOf(index, field);
    return value === undefined || value === null
      ? []
      : [[field.name, withDefaultsOfType(index, field.type, value)]];
  });
  return jsonObject([...tag, ...fields]);
}

function withDefaultsOfType(index: ModelIndex, type: Type, value: JsonValue): JsonValue {
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list') {
    return Array.isArray(value)
      ? value.map((item: JsonValue) => withDefaultsOfType(index, resolved.element, item))
      : value;
  }
  if (resolved.kind === 'map') {
    if (!isJsonObject(value)) return value;
    return jsonObject(
      Object.entries(value).map(([key, item]) => [key, withDefaultsOfType(index, resolved.value, item)]),
    );
  }
  const structure = shapeOf(index, resolved, value);
  return structure ? withDefaults(index, structure, value) : value;
}

/** The structure that a value of the type has: of a union, the alternative that it says. */
export function shapeOf(index: ModelIndex, type: Type, value: JsonValue): Structure | undefined {
  const union = unionOfType(index, type);
  if (!union) return structureOfType(index, type);
  return union.alternatives.find((alternative) => hasAlternative(value, alternative.id, index));
}

/** What a default stands for in JSON, or undefined without one. */
export function defaultOf(index: ModelIndex, field: Field): JsonValue | undefined {
  if (!field.default) return undefined;
  const value = jsonOf(field.default, { self: null, index });
  return value === undefined ? undefined : withDefaultsOfType(index, field.type, value);
}

class Judgement {
  readonly violations: Violation[] = [];
  private readonly index: ModelIndex;
  /** How many of each value that holds itself lie around the one that is judged. */
  private readonly around = new Map<ElementId, number>();

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
      case 'decimal':
        this.decimal(type, value, path);
        return;
      case 'duration':
        if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
          this.report(path, 'type', 'Must be a whole number of milliseconds');
        } else this.bounds(value, type.range.min ?? -integerLimit, type.range.max ?? integerLimit, path);
        return;
      case 'format':
      case 'cidr': {
        const format = formatOf(type);
        if (typeof value !== 'string' || !isText(value)) this.report(path, 'type', 'Must be a text');
        else if (
          format &&
          (codePointLength(value) > format.maxLength || !matchesPattern(format.pattern, value))
        ) {
          this.report(path, 'format', `Must be ${format.description}`);
        }
        return;
      }
      case 'caller':
        this.string(value, callerLength, path);
        return;
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
      case 'map':
        this.map(type, value, path);
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

  private decimal(type: Extract<Type, { kind: 'decimal' }>, value: JsonValue, path: string): void {
    const { scale, range } = type;
    if (typeof value !== 'string') {
      this.report(path, 'type', 'Must be a text');
      return;
    }
    const units = parseDecimal(value, scale);
    if (units === undefined) {
      const form =
        scale === 0 ? 'no fraction' : scale === 1 ? '1 fraction digit' : `${scale} fraction digits`;
      this.report(path, 'format', `Must be a decimal number with ${form}`);
      return;
    }
    const { min = -decimalLimit, max = decimalLimit } = range;
    if (units < min) this.report(path, 'minimum', `Must be at least ${decimalText(min, scale)}`);
    if (units > max) this.report(path, 'maximum', `Must be at most ${decimalText(max, scale)}`);
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
    for (const keys of this.keysOf(type, items)) {
      if (new Set(keys).size < keys.length) {
        this.report(path, 'unique', 'Must not hold the same item twice');
        return;
      }
    }
  }

  /** What must differ: the ids of entities, the keys of a list `unique by`, the items of a `unique` one. */
  private keysOf(
    type: Extract<Type, { kind: 'list' }>,
    items: readonly JsonValue[],
  ): readonly (readonly JsonValue[])[] {
    const id = identityOfItems(this.index, type.element);
    const by = type.uniqueBy?.field === undefined ? undefined : fieldOf(this.index, type.uniqueBy.field);
    const fields = [id, by].filter((field) => field !== undefined);
    const ofItems = fields.map((field) =>
      items.flatMap((item) => {
        const key = isJsonObject(item)
          ? (member(item, field.name) ?? defaultOf(this.index, field))
          : undefined;
        return key === undefined || key === null ? [] : [key];
      }),
    );
    return type.unique && fields.length === 0 ? [items] : ofItems;
  }

  private map(type: Extract<Type, { kind: 'map' }>, value: JsonValue, path: string): void {
    if (!isJsonObject(value)) {
      this.report(path, 'type', 'Must be an object');
      return;
    }
    const entries = Object.entries(value);
    const { min, max } = type.size;
    if (entries.length < min) this.report(path, 'minItems', `Must have at least ${min} entries`);
    if (entries.length > max) this.report(path, 'maxItems', `Must have at most ${max} entries`);
    for (const [key, item] of entries) {
      const at = `${path}/${pointerStep(key)}`;
      this.shape(type.key, key, at);
      if (item === null) this.report(at, 'required', 'Is required');
      else this.shape(type.value, item, at);
    }
  }

  private declared(declaration: TypeDeclaration, value: JsonValue, path: string): void {
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
      case 'union':
        this.union(declaration, value, path);
        return;
      case 'value':
        this.nested(declaration.id, declaration.depth, value, path, () =>
          this.structure(declaration, value, path),
        );
        return;
      case 'alternative':
        this.alternative(unionOf(this.index, declaration), declaration, value, path);
        return;
      case 'entity':
      case 'aggregate':
        this.structure(declaration, value, path);
        return;
      default:
        assertNever(declaration);
    }
  }

  /** A value that holds itself, unless it lies in too many of its kind. */
  private nested(
    id: ElementId,
    depth: number | undefined,
    value: JsonValue,
    path: string,
    judgeInside: () => void,
  ): void {
    const around = this.around.get(id) ?? 0;
    if (depth !== undefined && around > depth && isJsonObject(value)) {
      this.report(path, 'depth', `Must not lie more than ${depth} levels deep`);
      return;
    }
    this.around.set(id, around + 1);
    judgeInside();
    this.around.set(id, around);
  }

  private union(union: Union, value: JsonValue, path: string): void {
    if (!isJsonObject(value)) {
      this.report(path, 'type', 'Must be an object');
      return;
    }
    const tag = member(value, union.discriminator);
    const alternative = union.alternatives.find(({ wire }) => wire === tag);
    if (alternative) {
      this.alternative(union, alternative, value, path);
      return;
    }
    const at = `${path}/${union.discriminator}`;
    if (tag === undefined || tag === null) this.report(at, 'required', 'Is required');
    else if (typeof tag !== 'string') this.report(at, 'type', 'Must be a text');
    else {
      this.report(at, 'enum', `Must be one of ${union.alternatives.map(({ wire }) => wire).join(', ')}`);
    }
  }

  /** The fields of one shape, and none of the others'. */
  private alternative(union: Union, alternative: Alternative, value: JsonValue, path: string): void {
    this.structure(alternative, value, path);
    if (!isJsonObject(value)) return;
    if (member(value, union.discriminator) !== alternative.wire) {
      this.report(`${path}/${union.discriminator}`, 'enum', `Must be ${alternative.wire}`);
    }
    for (const name of foreignFields(union, alternative)) {
      const found = member(value, name);
      if (found === undefined || found === null) continue;
      this.report(`${path}/${name}`, 'forbidden', `Is no part of \`${alternative.name}\``);
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
    if (resolved.kind === 'map' && isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        this.rules(resolved.key, key, `${path}/${pointerStep(key)}`);
        this.rules(resolved.value, item, `${path}/${pointerStep(key)}`);
      }
    }
    for (const declaration of constrainedTypesOf(this.index, type).toReversed()) {
      if (declaration.constraint) this.rule(declaration.constraint, value, path);
    }
    const structure = shapeOf(this.index, resolved, value);
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

/** The names of the fields that only other shapes of a union have. */
export function foreignFields(union: Union, alternative: Alternative): readonly string[] {
  const own = new Set(storedFieldsOf(alternative).map(({ name }) => name));
  const names = union.alternatives.flatMap((other) => storedFieldsOf(other).map(({ name }) => name));
  return [...new Set(names)].filter((name) => !own.has(name));
}

/** A member's name as a step of a JSON pointer. */
function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
