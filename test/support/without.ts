/**
 * Engines that this machine lacks, as whoever runs the tests knows and says: `PIMENTO_WITHOUT=kubernetes`.
 * Without a word, an engine that is missing is a failure.
 */
export const without: ReadonlySet<string> = new Set(
  (process.env['PIMENTO_WITHOUT'] ?? '').split(',').filter((id) => id !== ''),
);
