/** 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z, in milliseconds since 1970. */
export const leastMoment = -62_135_596_800_000;
export const greatestMoment = 253_402_300_799_999;

const millisPerDay = 86_400_000;

/** The milliseconds since 1970 of a DateTime in its wire form. */
export function millisOf(dateTime: string): bigint {
  return BigInt(Date.parse(dateTime));
}

/** The days since 1970 of a Date in its wire form. */
export function epochDayOf(date: string): bigint {
  return BigInt(Date.parse(`${date}T00:00:00.000Z`) / millisPerDay);
}

/**
 * The wire form of a moment. One before 0001 or after 9999 is no DateTime: what comes back is then a text
 * that no DateTime has, so that whoever stores it is told.
 */
export function dateTimeOf(millis: bigint): string {
  if (millis >= leastMoment && millis <= greatestMoment) return new Date(Number(millis)).toISOString();
  return `${millis} ms since 1970`;
}
