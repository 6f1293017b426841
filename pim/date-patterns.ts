// Days that exist, by the length of the month; February's last day stands with the leap years.
const monthDay =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const year = '(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})';
const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)';
const day = `(?:${year}-${monthDay}|${leapYear}-02-29)`;
const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}';

/**
 * A `Date`: `YYYY-MM-DD` of a day that exists in the Gregorian calendar, years 0001 to 9999.
 * Anchored; ECMAScript (with the `u` flag) and RE2 read it alike.
 */
export const datePattern = `^${day}$`;

/** A `DateTime`: `YYYY-MM-DDTHH:MM:SS.mmmZ` on a day that exists, without leap seconds; as `datePattern`. */
export const dateTimePattern = `^${day}T${time}Z$`;
