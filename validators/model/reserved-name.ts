import type { Diagnostic } from '../../pim/diagnostic.ts';
import { parametersOf } from '../../pim/expression-tools.ts';
import type { Element, Model } from '../../pim/model.ts';
import { childElements } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { primitiveNames } from '../../pim/type.ts';
import { boundNames } from '../bound-names.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A name means something already.
 *
 * `it` is what a condition is about and `old` the state before a change, so no field, no parameter and
 * nothing that `let`, `step` or `for each` binds can be called that. A declaration cannot take the name of a type that every model knows,
 * such as `String`. `__proto__` cannot be the name of anything, since JavaScript does not treat it
 * as a name.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Price {
 *     old: Integer(0..1000)
 *     current: Integer(0..1000)
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Price {
 *     former: Integer(0..1000)
 *     current: Integer(0..1000)
 *   }
 * }
 * ```
 */
export const reservedName: ModelCheck = {
  code: 'reserved-name',
  severity: 'error',
  check: (model, index) => [
    ...allElements(model).flatMap((element) => problems(element.kind, element.name, element.nameOrigin)),
    ...discriminators(model),
    ...[
      ...boundNames(model),
      ...expressionSites(index).flatMap(({ expression }) => allNodes(expression).flatMap(parametersOf)),
    ].flatMap(({ name, origin }) => problems('parameter', name, origin)),
  ],
};

/** The member that tells shapes apart is one of every value's object. */
function discriminators(model: Model): readonly Diagnostic[] {
  return model.contexts.flatMap(({ declarations }) =>
    declarations.flatMap((one) =>
      one.kind === 'union' && one.discriminator === '__proto__'
        ? [
            finding(
              reservedName,
              `What tells the shapes of \`${one.name}\` apart: ${ofPrototype}`,
              one.nameOrigin,
            ),
          ]
        : [],
    ),
  );
}

function allElements(element: Element): readonly Element[] {
  return [element, ...childElements(element).flatMap(allElements)];
}

function problems(kind: Element['kind'] | 'parameter', name: string, origin: Origin): readonly Diagnostic[] {
  const reason = reasonAgainst(kind, name);
  return reason === undefined ? [] : [finding(reservedName, reason, origin)];
}

const declarations: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'value',
  'union',
  'alternative',
  'aggregate',
  'entity',
  'projection',
]);

const ofPrototype =
  '`__proto__` cannot be a name, since JavaScript gives it a meaning of its own: write another, such as `proto`.';

function reasonAgainst(kind: Element['kind'] | 'parameter', name: string): string | undefined {
  if (name === '__proto__') return ofPrototype;
  if (kind === 'field' || kind === 'parameter') {
    if (name === 'it')
      return `\`it\` is what a condition is about and cannot name a ${kind}: write another name, such as \`item\`.`;
    if (name === 'old')
      return `\`old\` is the state before a change and cannot name a ${kind}: write another name, such as \`former\`.`;
  }
  if (declarations.has(kind) && primitiveNames.some((one) => one === name)) {
    return `\`${name}\` is a type that every model knows; a declaration needs another name.`;
  }
  return undefined;
}
