import type { Translation } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Enum } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { listed } from '../words.ts';

/**
 * A translation between enums leaves a literal out, or has two meanings for one.
 *
 * Each literal of the source means one literal of the target. `else -> …` is for all that are not named, also
 * for those that the other side adds later; where all are named, it stands for nothing.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier { enum Phase { Sent, Lost, Arrived } }
 * context Sales {
 *   enum ParcelState { UNDER_WAY, GONE }
 *   translation Carrier.Phase to ParcelState { Sent -> UNDER_WAY, Lost -> GONE }
 * }
 * contextmap { Carrier [PL] -> [ACL] Sales }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier { enum Phase { Sent, Lost, Arrived } }
 * context Sales {
 *   enum ParcelState { UNDER_WAY, GONE }
 *   translation Carrier.Phase to ParcelState { Sent -> UNDER_WAY, else -> GONE }
 * }
 * contextmap { Carrier [PL] -> [ACL] Sales }
 * ```
 */
export const untranslatedLiteral: ModelCheck = {
  code: 'untranslated-literal',
  severity: 'error',
  check: (model, index) =>
    model.contexts.flatMap(({ translations }) =>
      translations.flatMap((translation) => {
        const from = translation.source.id === undefined ? undefined : index.get(translation.source.id);
        const to = translation.target.id === undefined ? undefined : index.get(translation.target.id);
        return from?.kind === 'enum' && to?.kind === 'enum' ? inCases(translation, from) : [];
      }),
    ),
};

function inCases({ cases, source }: Translation, from: Enum): readonly Diagnostic[] {
  // A name that leads nowhere may well be the one that is missing.
  if (cases.length === 0 || cases.some(({ sources }) => sources.some(({ id }) => id === undefined)))
    return [];
  const first = new Map<string, Origin>();
  const doubled = cases.flatMap(({ sources, origin }) =>
    (sources.length > 0 ? sources : [{ id: 'else', name: 'else', origin }]).flatMap(
      (one): readonly Diagnostic[] => {
        const key = one.id ?? '';
        const other = first.get(key);
        if (!other) {
          first.set(key, one.origin);
          return [];
        }
        const related = [{ message: 'The other case', origin: other }];
        return [
          finding(untranslatedLiteral, `\`${one.name}\` has a meaning already.`, one.origin, { related }),
        ];
      },
    ),
  );
  const missing = from.literals.filter(({ id }) => !first.has(id));
  if (first.has('else') || missing.length === 0) return doubled;
  const message = `${listed(missing.map(({ name }) => name))} of \`${from.name}\` ${missing.length === 1 ? 'means' : 'mean'} nothing here: add a case, or \`else -> …\`.`;
  const related = missing.map(({ name, nameOrigin }) => ({
    message: `\`${name}\` is declared here`,
    origin: nameOrigin,
  }));
  return [...doubled, finding(untranslatedLiteral, message, source.origin, { related })];
}
