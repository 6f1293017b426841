import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { SecretFinder } from '../secrets.ts';

/**
 * A Secret is shown to readers, or put where nobody can tell it from other data.
 *
 * A model's data never holds a secret itself: a Secret is a reference that a `SecretStore` resolves, and so
 * events may carry it. Still, who reads references knows which secrets there are and where. So they are no part
 * of projections and of what queries give back, and they are not put into Json, where nothing keeps them from
 * a log.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Account { id: Uuid, password: Secret, name: String(1..100) }
 *   projection AccountView of Account { id, name, password }
 *   query Accounts: AccountView[] allows Clerk
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Account { id: Uuid, password: Secret, name: String(1..100) }
 *   projection AccountView of Account { id, name }
 *   query Accounts: AccountView[] allows Clerk
 * }
 * ```
 */
export const leakingSecret: ModelCheck = {
  code: 'leaking-secret',
  severity: 'warning',
  check: (model, index) => {
    const finder = new SecretFinder(index);
    return [
      ...model.contexts.flatMap(({ projections, queries }) => [
        ...projections.flatMap(({ name, fields }) =>
          fields.flatMap((field): readonly Diagnostic[] => {
            const way = finder.within(field.type);
            if (!way) return [];
            const message = `\`${name}\` shows the Secret \`${[field.name, ...way].join('.')}\` to its readers.`;
            return [finding(leakingSecret, message, field.nameOrigin)];
          }),
        ),
        ...queries.flatMap(({ name, result }): readonly Diagnostic[] => {
          const way = finder.within(result.type);
          // What a projection shows is told there.
          if (!way || isOfProjection(result.type, index)) return [];
          const where = way.length === 0 ? 'a Secret' : `the Secret \`${way.join('.')}\``;
          return [finding(leakingSecret, `\`${name}\` gives ${where} to whoever asks.`, result.origin)];
        }),
      ]),
      ...intoJson(index, finder),
    ];
  },
};

function isOfProjection(type: Parameters<SecretFinder['within']>[0], index: ModelIndex): boolean {
  const item = type.kind === 'list' ? type.element : type;
  return item.kind === 'named' && index.get(item.id)?.kind === 'projection';
}

/** What is written for a place that takes anything. */
function intoJson(index: ModelIndex, finder: SecretFinder): readonly Diagnostic[] {
  return expressionSites(index).flatMap(({ expression }) =>
    allNodes(expression).flatMap((node) =>
      node.kind === 'objectLiteral' && node.type.kind === 'json'
        ? node.entries.flatMap(({ key, value }): readonly Diagnostic[] =>
            finder.within(value.type)
              ? [
                  finding(
                    leakingSecret,
                    `\`${key}\` puts a Secret into Json, where nothing keeps it from a log.`,
                    value.origin,
                  ),
                ]
              : [],
          )
        : [],
    ),
  );
}
