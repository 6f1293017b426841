import type { Example } from '../../pim/behaviour.ts';
import { judge, type Violation } from '../../pim/conformance.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { aggregatesIn } from '../calls.ts';
import { exampleValue } from '../example-value.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { listed } from '../words.ts';

/**
 * An example is not what it says it is.
 *
 * An example is an instance that the model accepts: its fields have their types and limits, and it keeps every
 * rule. One that shows what is refused says so, `breaks WithinCapacity`; it then breaks just these rules, and
 * is right in everything else. What is not given has its default, or is absent or empty.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Money { amount: Integer(0..1000) }
 *   example expensive: Money { amount: 5000 }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Money { amount: Integer(0..1000) }
 *   example expensive: Money { amount: 1000 }
 * }
 * ```
 */
export const badExample: ModelCheck = {
  code: 'bad-example',
  severity: 'error',
  after: 'errors',
  check: (model, index) =>
    model.contexts
      .flatMap((context) => [
        ...context.examples,
        ...aggregatesIn(context).flatMap(({ examples }) => examples),
      ])
      .flatMap((example) => ofExample(example, index)),
};

function ofExample(example: Example, index: ModelIndex): readonly Diagnostic[] {
  const { name, value, breaks } = example;
  if (value.kind !== 'construction') {
    const message = `\`${name}\` is an example of nothing: say of what, \`example ${name}: Name { … }\`.`;
    return [finding(badExample, message, value.origin)];
  }
  const violations = judge(index, value.structure, exampleValue(value, index));
  const broken = new Set(violations.map(({ rule }) => rule));
  const stated = new Set(breaks.map(({ id }) => id));
  const kept = breaks.filter(({ id }) => !broken.has(id));
  const others = violations.filter(({ rule }) => rule === undefined || !stated.has(rule));
  return [
    // Rules are asked only once everything else is right.
    ...(others.some(({ rule }) => rule === undefined)
      ? []
      : kept.map((rule) => finding(badExample, `\`${name}\` keeps the rule \`${rule.name}\`.`, rule.origin))),
    ...(others.length === 0
      ? []
      : [
          finding(badExample, messageOf(example, others, index), value.origin, {
            related: rulesOf(others, index),
          }),
        ]),
  ];
}

function messageOf({ name }: Example, violations: readonly Violation[], index: ModelIndex): string {
  const rules = violations.flatMap(({ rule }) => (rule === undefined ? [] : [index.get(rule)?.name ?? rule]));
  if (rules.length === violations.length) {
    return `\`${name}\` breaks ${rules.length === 1 ? 'the rule' : 'the rules'} ${listed([...new Set(rules)])}.`;
  }
  const first = violations.find(({ rule }) => rule === undefined);
  if (!first) return `\`${name}\` is not accepted.`;
  const path = first.path.slice(1).replaceAll('/', '.');
  const what = `${first.message.charAt(0).toLowerCase()}${first.message.slice(1)}`;
  return path === '' ? `\`${name}\` ${what}.` : `\`${path}\` of \`${name}\` ${what}.`;
}

function rulesOf(violations: readonly Violation[], index: ModelIndex) {
  return violations.flatMap(({ rule }) => {
    const element = rule === undefined ? undefined : index.get(rule);
    return element ? [{ message: `\`${element.name}\` is declared here`, origin: element.nameOrigin }] : [];
  });
}
