import { foreignFields } from '../../pim/conformance.ts';
import type { Alternative, Field, Union } from '../../pim/model.ts';
import { storedFieldsOf, underlyingType } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { measure } from './cel-cost.ts';
import { propertyName, stringLiteral } from './cel-text.ts';
import type { SchemaNode, ValidationRule } from './psm.ts';
import { ruleText } from './rule-text.ts';
import {
  fieldSchema,
  noteDemand,
  placeRules,
  type SchemaBuild,
  type SchemaPlace,
  tooDeepRules,
} from './structural-schema.ts';

/** Asking whether a field is there, and joining the answers. */
const costPerField = 4;

/**
 * A structural schema has no alternatives: all fields of all shapes stand side by side, and rules say which
 * of them belong to the shape that the discriminator names. No field has a default, which would be given to
 * every shape.
 */
export function unionSchema(build: SchemaBuild, union: Union, place: SchemaPlace): SchemaNode {
  if (!build.trace.has(place.at)) build.trace.set(place.at, union.id);
  const discriminator = place.at + pointer('properties', union.discriminator);
  build.trace.set(discriminator, union.id);
  for (const [position, { id }] of union.alternatives.entries()) {
    build.trace.set(discriminator + pointer('enum', position), id);
  }
  const fields = union.alternatives.flatMap(storedFieldsOf).length;
  const ofShape = union.alternatives.flatMap((alternative) =>
    [...shapeRules(build, union, alternative, place), ...tooDeepRules(build, alternative, place)].map(
      (rule) => ({ id: alternative.id, rule }),
    ),
  );
  noteDemand(build, place, { cost: measure(ofShape.length * costPerField * (fields + 1)) });
  for (const [position, { id }] of ofShape.entries()) {
    build.trace.set(place.at + pointer('x-kubernetes-validations', position), id);
  }
  const own = union.alternatives.flatMap((alternative) => ownRules(build, union, alternative, place));
  const validations = [
    ...ofShape.map(({ rule }) => rule),
    ...placeRules(build, place.at, own, ofShape.length),
  ];
  return {
    ...(union.doc === undefined ? {} : { description: union.doc }),
    type: 'object',
    ...(validations.length === 0 ? {} : { 'x-kubernetes-validations': validations }),
    required: [union.discriminator],
    properties: {
      [union.discriminator]: { type: 'string', enum: union.alternatives.map(({ wire }) => wire) },
      ...sharedProperties(build, union, place),
    },
  };
}

/** Each name once; two shapes that mean different things by it cannot stand side by side. */
function sharedProperties(
  build: SchemaBuild,
  union: Union,
  place: SchemaPlace,
): Readonly<Record<string, SchemaNode>> {
  const properties = new Map<string, { readonly field: Field; readonly node: SchemaNode }>();
  for (const field of union.alternatives.flatMap(storedFieldsOf)) {
    const { default: _, ...node } = fieldSchema(build, field, {
      ...place,
      at: place.at + pointer('properties', field.name),
    });
    const first = properties.get(field.name);
    if (!first) properties.set(field.name, { field, node });
    else if (!sameShape(first.node, node)) {
      build.problems.push({
        kind: 'shapes differ',
        name: field.name,
        union: union.name,
        origin: field.nameOrigin,
        other: first.field.nameOrigin,
      });
    }
  }
  return Object.fromEntries([...properties].map(([name, { node }]) => [name, node]));
}

function sameShape(left: SchemaNode, right: SchemaNode): boolean {
  const plain = (node: SchemaNode): string => JSON.stringify({ ...node, description: '' });
  return plain(left) === plain(right);
}

/** That a shape has what it needs, and nothing of the others. */
function shapeRules(
  build: SchemaBuild,
  union: Union,
  alternative: Alternative,
  place: SchemaPlace,
): readonly ValidationRule[] {
  const hidden = new Set(
    union.alternatives
      .flatMap(storedFieldsOf)
      .filter(({ type }) => underlyingType(build.index, type).kind === 'json')
      .map(({ name }) => name),
  );
  const unseen = [
    ...storedFieldsOf(alternative).map(({ name }) => name),
    ...foreignFields(union, alternative),
  ].filter((name) => hidden.has(name));
  if (unseen.length > 0) {
    const reason = `whether it has ${unseen.join(' or ')} is not judged: Kubernetes rules cannot see a Json field`;
    build.rules.push({ rule: alternative.id, node: place.at, reason, cost: 0 });
  }
  const needed = storedFieldsOf(alternative).filter(
    (field) => !field.optional && field.default === undefined && !hidden.has(field.name),
  );
  const foreign = foreignFields(union, alternative).filter((name) => !hidden.has(name));
  const isOther = `self.${propertyName(union.discriminator)} != ${stringLiteral(alternative.wire)}`;
  const rule = (
    tests: readonly string[],
    message: string,
    reason: ValidationRule['reason'],
  ): readonly ValidationRule[] =>
    tests.length === 0 ? [] : [{ rule: `${isOther} || ${joined(tests)}`, message, reason }];
  const names = (list: readonly string[]): string => list.join(', ');
  return [
    ...rule(
      needed.map(({ name }) => `has(self.${propertyName(name)})`),
      `${alternative.name} needs ${names(needed.map(({ name }) => name))}`,
      'FieldValueRequired',
    ),
    ...rule(
      foreign.map((name) => `!has(self.${propertyName(name)})`),
      `${alternative.name} has no ${names(foreign)}`,
      'FieldValueForbidden',
    ),
  ];
}

function joined(tests: readonly string[]): string {
  return tests.length === 1 ? (tests[0] ?? '') : `(${tests.join(' && ')})`;
}

function ownRules(build: SchemaBuild, union: Union, alternative: Alternative, place: SchemaPlace) {
  return alternative.rules.map((rule) => ({
    id: rule.id,
    text: ruleText(rule, {
      index: build.index,
      minimumServer: build.minimumServer,
      self: 'self',
      multiplicity: place.multiplicity,
      unless: [`self.${propertyName(union.discriminator)} != ${stringLiteral(alternative.wire)}`],
      fieldPath: (names) => names,
    }),
  }));
}
