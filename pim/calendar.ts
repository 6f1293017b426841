const datePattern = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const dateTimePattern = /^([0-9-]{10})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/;

/** `YYYY-MM-DD`, 0001 to 9999, a day of the (proleptic) Gregorian calendar. */
export function isDate(text: string): boolean {
  const match = datePattern.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** `YYYY-MM-DDTHH:MM:SS.mmmZ`: UTC, milliseconds, no leap second. */
export function isDateTime(text: string): boolean {
  const match = dateTimePattern.exec(text);
  return match?.[1] !== undefined && isDate(match[1]);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
