import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/support/tally-reporter.ts';

// oxlint-disable-next-line import/no-default-export -- vitest reads its configuration from the default export.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts', 'generated/**/*.test.ts'],
    exclude: ['test/cases/*/*/**', 'test/oracles/**'],
    reporters: ['default', new TallyReporter()],
    // Tests keep to themselves, so files can share a worker and what it has loaded.
    isolate: false,
    // By default one core is left alone.
    maxWorkers: '100%',
    testTimeout: 60_000,
  },
});
