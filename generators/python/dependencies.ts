import type { Expression } from '../../pim/expression.ts';
import { childExpressions } from '../../pim/expression-tools.ts';
import type { ElementId } from '../../pim/model.ts';
import { fieldOf, type ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { idTypeOf } from '../core/schema/type-schema.ts';
import { isPayload, ownFieldsOf, type PyElement } from './elements.ts';

/** What an element names: while its module is read, or only later, in annotations and methods. */
export interface Dependencies {
  readonly early: ReadonlySet<ElementId>;
  readonly late: ReadonlySet<ElementId>;
}

export function dependenciesOf(element: PyElement, index: ModelIndex): Dependencies {
  switch (element.kind) {
    case 'enum':
      return { early: new Set(), late: new Set() };
    case 'type': {
      const condition = element.constraint ? [element.constraint.condition] : [];
      return {
        early: new Set(namedIn(element.base, index)),
        late: new Set(condition.flatMap((one) => namedInExpression(one, index))),
      };
    }
    case 'union':
      return { early: new Set(element.alternatives.map(({ id }) => id)), late: new Set() };
    default: {
      const fields = ownFieldsOf(element);
      const defaults = fields.flatMap((field) => (field.default ? [field.default] : []));
      const rules = isPayload(element) ? [] : element.rules.map(({ condition }) => condition);
      const derived = isPayload(element) ? [] : element.fields.filter(({ role }) => role === 'derived');
      const derivations = derived.flatMap(({ derivation }) => (derivation ? [derivation] : []));
      return {
        early: new Set(defaults.flatMap((one) => namedInExpression(one, index))),
        late: new Set([
          ...[...fields, ...derived].flatMap(({ type }) => namedIn(type, index)),
          ...[...rules, ...derivations].flatMap((one) => namedInExpression(one, index)),
        ]),
      };
    }
  }
}

function namedIn(type: Type, index: ModelIndex): readonly ElementId[] {
  switch (type.kind) {
    case 'named':
      return [type.id];
    case 'reference':
      return namedIn(idTypeOf(type.aggregate, index), index);
    case 'list':
      return namedIn(type.element, index);
    case 'map':
      return [...namedIn(type.key, index), ...namedIn(type.value, index)];
    default:
      return [];
  }
}

/** The classes that an expression names: enums, and shapes of unions. */
function namedInExpression(expression: Expression, index: ModelIndex): readonly ElementId[] {
  const inside = childExpressions(expression).flatMap((child) => namedInExpression(child, index));
  switch (expression.kind) {
    case 'enumReference': {
      const owner = index.parent(expression.literal);
      return owner ? [owner.id, ...inside] : inside;
    }
    case 'isAlternative':
      return [expression.alternative, ...inside];
    case 'fieldAccess': {
      const field = fieldOf(index, expression.field);
      const owner = index.parent(field.id);
      const own = owner?.kind === 'alternative' ? [owner.id] : [];
      // A time that is too long for Python is calculated anew where it is read.
      return field.derivation
        ? [...own, ...namedInExpression(field.derivation, index), ...inside]
        : [...own, ...inside];
    }
    default:
      return inside;
  }
}
