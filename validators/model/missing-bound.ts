import type { Diagnostic, Fix } from '../../pim/diagnostic.ts';
import type { ConstrainedType, Field } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { SizeRange, Type } from '../../pim/type.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { typeSites } from '../model-walk.ts';
import { printType } from '../print-type.ts';

/**
 * A String, a list or a Map has no stated maximum.
 *
 * Everything is bounded, since every platform must know how much to hold and how long a rule may
 * take. Where the model states no maximum, a String has at most 1024 characters, a list at most 100
 * items and a Map at most 100 entries. State it, so that everybody sees the limit that holds.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String(1..100) }
 * }
 * ```
 */
export const missingBound: ModelCheck = {
  code: 'missing-bound',
  severity: 'warning',
  check: (model) =>
    typeSites(model).flatMap(({ type, element }): readonly Diagnostic[] => {
      // What is derived is as long as what it is derived from, and what is answered as what there is.
      if (element.kind !== 'type' && (element.kind !== 'field' || element.role === 'derived')) return [];
      const limits = missingLimits(type);
      if (limits.length === 0) return [];
      const message = `\`${element.name}\` states no maximum, so ${limits.join(' and ')}.`;
      return [finding(missingBound, message, element.nameOrigin, { fix: fixOf(element, type) })];
    }),
};

function missingLimits(type: Type): readonly string[] {
  switch (type.kind) {
    case 'list':
      return [
        ...(type.size.stated ? [] : [`it has at most ${type.size.max} items`]),
        ...(type.element.kind === 'string' && !type.element.length.stated
          ? [`each has at most ${type.element.length.max} characters`]
          : []),
      ];
    case 'map':
      return [
        ...(type.size.stated ? [] : [`it has at most ${type.size.max} entries`]),
        ...(type.key.kind === 'string' && !type.key.length.stated
          ? [`each key has at most ${type.key.length.max} characters`]
          : []),
        ...(type.value.kind === 'string' && !type.value.length.stated
          ? [`each value has at most ${type.value.length.max} characters`]
          : []),
      ];
    case 'string':
      return type.length.stated ? [] : [`it has at most ${type.length.max} characters`];
    default:
      return [];
  }
}

/**
 * The model keeps no text, so the fix rewrites a stretch of it whose every word is known; only where
 * that stretch is too short to hold anything else, such as a comment, is it certain.
 */
function fixOf(element: Field | ConstrainedType, type: Type): Fix | undefined {
  const before = printType(type);
  const after = printType(withStatedBounds(type));
  if (before === undefined || after === undefined) return undefined;
  const replace = (origin: Origin | undefined, head: string, tail: string): Fix | undefined => {
    if (!origin || origin.end.offset - origin.start.offset !== head.length + before.length + tail.length)
      return undefined;
    return { title: `State the maximum, \`${after}\``, origin, replacement: `${head}${after}${tail}` };
  };
  const { file, end } = element.origin;
  const start = element.nameOrigin.end;
  if (element.kind === 'type') return replace({ file, start, end }, ' = ', '');
  const mark = element.optional ? '?' : '';
  if (type.kind === 'list' || type.kind === 'map') return replace(type.origin, '', mark);
  const tail = `${mark}${element.generated ? ' generated' : ''}`;
  const value = element.default?.origin;
  if (!value) return replace({ file, start, end }, ': ', tail);
  // A default in brackets begins before its origin.
  return value.end.offset === end.offset
    ? replace({ file, start, end: value.start }, ': ', `${tail} = `)
    : undefined;
}

function withStatedBounds(type: Type): Type {
  if (type.kind === 'list')
    return { ...type, size: stated(type.size), element: withStatedBounds(type.element) };
  if (type.kind === 'map') {
    return {
      ...type,
      size: stated(type.size),
      key: withStatedBounds(type.key),
      value: withStatedBounds(type.value),
    };
  }
  return type.kind === 'string' ? { ...type, length: stated(type.length) } : type;
}

function stated(size: SizeRange): SizeRange {
  return { ...size, stated: true };
}
