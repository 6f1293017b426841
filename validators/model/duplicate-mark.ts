import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { MarkEntry, MarkValue, Model, PlatformMarks } from '../../pim/model.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A mark stands twice in one block, or a platform has two blocks for one context.
 *
 * Only one of the two could hold, and which would depend on the order in which files are read.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {}
 * platform kubernetes for Sales {
 *   group: "sales.example.org"
 *   version: "v1"
 *   group: "shop.example.org"
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {}
 * platform kubernetes for Sales {
 *   group: "sales.example.org"
 *   version: "v1"
 * }
 * ```
 */
export const duplicateMark: ModelCheck = {
  code: 'duplicate-mark',
  severity: 'error',
  check: (model) => [...twinBlocks(model), ...model.marks.flatMap(({ value }) => twinMarks(value))],
};

function twinBlocks(model: Model): readonly Diagnostic[] {
  const blocks = new Map<string, PlatformMarks>();
  return model.marks.flatMap((block): readonly Diagnostic[] => {
    const { target, contextName, targetOrigin } = block;
    if (target === '' || contextName === '') return [];
    const key = `${target} ${contextName}`;
    const first = blocks.get(key);
    if (!first) {
      blocks.set(key, block);
      return [];
    }
    const message = `\`${contextName}\` has a block for \`${target}\` already.`;
    const related = [{ message: 'The first block', origin: first.targetOrigin }];
    return [finding(duplicateMark, message, targetOrigin, { related })];
  });
}

function twinMarks(value: MarkValue): readonly Diagnostic[] {
  if (value.kind === 'scalar') return [];
  if (value.kind === 'list') return value.items.flatMap(twinMarks);
  const entries = new Map<string, MarkEntry>();
  return value.entries.flatMap((entry): readonly Diagnostic[] => {
    const first = entries.get(entry.name);
    if (!first) entries.set(entry.name, entry);
    const inside = twinMarks(entry.value);
    if (!first) return inside;
    const related = [{ message: `The first \`${entry.name}\``, origin: first.nameOrigin }];
    return [
      finding(duplicateMark, `The mark \`${entry.name}\` stands here twice.`, entry.nameOrigin, { related }),
      ...inside,
    ];
  });
}
