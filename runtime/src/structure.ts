import { hasPlainMembers, isObject, ownMember, stateOf } from './members.ts';
import { type Rule, ruleViolation } from './rule.ts';
import { type Checks, createSchema, moveUnder, requiredViolation, type Schema, violation } from './schema.ts';
import type { Violation } from './violation.ts';

/** A field that may be absent; null is absence too. */
export interface OptionalField<Output> {
  readonly '~checks': Checks<Output>;
  readonly '~optional': true;
}

/** A field that takes a value when it is absent or null. */
export interface DefaultedField<Output> {
  readonly '~checks': Checks<Output>;
  readonly '~default': unknown;
}

interface RequiredField<Output> {
  readonly '~checks': Checks<Output>;
}

/** One schema for each field of a structure: `optional(…)` for those that may be absent, and only for those. */
export type Fields<Output> = {
  readonly [Name in keyof Output]-?: Record<never, never> extends Pick<Output, Name>
    ? OptionalField<Exclude<Output[Name], undefined>>
    : RequiredField<Output[Name]> | DefaultedField<Output[Name]>;
};

export function optional<Output, Input>(schema: Schema<Output, Input>): OptionalField<Output> {
  return { '~checks': schema['~checks'], '~optional': true };
}

export function withDefault<Output, Input>(
  schema: Schema<Output, Input>,
  value: Input,
): DefaultedField<Output> {
  return { '~checks': schema['~checks'], '~default': value };
}

export interface StructureDefinition<Output> {
  readonly fields: Fields<Output>;
  readonly rules?: readonly Rule<Output>[];
  /** The field that tells one from another; without one, equality is that of all fields. */
  readonly identity?: keyof Output;
  /** How many levels of itself it may hold. */
  readonly depth?: number;
}

export interface StructureSchema<Output, Input> extends Schema<Output, Input> {
  readonly '~checks': StructureChecks<Output>;
}

export interface StructureChecks<Output> extends Checks<Output> {
  /** Of its fields. */
  readonly names: readonly string[];
  /** The value with those fields read anew that `changes` has; null there is absence. `fixed` stays as it is. */
  amend(value: Output, changes: unknown, fixed: keyof Output, violations: Violation[]): Output | undefined;
}

/** An object with named fields and rules over them. Members that are no field are left out. */
export function structure<Output extends object, Input>(
  definition: StructureDefinition<Output>,
): StructureSchema<Output, Input> {
  const fields = Object.entries(definition.fields as Readonly<Record<string, FieldDefinition>>).map(
    ([name, field]): Field => ({
      name,
      checks: field['~checks'],
      optional: field['~optional'],
      default: field['~default'],
    }),
  );
  const { identity } = definition;
  const begin = beginOf(fields);
  const compared = identity === undefined ? fields : fields.filter((field) => field.name === identity);
  const { depth = Infinity } = definition;
  // How many of its own values are being read around the next one.
  let around = 0;
  const readFields = (source: object, violations: Violation[]): Output => {
    const output = begin();
    const next = hasPlainMembers(source) ? readInOrder(fields, source, output, violations) : 0;
    for (let position = next; position < fields.length; position += 1)
      readMember(fields[position] as Field, source, output, violations);
    return Object.freeze(output) as Output;
  };
  const checks: StructureChecks<Output> = {
    names: fields.map(({ name }) => name),
    read(input, violations) {
      const source = stateOf(input);
      if (!isObject(source)) {
        violations.push(violation('type', 'Must be an object'));
        return undefined;
      }
      if (around > depth) {
        violations.push(violation('depth', `Must not lie more than ${depth} levels deep`));
        return undefined;
      }
      if (depth === Infinity) return readFields(source, violations);
      around += 1;
      try {
        return readFields(source, violations);
      } finally {
        around -= 1;
      }
    },
    amend(value, changes, fixed, violations) {
      const source = stateOf(changes);
      if (!isObject(source)) {
        violations.push(violation('type', 'Must be an object'));
        return undefined;
      }
      const output = begin();
      for (const field of fields) {
        const change = ownMember(source, field.name);
        const kept = ownMember(value, field.name);
        if (field.name === fixed && change !== undefined && change !== kept) {
          const from = violations.length;
          violations.push(violation('enum', 'An identity does not change'));
          moveUnder(field.name, violations, from);
        } else if (change !== undefined) readField(field, change, output, violations);
        else if (kept !== undefined) output[field.name] = kept;
      }
      return Object.freeze(output) as Output;
    },
    ...judgeOf(fields, definition.rules ?? []),
    ...sealOf(fields),
    equals: (left, right) =>
      compared.every((field) => equalField(field, ownMember(left, field.name), ownMember(right, field.name))),
    primitive: false,
  };
  return { ...createSchema<Output, Input>(checks), '~checks': checks };
}

interface FieldDefinition {
  readonly '~checks': Checks<unknown>;
  readonly '~optional'?: true;
  readonly '~default'?: unknown;
}

interface Field {
  readonly name: string;
  readonly checks: Checks<unknown>;
  readonly optional: true | undefined;
  readonly default: unknown;
}

/** An absent field that is called like `toString` must be absent to a rule too, so nothing may be inherited. */
function beginOf(fields: readonly Field[]): () => Record<string, unknown> {
  const isShadowed = fields.some((field) => field.optional && field.name in Object.prototype);
  return isShadowed ? () => Object.create(null) as Record<string, unknown> : () => ({});
}

/**
 * Reads the members in their own order as far as it is that of the fields, which costs V8 a fraction of looking
 * each up by its name; gives the position of the first field that was not come to.
 */
function readInOrder(
  fields: readonly Field[],
  source: object,
  output: Record<string, unknown>,
  violations: Violation[],
): number {
  let next = 0;
  for (const name in source) {
    let at = next;
    while (at < fields.length && (fields[at] as Field).name !== name) at += 1;
    // No field, or one that was looked up already.
    if (at === fields.length) continue;
    for (; next < at; next += 1) readMember(fields[next] as Field, source, output, violations);
    readField(fields[at] as Field, (source as Readonly<Record<string, unknown>>)[name], output, violations);
    next += 1;
  }
  return next;
}

function readMember(
  field: Field,
  source: object,
  output: Record<string, unknown>,
  violations: Violation[],
): void {
  readField(field, ownMember(source, field.name), output, violations);
}

function readField(
  field: Field,
  given: unknown,
  output: Record<string, unknown>,
  violations: Violation[],
): void {
  const from = violations.length;
  const input = given ?? field.default;
  if (input !== undefined) output[field.name] = field.checks.read(input, violations);
  else if (!field.optional) violations.push(requiredViolation);
  if (violations.length > from) moveUnder(field.name, violations, from);
}

/** Judges the rules of the fields, then its own; empty if there are none at all. */
function judgeOf<Output extends object>(
  fields: readonly Field[],
  rules: readonly Rule<Output>[],
): Pick<Checks<Output>, 'judge'> {
  const judged = fields.filter((field) => field.checks.judge);
  if (judged.length === 0 && rules.length === 0) return {};
  return {
    judge(value, violations) {
      for (const field of judged) {
        const part = partOf(value, field);
        if (part === undefined) continue;
        const from = violations.length;
        field.checks.judge?.(part, violations);
        if (violations.length > from) moveUnder(field.name, violations, from);
      }
      for (const rule of rules) {
        if (!rule.holds(value)) violations.push(ruleViolation(rule));
      }
    },
  };
}

function sealOf<Output extends object>(fields: readonly Field[]): Pick<Checks<Output>, 'seal'> {
  const open = fields.filter((field) => field.checks.seal);
  if (open.length === 0) return {};
  return {
    seal(value) {
      for (const field of open) {
        const part = partOf(value, field);
        if (part !== undefined) field.checks.seal?.(part);
      }
    },
  };
}

/** Of a value that was read: it has nothing but its own. */
function partOf(value: object, { name }: Field): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}

function equalField(field: Field, left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right;
  return field.checks.equals(left, right);
}
