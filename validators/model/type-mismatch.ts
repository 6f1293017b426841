import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression } from '../../pim/expression.ts';
import { childExpressions, mapChildren } from '../../pim/expression-tools.ts';
import type { Field, Model } from '../../pim/model.ts';
import { describeType, type FieldTypeSource, familyOf, operandProblem } from '../../pim/typing.ts';
import { allNodes } from '../expression-nodes.ts';
import { fitsType } from '../fitting-type.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { type ExpressionSite, expressionSites, typeSites } from '../model-walk.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * Two things are put together that do not fit: a text is compared with a number, a condition is
 * added up, a field is given a default of another type.
 *
 * Nothing is ever converted silently, because every platform would convert in its own way. Integers
 * can be compared with Numbers, and an Integer can be given to a Number; calculations take Integers
 * only. A date is written as a text, `"2026-01-31"`. Whole structures, lists and Json cannot be
 * compared; compare what is in them.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     label: String(1..20)
 *     weight: Integer(1..30)
 *     rule Labelled: weight > 10 implies label > 3
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     label: String(1..20)
 *     weight: Integer(1..30)
 *     rule Labelled: weight > 10 implies label.size > 3
 *   }
 * }
 * ```
 */
export const typeMismatch: ModelCheck = {
  code: 'type-mismatch',
  severity: 'error',
  check: (model, index) => {
    const source = typeSourceOf(index);
    return [
      ...expressionSites(model).flatMap((site) => [
        ...inExpression(source, site),
        ...withField(source, site),
      ]),
      ...uniqueLists(source, model),
    ];
  },
};

function inExpression(source: FieldTypeSource, { expression }: ExpressionSite): readonly Diagnostic[] {
  return allNodes(expression).flatMap((node): readonly Diagnostic[] => {
    const problem = operandProblem(source, node);
    if (problem === undefined) return [];
    return [finding(typeMismatch, `${problem}.`, (culpritOf(source, node, problem) ?? node).origin)];
  });
}

/** The operand that would be wrong whatever the others were, if it is one alone. */
function culpritOf(source: FieldTypeSource, node: Expression, problem: string): Expression | undefined {
  return childExpressions(node).find((child) => {
    const alone = mapChildren(node, (other) => (other === child ? other : withoutType(other)));
    return operandProblem(source, alone) === problem;
  });
}

function withoutType(expression: Expression): Expression {
  return { ...expression, type: { kind: 'unresolved', name: '', origin: expression.origin } };
}

function withField(
  source: FieldTypeSource,
  { expression, role, element }: ExpressionSite,
): readonly Diagnostic[] {
  if (element.kind !== 'field' || fitsType(source, element.type, expression)) return [];
  const given = role === 'default' ? 'its default' : 'what it is derived from';
  const message = `\`${element.name}\` is ${describeWhole(source, element.type)}, and ${given} is ${describeWhole(source, expression.type)}.`;
  return [finding(typeMismatch, message, expression.origin)];
}

function describeWhole(source: FieldTypeSource, type: Field['type']): string {
  const described = describeType(source, type);
  return type.kind === 'list'
    ? `${described} (of ${describeType(source, type.element).replace(/^an? /, '')})`
    : described;
}

/** Only single values can be told apart: structures have no equality in the rule language. */
function uniqueLists(source: FieldTypeSource, model: Model): readonly Diagnostic[] {
  return typeSites(model).flatMap(({ type }): readonly Diagnostic[] => {
    if (type.kind !== 'list' || !type.unique) return [];
    const family = familyOf(source, type.element);
    if (!/^(json|secret|list|structure )/.test(family)) return [];
    const message = `\`unique\` compares single values, and this is a list of ${describeType(source, type.element)}. State it as a rule, \`items.unique(x => x.name)\`.`;
    return [finding(typeMismatch, message, type.origin)];
  });
}
