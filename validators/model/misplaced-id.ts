import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Field } from '../../pim/model.ts';
import { enumOfType, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { describeType } from '../../pim/typing.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { type FieldSite, fieldSites } from '../model-walk.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * A field cannot be the identity that it is marked as.
 *
 * Aggregates and entities have an identity; values have none, they are equal by their fields. An
 * identity is always there, so it is not optional, and it is something that can stand in a path or a
 * key: a String (or `Uuid`, `Email`, …), an Integer or an enum. `generated` says that the system makes
 * an identity, and means nothing on other fields; what it makes is a `Uuid`, which no other is like.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address {
 *     id number: Integer(1..9999)
 *     city: String(1..100)
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address {
 *     number: Integer(1..9999)
 *     city: String(1..100)
 *   }
 * }
 * ```
 */
export const misplacedId: ModelCheck = {
  code: 'misplaced-id',
  severity: 'error',
  check: (model, index) =>
    fieldSites(model).flatMap(({ field, owner }): readonly Diagnostic[] => {
      const problem = problemOf(field, owner, index);
      return problem === undefined ? [] : [finding(misplacedId, problem, field.nameOrigin)];
    }),
};

function problemOf(field: Field, owner: FieldSite['owner'], index: ModelIndex): string | undefined {
  const { name, role, generated, optional, type } = field;
  if (role !== 'id') {
    return generated ? `\`${name}\` is not an \`id\`, and only an \`id\` can be \`generated\`.` : undefined;
  }
  switch (owner.kind) {
    case 'value':
      return `\`${owner.name}\` is a value: values have no identity, they are equal by their fields.`;
    case 'alternative':
      return `\`${owner.name}\` is a shape of a value: values have no identity, they are equal by their fields.`;
    case 'aggregate':
    case 'entity':
    case 'projection':
      break;
    default:
      // What comes in from outside may well have a field that is called `id`.
      return undefined;
  }
  if (optional) return `The \`id\` of \`${owner.name}\` must always be there: it cannot be optional.`;
  const resolved = underlyingType(index, type);
  switch (resolved.kind) {
    case 'unresolved':
      return undefined;
    case 'string':
    case 'format':
    case 'integer':
      return generated ? problemOfGenerated(field, resolved, index) : undefined;
    case 'reference':
      // A row may be known by the aggregate that it is about.
      if (owner.kind === 'projection') return undefined;
      break;
    case 'named':
      // A name that still stands here is of a structure, or of a type that leads to itself.
      if (enumOfType(index, resolved))
        return generated ? problemOfGenerated(field, resolved, index) : undefined;
      if (index.get(resolved.id)?.kind === 'type') return undefined;
      break;
    default:
      break;
  }
  return `An \`id\` must be a String, an Integer or an enum, and \`${name}\` is ${describeType(typeSourceOf(index), type)}.`;
}

/** What the system makes is like no other; numbers and words may be made twice. */
function problemOfGenerated({ name, type }: Field, resolved: Type, index: ModelIndex): string | undefined {
  if (resolved.kind === 'format' && resolved.format === 'Uuid') return undefined;
  return `Only a \`Uuid\` can be \`generated\`, and \`${name}\` is ${describeType(typeSourceOf(index), type)}.`;
}
