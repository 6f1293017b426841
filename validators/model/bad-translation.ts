import type { Translation } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Element } from '../../pim/model.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { withArticle, wordOf } from '../words.ts';

/**
 * A translation's two sides are not of one kind, or its braces are not for them.
 *
 * Between two enums, a translation goes case by case, `Running -> READY`; everything else is translated
 * field by field, `name: metadata.name`. What has neither cases nor fields, a `type` or a `one of` value, is
 * translated `by hand`. An aggregate changes by commands alone, so translate into one of them.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier { enum Phase { Sent, Lost } }
 * context Sales {
 *   value Progress { lost: Boolean }
 *   translation Carrier.Phase to Progress { Sent -> lost }
 * }
 * contextmap { Carrier [PL] -> [ACL] Sales }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier { enum Phase { Sent, Lost } }
 * context Sales {
 *   value Progress { lost: Boolean }
 *   translation Carrier.Phase to Progress by hand
 * }
 * contextmap { Carrier [PL] -> [ACL] Sales }
 * ```
 */
export const badTranslation: ModelCheck = {
  code: 'bad-translation',
  severity: 'error',
  check: (model, index) =>
    model.contexts.flatMap((context) => {
      const seen = new Map<string, Translation>();
      return context.translations.flatMap((translation): readonly Diagnostic[] => {
        const { source, target } = translation;
        const [from, to] = [source, target].map(({ id }) => (id === undefined ? undefined : index.get(id)));
        if (!from || !to) return [];
        const problem = problemOf(translation, from, to);
        if (problem) return [finding(badTranslation, problem.message, problem.origin)];
        return again(translation, `${from.id} ${to.id}`, seen);
      });
    }),
};

interface Problem {
  readonly message: string;
  readonly origin: Translation['origin'];
}

function problemOf(
  { source, target, cases, byHand, nameOrigin }: Translation,
  from: Element,
  to: Element,
): Problem | undefined {
  if (from.id === to.id) {
    return { message: `\`${from.name}\` is translated into itself.`, origin: target.origin };
  }
  if (to.kind === 'aggregate' || to.kind === 'entity') {
    return {
      message: `\`${to.name}\` is ${withArticle(to.kind)}, which changes by commands alone: translate into one of them.`,
      origin: target.origin,
    };
  }
  if (byHand) return undefined;
  const [first] = cases;
  if (from.kind === 'enum' && to.kind === 'enum') {
    if (first) return undefined;
    return {
      message: `Between two enums a translation goes case by case, \`A -> B\`.`,
      origin: nameOrigin,
    };
  }
  if (first) {
    const other = from.kind === 'enum' ? to : from;
    return {
      message: `Only two enums are translated case by case, and \`${other.name}\` is ${withArticle(wordOf(other))}.`,
      origin: first.origin,
    };
  }
  for (const [element, origin] of [
    [from, source.origin],
    [to, target.origin],
  ] as const) {
    if (!hasFields(element)) {
      const message = `\`${element.name}\` is ${withArticle(wordOf(element))} and has no fields, so it is translated \`by hand\`.`;
      return { message, origin };
    }
  }
  return undefined;
}

function hasFields(element: Element): boolean {
  return 'fields' in element;
}

/** Two translations between the same two are told apart by their conditions. */
function again(translation: Translation, key: string, seen: Map<string, Translation>): readonly Diagnostic[] {
  const { condition, source, target, nameOrigin } = translation;
  if (condition) return [];
  const first = seen.get(key);
  if (!first) {
    seen.set(key, translation);
    return [];
  }
  const message = `\`${source.name}\` is translated to \`${target.name}\` already, and no \`when\` tells which of the two holds.`;
  const related = [{ message: 'The other translation', origin: first.nameOrigin }];
  return [finding(badTranslation, message, nameOrigin, { related })];
}
