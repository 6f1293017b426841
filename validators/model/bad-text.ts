import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Declaration, Element, MarkValue, Model } from '../../pim/model.ts';
import { childElements, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { isBlank, isText } from '../../pim/text.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { refusalSites } from '../refusal-sites.ts';

/**
 * A text holds something that is no character (U+0000, or half of a surrogate pair), or is a message, a
 * reason or a title that says nothing.
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
    writtenTexts(model, index).flatMap(({ text, origin, ifBlank }): readonly Diagnostic[] => {
      if (isText(text)) return ifBlank && isBlank(text) ? [finding(badText, ifBlank, origin)] : [];
      const what = text.includes('\u0000') ? 'U+0000' : 'half of a surrogate pair';
      return [finding(badText, `This text holds ${what}, which no String can hold.`, origin)];
    }),
};

interface WrittenText {
  readonly text: string;
  readonly origin: Origin;
  /** What is wrong if it says nothing: people read it. */
  readonly ifBlank?: string;
}

const blankMessage = 'This message says nothing: take it off, or say what is wrong.';
const blankReason = 'This reason says nothing: take it off, or say why it will go.';
const blankTitle = 'This title says nothing: say what the scenario shows.';

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
      ifBlank: blankMessage,
    })),
    ...refusalSites(model).map(({ refusal: { message, nameOrigin } }) => ({
      text: message,
      origin: nameOrigin,
      ifBlank: blankMessage,
    })),
    ...elementsWithin(model).flatMap(readByPeople),
    ...model.contexts.flatMap(({ declarations }) =>
      declarations.flatMap((declaration) => wiresOf(declaration)),
    ),
    ...model.marks.flatMap(({ value }) => textsOfMark(value)),
  ];
}

function elementsWithin(element: Element): readonly Element[] {
  return [element, ...childElements(element).flatMap(elementsWithin)];
}

/** Why an element will go, and the title that a scenario has for a name. */
function readByPeople({ kind, name, nameOrigin: origin, evolution }: Element): readonly WrittenText[] {
  return [
    // Without a reason it is empty.
    ...(evolution?.deprecated ? [{ text: evolution.deprecated, origin, ifBlank: blankReason }] : []),
    ...(kind === 'scenario' ? [{ text: name, origin, ifBlank: blankTitle }] : []),
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
