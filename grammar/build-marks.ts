import type { Context, MarkEntry, MarkObject, MarkValue, PlatformMarks } from '../pim/model.ts';
import type * as ast from './generated/ast.ts';
import { decodeNumber, decodeText, originOf, originOfProperty } from './source.ts';

/** `platform kubernetes for FabricManagement { … }`; a word that is no text is its own name. */
export function buildMarks(
  node: ast.PlatformBlock,
  contexts: readonly Context[],
  file: string,
): PlatformMarks {
  const context = contexts.find((one) => one.name === node.context);
  return {
    kind: 'marks',
    target: node.target ?? '',
    targetOrigin: originOfProperty(node, 'target', file),
    contextName: node.context ?? '',
    contextOrigin: originOfProperty(node, 'context', file),
    ...(context ? { context: context.id } : {}),
    value: markObject(node.value, file),
    origin: originOf(node, file),
  };
}

function markObject(node: ast.MarkObject | undefined, file: string): MarkObject {
  const entries = (node?.entries ?? [])
    .filter((entry) => entry.name && entry.value)
    .map(
      (entry): MarkEntry => ({
        name: entry.name,
        nameOrigin: originOfProperty(entry, 'name', file),
        value: markValue(entry.value, file),
      }),
    );
  return { kind: 'object', entries, origin: originOf(node, file) };
}

function markValue(node: ast.MarkValue, file: string): MarkValue {
  const origin = originOf(node, file);
  switch (node.$type) {
    case 'MarkObject':
      return markObject(node, file);
    case 'MarkList':
      return { kind: 'list', items: node.items.map((item) => markValue(item, file)), origin };
    case 'MarkScalar':
      return { kind: 'scalar', value: scalar(node), origin };
  }
}

function scalar(node: ast.MarkScalar): string | number | boolean {
  if (node.text !== undefined) return decodeText(node.text);
  if (node.number !== undefined) return decodeNumber(node.number);
  if (node.word === 'true' || node.word === 'false') return node.word === 'true';
  return node.word ?? '';
}
