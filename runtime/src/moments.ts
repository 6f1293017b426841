import type { IsoDateTime } from './dates.ts';

const millisPerDay = 86_400_000;
// 9999-12-31T23:59:59.999Z and 0001-01-01T00:00:00.000Z
const latest = 253_402_300_799_999;
const earliest = -62_135_596_800_000;

/** The days from 1970-01-01 to a date. */
export function epochDay(date: string): number {
  return Date.parse(`${date}T00:00:00.000Z`) / millisPerDay;
}

/**
 * The moment so many milliseconds after the beginning of 1970. Before 0001 and after 9999 there is none: what
 * comes back then is a text that no schema takes for one.
 */
export function isoDateTime(millis: number): IsoDateTime {
  const isOne = millis >= earliest && millis <= latest;
  return (isOne ? new Date(millis).toISOString() : `${millis} ms since 1970`) as IsoDateTime;
}
