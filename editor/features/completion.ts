import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver-types';
import { buildPim } from '../../grammar/build-pim.ts';
import { languageKeywords } from '../../grammar/keywords.ts';
import type { Element, Model } from '../../pim/model.ts';
import { childElements, type ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { offsetAt } from '../ranges.ts';
import type { Workspace } from '../workspace.ts';

/** A name that no model has: what the linker says of it tells what could stand in its place. */
const marker = 'pimentoCursor';

type Part = Readonly<Record<string, unknown>>;

const elementKinds: Partial<Record<Element['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  literal: CompletionItemKind.EnumMember,
  enum: CompletionItemKind.Enum,
  value: CompletionItemKind.Struct,
  aggregate: CompletionItemKind.Class,
  entity: CompletionItemKind.Class,
  event: CompletionItemKind.Event,
  command: CompletionItemKind.Method,
};

const primitives = [
  'Boolean',
  'String',
  'Integer',
  'Number',
  'Decimal',
  'Date',
  'DateTime',
  'Duration',
  'Uuid',
];
const more = ['Email', 'Url', 'Ipv4', 'Ipv4Cidr', 'Json', 'Map', 'Secret'];

/**
 * What can be written at a position: where a value stands, the names that mean something there; where a type or
 * another element is named, those of its kind; elsewhere the words of the language.
 */
export function completionsAt(
  workspace: Workspace,
  file: string,
  position: Position,
): readonly CompletionItem[] {
  const text = workspace.parsed(file)?.text;
  if (text === undefined) return [];
  const offset = offsetAt(text, position);
  const before = text.slice(0, offset);
  const start = offset - (/[A-Za-z_]\w*$/.exec(before)?.[0].length ?? 0);
  const rest = text.slice(offset).replace(/^\w+/, '');
  const tried = workspace.reparsed(file, `${text.slice(0, start)}${marker}${rest}`);
  const files = workspace.slicedFor(file).map((one) => (one.file === file ? tried : one));
  const built = buildPim(files);
  if (!built) return keywordItems();
  const found = findMarker(built.model);
  const index = workspace.focus(file)?.index;
  if (!found) return keywordItems();
  if (found['kind'] === 'unresolvedName') return ofExpression(found, built.model, index);
  if (found['kind'] === 'unresolved') return ofKinds(typeKinds, built.model, [...primitives, ...more]);
  return ofKinds(undefined, built.model, []);
}

const typeKinds: ReadonlySet<string> = new Set(['type', 'enum', 'value', 'union', 'aggregate', 'entity']);

function ofExpression(found: Part, model: Model, index: ModelIndex | undefined): readonly CompletionItem[] {
  const names = found['candidates'] as readonly string[];
  const byName = new Map<string, Element>();
  const receiver = found['receiver'] as { readonly type: Type } | undefined;
  const owner = receiver?.type.kind === 'named' ? index?.get(receiver.type.id) : undefined;
  for (const one of owner ? childElements(owner) : model.contexts.flatMap(descendants)) {
    if (!byName.has(one.name)) byName.set(one.name, one);
  }
  const items = [...new Set(names)]
    .filter((name) => name !== marker)
    .map((name) => item(name, byName.get(name)));
  return receiver
    ? items
    : [...items, ...words.map((label) => ({ label, kind: CompletionItemKind.Keyword }))];
}

/** Words of expressions. */
const words = ['not', 'if', 'true', 'false', 'absent', 'exactly one of', 'and', 'or', 'implies', 'in', 'is'];

function ofKinds(
  kinds: ReadonlySet<string> | undefined,
  model: Model,
  given: readonly string[],
): readonly CompletionItem[] {
  const elements = model.contexts.flatMap(descendants).filter(({ kind }) => !kinds || kinds.has(kind));
  const byName = new Map(elements.filter(({ name }) => /^\w+$/.test(name)).map((one) => [one.name, one]));
  byName.delete(marker);
  return [
    ...[...byName].map(([name, element]) => item(name, element)),
    ...given.map((label) => ({ label, kind: CompletionItemKind.TypeParameter })),
  ];
}

function descendants(element: Element): readonly Element[] {
  return childElements(element).flatMap((child) => [child, ...descendants(child)]);
}

function item(label: string, element: Element | undefined): CompletionItem {
  if (!element) return { label, kind: CompletionItemKind.Value };
  const kind = elementKinds[element.kind] ?? CompletionItemKind.Reference;
  const { doc } = element;
  return { label, kind, detail: element.id, ...(doc === undefined ? {} : { documentation: doc }) };
}

function keywordItems(): readonly CompletionItem[] {
  return languageKeywords().map((label) => ({ label, kind: CompletionItemKind.Keyword }));
}

/** The part of the model that the marker became, where it leads nowhere. */
function findMarker(value: unknown): Part | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const one of value) {
      const found = findMarker(one);
      if (found) return found;
    }
    return undefined;
  }
  const part = value as Part;
  const name = part['name'];
  const isReference = part['kind'] === undefined && !('id' in part);
  if (typeof name === 'string' && name.split('.').at(-1) === marker) {
    if (part['kind'] === 'unresolvedName' || part['kind'] === 'unresolved' || isReference) return part;
  }
  for (const [key, inner] of Object.entries(part)) {
    if (key === 'origin' || key === 'nameOrigin') continue;
    const found = findMarker(inner);
    if (found) return found;
  }
  return undefined;
}
