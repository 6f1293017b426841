import type { Branded } from './branded.ts';
import { isSame } from './same.ts';
import { createSchema, type Schema, violation } from './schema.ts';
import { hasForm, type TextForm } from './string.ts';

// Days that exist in the Gregorian calendar, by the length of the month, from 0001 to 9999.
const monthDay =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const year = '(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})';
const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)';
const day = `(?:${year}-${monthDay}|${leapYear}-02-29)`;
const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}';

/** A day that exists, `YYYY-MM-DD`. Two of them compare by `<` as they stand. */
export type IsoDate = Branded<string, 'IsoDate'>;
export const IsoDate: Schema<IsoDate, string> = calendarText<IsoDate>({
  pattern: new RegExp(`^${day}$`, 'u'),
  max: 10,
  description: 'a day that exists, as YYYY-MM-DD',
});

/** A moment in UTC to the millisecond, `YYYY-MM-DDTHH:MM:SS.mmmZ`. Two of them compare by `<`. */
export type IsoDateTime = Branded<string, 'IsoDateTime'>;
export const IsoDateTime: Schema<IsoDateTime, string> = calendarText<IsoDateTime>({
  pattern: new RegExp(`^${day}T${time}Z$`, 'u'),
  max: 24,
  description: 'a moment that exists, as YYYY-MM-DDTHH:MM:SS.mmmZ',
});

function calendarText<Output extends string>(form: TextForm): Schema<Output, string> {
  return createSchema<Output, string>({
    read(input, violations) {
      if (typeof input !== 'string') violations.push(violation('type', 'Must be text'));
      else if (!hasForm(input, form)) violations.push(violation('format', `Must be ${form.description}`));
      else return input as Output;
      return undefined;
    },
    equals: isSame,
    primitive: true,
  });
}
