import { judge } from '../../pim/conformance.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression } from '../../pim/expression.ts';
import { jsonOf } from '../../pim/interpreter.ts';
import type { ConstrainedType, Field } from '../../pim/model.ts';
import {
  constrainedTypesOf,
  idFieldOf,
  isStructure,
  type ModelIndex,
  underlyingType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { boundProblem } from '../bounds.ts';
import { allNodes, isResolved } from '../expression-nodes.ts';
import { fitsType } from '../fitting-type.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { type FieldSite, fieldSites } from '../model-walk.ts';
import { isSoundCondition } from '../sound-condition.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * The value after a field's `=` cannot stand there, or is missing.
 *
 * A default is what a field has when nothing is given: a value, a list or a literal, written out, that keeps
 * the field's own limits. It makes no sense for an optional field, whose absence means something, nor
 * for an identity, which would then be the same everywhere. A derived field, on the other hand, is
 * nothing but what stands after its `=`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Line { quantity: Integer(1..100) = 0 }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Line { quantity: Integer(1..100) = 1 }
 * }
 * ```
 */
export const badDefault: ModelCheck = {
  code: 'bad-default',
  severity: 'error',
  // The judge follows types to their ends.
  after: ['cyclic-type', 'cyclic-derivation'],
  check: (model, index) =>
    fieldSites(model).flatMap(({ field, owner }): readonly Diagnostic[] => {
      const problem =
        field.role === 'derived' ? problemOfDerived(field, owner) : problemOfDefault(field, index);
      if (problem === undefined) return [];
      return [finding(badDefault, problem, field.default?.origin ?? field.nameOrigin)];
    }),
};

function problemOfDerived({ name, derivation }: Field, owner: FieldSite['owner']): string | undefined {
  if (owner.kind !== 'projection' && !isStructure(owner)) {
    return `\`${name}\` is derived, and what comes in is given, not computed: give it a value where it is sent.`;
  }
  if (!derivation) return `\`${name}\` is derived, but nothing says how: write \`= …\` after its type.`;
  return undefined;
}

function problemOfDefault(field: Field, index: ModelIndex): string | undefined {
  const { name, role, optional, type } = field;
  const value = field.default;
  if (!value) return undefined;
  if (role === 'id') return `\`${name}\` is an \`id\`, and an identity has no default.`;
  if (optional)
    return `\`${name}\` is optional, and what may be absent has no default: take off the \`?\` or the default.`;
  if (!isResolved(value) || !fitsType(typeSourceOf(index), type, value)) return undefined;
  // A number that no Integer can be is reported as such.
  if (value.kind === 'literal' && Number.isInteger(value.value) && !Number.isSafeInteger(value.value))
    return undefined;
  const computed = allNodes(value).find((node) => !writtenOut.has(node.kind));
  if (computed) return `The default of \`${name}\` must be written out: it reads and computes nothing.`;
  return isJudgeable(type, index) ? verdict(field, value, index) : undefined;
}

function verdict(field: Field, value: Expression, index: ModelIndex): string | undefined {
  // The judge knows declarations only, so the field's type becomes one.
  const { id, name, origin, nameOrigin, type } = field;
  const probe: ConstrainedType = { kind: 'type', id: `${id}.type`, name, origin, nameOrigin, base: type };
  const instance = jsonOf(value, { self: null, index });
  const withProbe: ModelIndex = { ...index, get: (one) => (one === probe.id ? probe : index.get(one)) };
  const [violation] = judge(withProbe, probe.id, instance);
  return violation && `The default of \`${name}\` breaks its own type: ${lowerFirst(violation.message)}.`;
}

const writtenOut: ReadonlySet<Expression['kind']> = new Set([
  'literal',
  'enumReference',
  'listLiteral',
  'objectLiteral',
  'construction',
]);

/** Whether a scalar can be judged by the type without stumbling over a problem that is reported elsewhere. */
function isJudgeable(type: Type, index: ModelIndex): boolean {
  if (
    !constrainedTypesOf(index, type).every(
      ({ constraint }) => !constraint || isSoundCondition(constraint.condition, index),
    )
  ) {
    return false;
  }
  const resolved = underlyingType(index, type);
  if (boundProblem(resolved) !== undefined) return false;
  switch (resolved.kind) {
    // What is made of parts is judged once the whole model is sound: see broken-default.
    case 'unresolved':
    case 'list':
    case 'map':
    case 'json':
      return false;
    case 'string':
      return resolved.pattern?.problem === undefined;
    case 'named':
      return index.get(resolved.id)?.kind === 'enum';
    case 'reference': {
      const aggregate = index.get(resolved.aggregate);
      const id = isStructure(aggregate) ? idFieldOf(aggregate) : undefined;
      if (!id || underlyingType(index, id.type).kind === 'reference') return false;
      return isJudgeable(id.type, index);
    }
    default:
      return true;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
