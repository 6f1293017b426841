import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Declaration, MarkValue, Model } from '../../pim/model.ts';
import { type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { isBlank, isText } from '../../pim/text.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { refusalSites } from '../refusal-sites.ts';

/**
 * A text holds something that is no character (U+0000, or half of a surrogate pair), or is a message
 * that says nothing.
 *
 * No String can hold them (PostgreSQL refuses U+0000, UTF-8 has no lone surrogates), so a text with
 * one would match nothing, and could not be written to a file.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   enum Separator { COMMA = ",", NONE = "\u0000" }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   enum Separator { COMMA = ",", NONE = "" }
 * }
 * ```
 */
export const badText: ModelCheck = {
  code: 'bad-text',
  severity: 'error',
  check: (model, index) =>
    writtenTexts(model, index).flatMap(({ text, origin, isMessage = false }): readonly Diagnostic[] => {
      if (isText(text) && isMessage && isBlank(text)) {
        return [finding(badText, 'This message says nothing: take it off, or say what is wrong.', origin)];
      }
      if (isText(text)) return [];
      const what = text.includes('\u0000') ? 'U+0000' : 'half of a surrogate pair';
      return [finding(badText, `This text holds ${what}, which no String can hold.`, origin)];
    }),
};

interface WrittenText {
  readonly text: string;
  readonly origin: Origin;
  /** What somebody reads who broke a rule. */
  readonly isMessage?: boolean;
}

function writtenTexts(model: Model, index: ModelIndex): readonly WrittenText[] {
  return [
    ...expressionSites(index).flatMap(({ expression }) =>
      allNodes(expression).flatMap((node): readonly WrittenText[] =>
        node.kind === 'literal' && typeof node.value === 'string'
          ? [{ text: node.value, origin: node.origin }]
          : node.kind === 'objectLiteral'
            ? node.entries.map(({ key, origin }) => ({ text: key, origin }))
            : [],
      ),
    ),
    ...rulesOf(model).map(({ message, nameOrigin }) => ({
      text: message,
      origin: nameOrigin,
      isMessage: true,
    })),
    ...refusalSites(model).map(({ refusal: { message, nameOrigin } }) => ({
      text: message,
      origin: nameOrigin,
      isMessage: true,
    })),
    ...model.contexts.flatMap(({ declarations }) =>
      declarations.flatMap((declaration) => wiresOf(declaration)),
    ),
    ...model.marks.flatMap(({ value }) => textsOfMark(value)),
  ];
}

function wiresOf(declaration: Declaration): readonly WrittenText[] {
  if (declaration.kind === 'enum') {
    return declaration.literals.map(({ wire, origin }) => ({ text: wire, origin }));
  }
  if (declaration.kind !== 'union') return [];
  return declaration.alternatives.map(({ wire, nameOrigin }) => ({ text: wire, origin: nameOrigin }));
}

function textsOfMark(value: MarkValue): readonly WrittenText[] {
  switch (value.kind) {
    case 'scalar':
      return typeof value.value === 'string' ? [{ text: value.value, origin: value.origin }] : [];
    case 'list':
      return value.items.flatMap(textsOfMark);
    case 'object':
      return value.entries.flatMap((entry) => textsOfMark(entry.value));
  }
}
