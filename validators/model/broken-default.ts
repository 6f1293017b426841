import { judge } from '../../pim/conformance.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ConstrainedType, Field } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { exampleValue } from '../example-value.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { fieldSites } from '../model-walk.ts';

/**
 * A default that is made of parts breaks a limit or a rule of its own type.
 *
 * Whoever gives nothing gets the default, so it is one that the type accepts. Single values are judged by
 * [bad-default](bad-default.md); a value with fields, a list or a Map keeps its rules, too.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Period {
 *     first: Integer(1..366)
 *     last: Integer(1..366)
 *     rule Forward: first <= last
 *   }
 *   value Season { period: Period = Period { first: 200, last: 100 } }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Period {
 *     first: Integer(1..366)
 *     last: Integer(1..366)
 *     rule Forward: first <= last
 *   }
 *   value Season { period: Period = Period { first: 100, last: 200 } }
 * }
 * ```
 */
export const brokenDefault: ModelCheck = {
  code: 'broken-default',
  severity: 'error',
  after: 'errors',
  check: (model, index) => fieldSites(model).flatMap(({ field }) => ofField(field, index)),
};

function ofField(field: Field, index: ModelIndex): readonly Diagnostic[] {
  const value = field.default;
  if (!value || value.kind === 'literal' || value.kind === 'enumReference') return [];
  // The judge knows declarations only, so the field's type becomes one.
  const { id, name, origin, nameOrigin, type } = field;
  const probe: ConstrainedType = { kind: 'type', id: `${id}.type`, name, origin, nameOrigin, base: type };
  const withProbe: ModelIndex = { ...index, get: (one) => (one === probe.id ? probe : index.get(one)) };
  const [violation] = judge(withProbe, probe.id, exampleValue(value, index));
  if (!violation) return [];
  const what = `${violation.message.charAt(0).toLowerCase()}${violation.message.slice(1)}`;
  const path = violation.path.slice(1).replaceAll('/', '.');
  const where = path === '' ? '' : ` \`${path}\``;
  const rule = violation.rule === undefined ? undefined : index.get(violation.rule);
  const message =
    rule && rule.name !== 'where'
      ? `The default of \`${name}\` breaks the rule \`${rule.name}\`.`
      : `The default of \`${name}\` breaks its own type:${where} ${what}.`;
  const related = rule ? [{ message: `\`${rule.name}\` is declared here`, origin: rule.nameOrigin }] : [];
  return [finding(brokenDefault, message, value.origin, { related })];
}
