import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with one plain line that any script can read: `N passed, N failed, N skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let broken = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      // A file that does not load has no tests, but is a failure all the same.
      if (module.errors().length > 0) broken++;
    }
    // After the default reporter's own summary, which is written in the same tick.
    process.on('exit', () => {
      console.log(`${count.passed} passed, ${count.failed + broken} failed, ${count.skipped} skipped`);
    });
  }
}
