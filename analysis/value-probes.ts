import { decimalText } from '../pim/decimal.ts';
import { isJsonObject, type JsonValue } from '../pim/json.ts';
import { unionOfType } from '../pim/model-index.ts';
import { integerLimit, type NumberRange, type Type } from '../pim/type.ts';
import type { CaseList, Slot } from './case-list.ts';
import { samplesOf } from './examples.ts';
import { numberEnds, sampleMap, withMember, withoutMember } from './sample-value.ts';

/** Maps of more entries would fill a page, where lists are counted out. */
const mostEntries = 16;

/** A number's range, broken and at the edge; `print` makes of it what stands in JSON. */
export function probeRange(
  cases: CaseList,
  range: NumberRange,
  slot: Slot,
  { print = (value: number): JsonValue => value, limitOf = (value: number): number => value } = {},
): void {
  const { min, max } = numberEnds(range);
  if (range.min !== undefined) {
    const limit = limitOf(min);
    const beyond = Number.isSafeInteger(min) && min === -integerLimit ? [] : [min - 1, min * 2 - 1];
    if (beyond.length > 0) cases.refuse(slot, { kind: 'below', limit }, 'minimum', beyond.map(print));
    if (slot.isOwn) cases.accept(slot, { kind: 'minimum', limit }, [print(min)]);
  }
  if (range.max !== undefined) {
    const limit = limitOf(max);
    const beyond = Number.isSafeInteger(max) && max === integerLimit ? [] : [max + 1, max * 2 + 1];
    if (beyond.length > 0) cases.refuse(slot, { kind: 'above', limit }, 'maximum', beyond.map(print));
    if (slot.isOwn) cases.accept(slot, { kind: 'maximum', limit }, [print(max)]);
  }
}

/** A Decimal's spelling and range. */
export function probeDecimal(
  cases: CaseList,
  { range, scale }: Extract<Type, { kind: 'decimal' }>,
  slot: Slot,
  current: JsonValue,
): void {
  cases.refuse(slot, { kind: 'wrongType' }, 'type', [42]);
  if (typeof current === 'string') {
    const description = `written with ${scale} fraction ${scale === 1 ? 'digit' : 'digits'}`;
    const longer = scale === 0 ? `${current}.0` : `${current}0`;
    cases.refuse(slot, { kind: 'malformed', description }, 'format', [longer]);
  }
  probeRange(cases, range, slot, {
    print: (units) => decimalText(units, scale),
    limitOf: (units) => Number(decimalText(units, scale)),
  });
}

/** How an address with a prefix length is written. */
export function probeCidr(cases: CaseList, { network }: Extract<Type, { kind: 'cidr' }>, slot: Slot): void {
  cases.refuse(slot, { kind: 'wrongType' }, 'type', [42]);
  const description = 'an address with a prefix length';
  cases.refuse(slot, { kind: 'malformed', description }, 'format', ['192.0.2.0/33', '192.0.2.0']);
  if (!network) return;
  cases.refuse(slot, { kind: 'malformed', description: 'without host bits' }, 'format', ['192.0.2.1/24']);
}

/** A map's size, and `null` in it. What its keys and values must be, their own types tell. */
export function probeMap(
  cases: CaseList,
  type: Extract<Type, { kind: 'map' }>,
  slot: Slot,
  current: JsonValue,
): void {
  cases.refuse(slot, { kind: 'wrongType' }, 'type', ['none']);
  const { min, max, stated } = type.size;
  const ofSize = (size: number): JsonValue | undefined =>
    size > mostEntries ? undefined : sampleMap(samplesOf(cases.index), type, size, slot.subject);
  if (min > 0) {
    cases.refuse(slot, { kind: 'fewer', limit: min }, 'minItems', [ofSize(min - 1)]);
    cases.accept(slot, { kind: 'fewest', limit: min }, [ofSize(min)]);
  }
  const more = { kind: 'more', limit: max } as const;
  const tooMany = ofSize(max + 1);
  if (tooMany !== undefined) cases.refuse(slot, more, 'maxItems', [tooMany]);
  else if (max >= mostEntries) cases.lack(slot, more, `a map of ${max + 1} entries would fill a page`, true);
  else cases.lack(slot, more, `there are no ${max + 1} different keys`, true);
  const most = stated && max > min ? ofSize(max) : undefined;
  if (most !== undefined) cases.accept(slot, { kind: 'most', limit: max }, [most]);
  const some = isJsonObject(current) && Object.keys(current).length > 0 ? current : ofSize(Math.max(min, 1));
  const [key] = isJsonObject(some) ? Object.keys(some) : [];
  if (key === undefined || !isJsonObject(some)) return;
  const entry = { ...slot, path: [...slot.path, key] };
  cases.refuse(entry, { kind: 'nullItem' }, 'required', [withMember(some, key, null)]);
}

/** Which shape a `one of` value has. */
export function probeShape(cases: CaseList, type: Type, slot: Slot, current: JsonValue): void {
  cases.refuse(slot, { kind: 'wrongType' }, 'type', ['text']);
  const union = unionOfType(cases.index, type);
  if (!union || !isJsonObject(current)) return;
  const { discriminator } = union;
  const path = [discriminator];
  const inner = { ...slot, path: [...slot.path, discriminator] };
  cases.refuse(inner, { kind: 'inside', fault: { kind: 'absent' }, path }, 'required', [
    withoutMember(current, discriminator),
  ]);
  cases.refuse(inner, { kind: 'inside', fault: { kind: 'unheardOf' }, path }, 'enum', [
    withMember(current, discriminator, 'UNHEARD_OF'),
  ]);
}
