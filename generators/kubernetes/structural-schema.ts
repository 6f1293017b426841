import { assertNever } from '../../pim/assert-never.ts';
import { callerLength, defaultOf, secretPartLength } from '../../pim/conformance.ts';
import { datePattern, dateTimePattern } from '../../pim/date-patterns.ts';
import { decimalPattern } from '../../pim/decimal-pattern.ts';
import { formatOf } from '../../pim/formats.ts';
import type { ElementId, Enum, Field, Structure } from '../../pim/model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  type ModelIndex,
  storedFieldsOf,
  underlyingType,
} from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { type Pattern, type PatternNode, printPattern } from '../../pim/pattern.ts';
import { integerLimit, type SizeRange, type Type } from '../../pim/type.ts';
import { pointer } from '../core/document.ts';
import type { Costing } from './affordable.ts';
import type { NamedBound } from './bounds.ts';
import { nothing, one } from './cel-cost.ts';
import { decimalLength } from './cel-length.ts';
import { has, negation, property, variable } from './cel-piece.ts';
import { propertyName } from './cel-text.ts';
import { listSchema, mapSchema } from './collection-schema.ts';
import { type Demand, placeDemands } from './demands.ts';
import { referencedIdType } from './placement.ts';
import type { CrdProblem, PlacedRule, SchemaNode, ValidationRule } from './psm.ts';
import { type RuleText, ruleText } from './rule-text.ts';
import { unionSchema } from './union-schema.ts';

/** Where the schema stands in a document of ours, which has one version. */
export const schemaPointer = pointer('spec', 'versions', 0, 'schema', 'openAPIV3Schema');

/** What building one document's schema collects on the way. */
export interface SchemaBuild {
  readonly index: ModelIndex;
  readonly minimumServer: number;
  /** Pointer → element, of nodes and rules. */
  readonly trace: Map<string, ElementId>;
  readonly rules: PlacedRule[];
  /** Of every rule, those that are too costly included. */
  readonly costings: Costing[];
  /** Every bound that the object has. */
  readonly candidates: () => readonly NamedBound[];
  readonly problems: CrdProblem[];
}

/** Where a node stands. */
export interface SchemaPlace {
  readonly at: string;
  /** The sizes of the lists and maps around the node: their product is how many of it one object can hold. */
  readonly within: readonly SizeRange[];
  /** The structures that the node lies in, outermost first. */
  readonly inside: readonly Structure[];
}

/** A field's property: its type's node with the field's documentation and default. */
export function fieldSchema(build: SchemaBuild, field: Field, place: SchemaPlace): SchemaNode {
  build.trace.set(place.at, field.id);
  const node = typeSchema(build, field.type, place);
  const value = defaultOf(build.index, field);
  return {
    ...(field.doc === undefined ? {} : { description: field.doc }),
    ...(field.doc === undefined || node.description === undefined ? node : without(node, 'description')),
    ...(value === undefined ? {} : { default: value }),
  };
}

/** The properties of several fields and which of them must be given. */
export function fieldsSchema(
  build: SchemaBuild,
  fields: readonly Field[],
  place: SchemaPlace,
): Pick<SchemaNode, 'required' | 'properties'> {
  const properties = Object.fromEntries(
    fields.map((field) => [
      field.name,
      fieldSchema(build, field, { ...place, at: place.at + pointer('properties', field.name) }),
    ]),
  );
  const required = fields.filter(isRequired).map((field) => field.name);
  return { ...(required.length === 0 ? {} : { required }), properties };
}

function isRequired(field: Field): boolean {
  return field.role !== 'derived' && !field.optional && field.default === undefined;
}

/** The node of a type, the rules of its `where`s and of its structures included. */
export function typeSchema(build: SchemaBuild, type: Type, place: SchemaPlace): SchemaNode {
  const chain = constrainedTypesOf(build.index, type);
  const underlying = underlyingType(build.index, type);
  const own = underlyingSchema(build, underlying, place);
  const description = chain.find((declaration) => declaration.doc !== undefined)?.doc ?? own.description;
  const rules = chain.flatMap((declaration) => (declaration.constraint ? [declaration.constraint] : []));
  const texts = rules.map((rule) => ({
    id: rule.id,
    text: ruleText(rule, {
      index: build.index,
      minimumServer: build.minimumServer,
      self: 'self',
      within: place.within,
      candidates: build.candidates,
    }),
  }));
  const before = own['x-kubernetes-validations'] ?? [];
  const validations = [...before, ...placeRules(build, place.at, texts, before.length)];
  return {
    ...(description === undefined ? {} : { description }),
    ...without(own, 'description'),
    ...(validations.length === 0 ? {} : { 'x-kubernetes-validations': validations }),
  };
}

/** Notes what became of the rules at a node, and gives those that the node shall hold. */
export function placeRules(
  build: SchemaBuild,
  at: string,
  texts: readonly { readonly id: ElementId; readonly text: RuleText }[],
  /** How many validations the node has before these. */
  before = 0,
): readonly ValidationRule[] {
  const validations: ValidationRule[] = [];
  for (const { id, text } of texts) {
    if (text.costing) build.costings.push(text.costing);
    if ('reason' in text) {
      build.rules.push({ rule: id, node: at, reason: text.reason, cost: nothing });
      continue;
    }
    build.rules.push({ rule: id, node: at, cost: text.cost });
    if (!text.validation) continue;
    build.trace.set(at + pointer('x-kubernetes-validations', before + validations.length), id);
    validations.push(text.validation);
  }
  return validations;
}

function underlyingSchema(build: SchemaBuild, type: Type, place: SchemaPlace): SchemaNode {
  switch (type.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return {
        type: 'integer',
        format: 'int64',
        minimum: type.range.min ?? -integerLimit,
        maximum: type.range.max ?? integerLimit,
      };
    case 'number':
      return {
        type: 'number',
        ...(type.range.min === undefined ? {} : { minimum: type.range.min }),
        ...(type.range.max === undefined ? {} : { maximum: type.range.max }),
      };
    case 'decimal':
      return {
        type: 'string',
        maxLength: decimalLength,
        pattern: decimalPattern(type.range, type.scale),
      };
    case 'duration':
      return {
        type: 'integer',
        format: 'int64',
        minimum: type.range.min ?? -integerLimit,
        maximum: type.range.max ?? integerLimit,
      };
    case 'string':
      return textSchema(type.length.min, type.length.max, type.pattern);
    case 'format':
    case 'cidr': {
      const format = formatOf(type);
      if (!format) throw new Error(`\`${type.kind}\` has no form`);
      return textSchema(format.minLength, format.maxLength, format.pattern);
    }
    case 'caller':
      return textSchema(callerLength.min, callerLength.max, undefined);
    case 'date':
      return { type: 'string', maxLength: 10, pattern: datePattern };
    case 'dateTime':
      return { type: 'string', maxLength: 24, pattern: dateTimePattern };
    case 'json':
      return { 'x-kubernetes-preserve-unknown-fields': true };
    case 'secret':
      return secretSchema;
    case 'reference': {
      const target = declarationOf(build.index, type.aggregate);
      const id = referencedIdType(build.index, type);
      const node = id ? typeSchema(build, id, place) : textSchema(0, 253, undefined);
      return { ...node, description: `${target.name}, by its id.` };
    }
    case 'list':
      return listSchema(build, type, place);
    case 'map':
      return mapSchema(build, type, place);
    case 'named': {
      const declaration = declarationOf(build.index, type.id);
      if (declaration.kind === 'enum') return enumSchema(build, declaration, place);
      if (declaration.kind === 'type') return { type: 'string', maxLength: 0 };
      if (declaration.kind === 'union') return unionSchema(build, declaration, place);
      return structureSchema(build, declaration, place, type.origin);
    }
    case 'unresolved':
      return { 'x-kubernetes-preserve-unknown-fields': true };
    default:
      return assertNever(type);
  }
}

/** A text without a pattern gets one that refuses U+0000, which no other engine can hold. */
export const anyText = '^[^\\x00]*$';

function textSchema(minLength: number, maxLength: number, pattern: Pattern | undefined): SchemaNode {
  return {
    type: 'string',
    ...(minLength > 0 ? { minLength } : {}),
    maxLength,
    pattern: pattern?.node ? printPattern({ ...pattern, node: withoutNul(pattern.node) }) : anyText,
  };
}

/** Classes that name what they refuse let U+0000 through unless they refuse it by name. */
function withoutNul(node: PatternNode): PatternNode {
  switch (node.kind) {
    case 'class':
      return node.negated ? { ...node, ranges: [{ from: 0, to: 0 }, ...node.ranges] } : node;
    case 'repeat':
      return { ...node, item: withoutNul(node.item) };
    case 'sequence':
    case 'alternatives':
      return { ...node, items: node.items.map(withoutNul) };
    default:
      return assertNever(node);
  }
}

const secretSchema: SchemaNode = {
  description: 'Where a secret is kept: a Secret by its name and a key in it.',
  type: 'object',
  'x-kubernetes-map-type': 'atomic',
  required: ['name', 'key'],
  properties: {
    name: { description: 'Name of the Secret.', ...secretPartSchema() },
    key: { description: 'Key in its data.', ...secretPartSchema() },
  },
};

function secretPartSchema(): SchemaNode {
  return textSchema(secretPartLength.min, secretPartLength.max, undefined);
}

function enumSchema(build: SchemaBuild, declaration: Enum, place: SchemaPlace): SchemaNode {
  for (const { id, rank } of declaration.literals) build.trace.set(place.at + pointer('enum', rank), id);
  const documented = declaration.literals.flatMap(({ wire, doc }) =>
    doc === undefined ? [] : [`- ${wire}: ${doc}`],
  );
  const description = [...(declaration.doc === undefined ? [] : [declaration.doc]), ...documented].join('\n');
  return {
    ...(description === '' ? {} : { description }),
    type: 'string',
    enum: declaration.literals.map((literal) => literal.wire),
  };
}

/** A value, entity or whole aggregate that stands in a field: its fields are written out there. */
function structureSchema(
  build: SchemaBuild,
  structure: Structure,
  place: SchemaPlace,
  origin: Origin,
): SchemaNode {
  if (isTooDeep(build, { kind: 'named', id: structure.id, origin }, place)) return { type: 'object' };
  const start = place.inside.findIndex((outer) => outer.id === structure.id);
  const cycle = start < 0 ? [] : [...place.inside.slice(start), structure];
  if (cycle.length > 0 && !cycle.some((member) => member.kind === 'value' && member.depth !== undefined)) {
    build.problems.push({ kind: 'recursion', cycle: cycle.map((member) => member.name), origin });
    return { type: 'object' };
  }
  if (!build.trace.has(place.at)) build.trace.set(place.at, structure.id);
  const inside = [...place.inside, structure];
  const texts = structure.rules.map((rule) => ({
    id: rule.id,
    text: ruleText(rule, {
      index: build.index,
      minimumServer: build.minimumServer,
      self: 'self',
      within: place.within,
      candidates: build.candidates,
      fieldPath: (names) => names,
    }),
  }));
  const tooDeep = placeDemands(build, place, depthDemands(build, structure, { ...place, inside }));
  const validations = [...tooDeep, ...placeRules(build, place.at, texts, tooDeep.length)];
  return {
    ...(structure.doc === undefined ? {} : { description: structure.doc }),
    type: 'object',
    ...(validations.length === 0 ? {} : { 'x-kubernetes-validations': validations }),
    ...fieldsSchema(build, storedFieldsOf(structure), { ...place, inside }),
  };
}

/** Whether a value of the type would lie in more of its kind than its `depth` allows. */
export function isTooDeep({ index }: SchemaBuild, type: Type, { inside }: SchemaPlace): boolean {
  const resolved = underlyingType(index, type);
  const declaration = resolved.kind === 'named' ? declarationOf(index, resolved.id) : undefined;
  if (declaration?.kind !== 'value' || declaration.depth === undefined) return false;
  return inside.filter(({ id }) => id === declaration.id).length > declaration.depth;
}

/** What would lie too deep stays absent; the lists and maps there are empty by their own bounds. */
export function depthDemands(
  build: SchemaBuild,
  structure: Structure,
  place: SchemaPlace,
): readonly Demand[] {
  return storedFieldsOf(structure)
    .filter((field) => isTooDeep(build, field.type, place))
    .map(({ id, name }) => ({
      what: `that \`${name}\` does not lie deeper`,
      holds: () => negation(has(property(variable('self', one), propertyName(name), one))),
      message: 'Must not lie deeper',
      reason: 'FieldValueForbidden',
      fieldPath: `.${name}`,
      element: id,
      limits: () => place.inside.map((outer) => ({ element: outer.id, constraint: 'depth' })),
    }));
}

function without(node: SchemaNode, key: keyof SchemaNode): SchemaNode {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}
