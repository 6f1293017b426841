const millisOf: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** `90s`, `15min`, `3 days` → milliseconds. */
export function decodeDuration(written: string): number {
  const [, count = '0', unit = 'ms'] = /^([0-9]+)\s*([a-z]+)$/.exec(written) ?? [];
  const millis = millisOf[unit] ?? millisOf[unit.replace(/s$/, '')];
  if (millis === undefined) throw new Error(`\`${written}\` was read as a duration, and its unit is none`);
  return Number(count) * millis;
}
