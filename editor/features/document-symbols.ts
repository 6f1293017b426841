import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { Element } from '../../pim/model.ts';
import { childElements } from '../../pim/model-index.ts';
import { rangeOf } from '../ranges.ts';
import type { Workspace } from '../workspace.ts';

const kinds: Partial<Record<Element['kind'], SymbolKind>> = {
  context: SymbolKind.Module,
  type: SymbolKind.TypeParameter,
  enum: SymbolKind.Enum,
  literal: SymbolKind.EnumMember,
  value: SymbolKind.Struct,
  union: SymbolKind.Struct,
  alternative: SymbolKind.Struct,
  aggregate: SymbolKind.Class,
  entity: SymbolKind.Class,
  trait: SymbolKind.Interface,
  field: SymbolKind.Field,
  rule: SymbolKind.Boolean,
  event: SymbolKind.Event,
  command: SymbolKind.Method,
  query: SymbolKind.Method,
  calculation: SymbolKind.Function,
  service: SymbolKind.Function,
  operation: SymbolKind.Method,
  policy: SymbolKind.Operator,
  port: SymbolKind.Interface,
  repository: SymbolKind.Interface,
  projection: SymbolKind.Struct,
  actor: SymbolKind.Key,
  key: SymbolKind.Key,
  lifecycle: SymbolKind.Enum,
};

/** The outline of a file: what is declared in it, each in what it is declared in. */
export function documentSymbols(workspace: Workspace, file: string): readonly DocumentSymbol[] {
  const model = workspace.focus(file)?.index.model;
  return model ? model.contexts.flatMap((context) => symbolOf(context, file, undefined)) : [];
}

function symbolOf(element: Element, file: string, around: Element | undefined): readonly DocumentSymbol[] {
  const isHere = element.origin.file === file && isInside(element, around);
  const children = childElements(element).flatMap((child) =>
    symbolOf(child, file, isHere ? element : undefined),
  );
  const kind = kinds[element.kind];
  if (!isHere || kind === undefined || element.name === '') return isHere ? [] : children;
  const selectionRange = rangeOf(element.nameOrigin);
  return [
    { name: element.name, kind, range: rangeOf(element.origin), selectionRange, children: [...children] },
  ];
}

/** A trait's members are shown with the trait's text only, and each name lies in its declaration. */
function isInside({ origin, nameOrigin }: Element, around: Element | undefined): boolean {
  const holds = (outer: Element['origin'], inner: Element['origin']): boolean =>
    outer.start.offset <= inner.start.offset && inner.end.offset <= outer.end.offset;
  return holds(origin, nameOrigin) && (!around || holds(around.origin, origin));
}
