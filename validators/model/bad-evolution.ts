import type { Event } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Element, Model } from '../../pim/model.ts';
import { childElements } from '../../pim/model-index.ts';
import { eventSites } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * The history of an element, or the versions of an event, cannot be as they are told.
 *
 * `since` names a version that the model has had: not one that is still to come. `was` names what an element
 * was called before: nothing beside it is called that now, and no two were the same. An event of version 3 says
 * what 2 was and what 1 was, so that every event that is stored can still be read.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 2
 * context Sales {
 *   value Address { city: String(1..100), zip since 3: String(1..10)? }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 3
 * context Sales {
 *   value Address { city: String(1..100), zip since 3: String(1..10)? }
 * }
 * ```
 */
export const badEvolution: ModelCheck = {
  code: 'bad-evolution',
  severity: 'error',
  check: (model) => [
    ...withChildren(model).flatMap((parent) => [
      ...childElements(parent).flatMap((element) => ofSince(element, model)),
      ...formerNames(childElements(parent)),
    ]),
    ...eventSites(model).flatMap(({ event }) => versions(event)),
  ],
};

function withChildren(element: Element): readonly Element[] {
  return [element, ...childElements(element).flatMap(withChildren)];
}

function ofSince({ name, nameOrigin, evolution }: Element, model: Model): readonly Diagnostic[] {
  const since = evolution?.since;
  if (since === undefined) return [];
  if (since < 1)
    return [
      finding(badEvolution, `\`${name}\` is there since version ${since}, and the first is 1.`, nameOrigin),
    ];
  if (since <= model.version) return [];
  const message = `\`${name}\` is there since version ${since}, and \`${model.name}\` is at version ${model.version}.`;
  return [
    finding(badEvolution, message, nameOrigin, {
      related: [{ message: 'The version', origin: model.nameOrigin }],
    }),
  ];
}

function formerNames(elements: readonly Element[]): readonly Diagnostic[] {
  if (elements.every(({ evolution }) => evolution === undefined)) return [];
  const living = new Map(elements.map((element) => [element.name, element]));
  const former = new Map<string, Element>();
  return elements.flatMap((element) =>
    (element.evolution?.formerNames ?? []).flatMap((name): readonly Diagnostic[] => {
      const clash = living.get(name);
      const same = former.get(name);
      former.set(name, element);
      const message =
        clash === element
          ? `\`${name}\` is what it is called now, too.`
          : clash
            ? `\`${element.name}\` was called \`${name}\`, and something else beside it is called that now.`
            : same === element
              ? `\`${element.name}\` was called \`${name}\` once, and it says so twice.`
              : same
                ? `\`${element.name}\` and \`${same.name}\` cannot both have been \`${name}\`.`
                : undefined;
      if (message === undefined) return [];
      const other = clash ?? same;
      const related =
        other && other !== element ? [{ message: 'The other one', origin: other.nameOrigin }] : [];
      return [finding(badEvolution, message, element.nameOrigin, { related })];
    }),
  );
}

/** Newest first: each is one below the one before it, down to 1. */
function versions({ name, nameOrigin, version, previous }: Event): readonly Diagnostic[] {
  if (version < 1)
    return [finding(badEvolution, `\`${name}\` is of version ${version}, and the first is 1.`, nameOrigin)];
  const seen = new Set<number>();
  const found: Diagnostic[] = [];
  for (const one of previous) {
    if (one.version >= version || one.version < 1) {
      const message = `\`${name}\` is of version ${version}, so it never was ${one.version}.`;
      found.push(finding(badEvolution, message, one.nameOrigin));
    } else if (seen.has(one.version)) {
      found.push(
        finding(
          badEvolution,
          `What \`${name}\` was in version ${one.version} is told twice.`,
          one.nameOrigin,
        ),
      );
    }
    seen.add(one.version);
  }
  const missing: number[] = [];
  // The greatest gap that anybody wants to read about.
  for (let one = version - 1; one >= 1 && missing.length < 3; one -= 1) if (!seen.has(one)) missing.push(one);
  if (missing.length > 0 && found.length === 0) {
    const what = missing.map((one) => `\`was ${one} { … } becomes { … }\``).join(' and ');
    const message = `\`${name}\` is of version ${version}, and nothing says what it was before: write ${what}, or stored events cannot be read.`;
    found.push(finding(badEvolution, message, nameOrigin));
  }
  return found;
}
