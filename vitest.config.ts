import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    // Two cores, and a third file for when the others wait for a platform's pace; more only make timeouts flaky.
    maxWorkers: 3,
    // Modules are loaded once a worker and not once a file, which took a third of the time: no test may leave state
    // behind in a module.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
