import { foreignFields } from '../../pim/conformance.ts';
import type { Limit } from '../../pim/limits.ts';
import type { Alternative, Field, Union } from '../../pim/model.ts';
import { storedFieldsOf } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { one } from './cel-cost.ts';
import {
  conjunction,
  disjunction,
  has,
  negation,
  type Piece,
  property,
  relation,
  textLiteral,
  variable,
} from './cel-piece.ts';
import { propertyName } from './cel-text.ts';
import { type Demand, noteUnjudged, placeDemands } from './demands.ts';
import { hiddenReason, isHidden } from './hidden-type.ts';
import type { SchemaNode } from './psm.ts';
import { ruleText } from './rule-text.ts';
import {
  depthDemands,
  fieldSchema,
  placeRules,
  type SchemaBuild,
  type SchemaPlace,
} from './structural-schema.ts';

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
  const ofShape = placeDemands(
    build,
    place,
    union.alternatives.flatMap((alternative) => [
      ...shapeDemands(build, union, alternative, place),
      ...depthDemands(build, alternative, place),
    ]),
  );
  const own = union.alternatives.flatMap((alternative) => ownRules(build, union, alternative, place));
  const validations = [...ofShape, ...placeRules(build, place.at, own, ofShape.length)];
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

/** That a shape has what it needs, and nothing of the others; notes what of that rules cannot see. */
function shapeDemands(
  build: SchemaBuild,
  union: Union,
  alternative: Alternative,
  place: SchemaPlace,
): readonly Demand[] {
  const { id: element, name: shape } = alternative;
  const hidden = new Set(
    union.alternatives
      .flatMap(storedFieldsOf)
      .filter(({ type }) => isHidden(type, build.index))
      .map(({ name }) => name),
  );
  const own = storedFieldsOf(alternative);
  const foreign = foreignFields(union, alternative);
  const needed = own.filter((field) => !field.optional && field.default === undefined);
  const required = (fields: readonly Field[]): readonly Limit[] =>
    fields.map(({ id }) => ({ element: id, constraint: 'required' }));
  const forbidden: readonly Limit[] = [{ element, constraint: 'forbidden' }];
  const unseen = [...own.map(({ name }) => name), ...foreign].filter((name) => hidden.has(name));
  if (unseen.length > 0) {
    const reason = `whether it has ${unseen.join(' or ')} is not judged: ${hiddenReason}`;
    const limits = [
      ...required(needed.filter(({ name }) => hidden.has(name))),
      ...(foreign.some((name) => hidden.has(name)) ? forbidden : []),
    ];
    noteUnjudged(build, place, reason, limits, element);
  }
  const seen = needed.filter(({ name }) => !hidden.has(name));
  const isGiven = (name: string): Piece => has(property(variable('self', one), propertyName(name), one));
  const demand = (words: string, names: readonly string[], tests: readonly Piece[]) => ({
    what: `that \`${shape}\` ${words} ${names.join(', ')}`,
    holds: () => disjunction([isOther(union, alternative), conjunction(tests)]),
    message: `${shape} ${words} ${names.join(', ')}`,
    element,
  });
  const names = seen.map(({ name }) => name);
  const others = foreign.filter((name) => !hidden.has(name));
  return [
    ...(names.length === 0
      ? []
      : [
          {
            ...demand('needs', names, names.map(isGiven)),
            reason: 'FieldValueRequired' as const,
            limits: () => required(seen),
          },
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            ...demand(
              'has no',
              others,
              others.map((name) => negation(isGiven(name))),
            ),
            reason: 'FieldValueForbidden' as const,
            limits: () => forbidden,
          },
        ]),
  ];
}

function isOther({ discriminator }: Union, { wire }: Alternative): Piece {
  const wanted = textLiteral(wire);
  return relation('!=', property(variable('self', one), propertyName(discriminator), wanted.length), wanted);
}

function ownRules(build: SchemaBuild, union: Union, alternative: Alternative, place: SchemaPlace) {
  return alternative.rules.map((rule) => ({
    id: rule.id,
    text: ruleText(rule, {
      index: build.index,
      minimumServer: build.minimumServer,
      self: 'self',
      within: place.within,
      candidates: build.candidates,
      unless: [isOther(union, alternative)],
      fieldPath: (names) => names,
    }),
  }));
}
