import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/support/tally-reporter.ts';

/** What needs more than Node: every engine that there is. */
// oxlint-disable-next-line import/no-default-export -- vitest reads its configuration from the default export.
export default defineConfig({
  test: {
    include: ['test/oracles/**/*.test.ts'],
    reporters: ['default', new TallyReporter()],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
