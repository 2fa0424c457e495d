import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';
import { findChromium } from './find-chromium.ts';

/** Ends every run with one plain line, for people and for programs that read it; and says when no browser was there. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') count[state] += 1;
      }
      // A file that cannot be loaded, or whose hooks fail, has no failed test to be counted.
      if (module.errors().length > 0 || module.state() === 'failed') count.failed ||= 1;
    }
    if (errors.length > 0 || reason === 'failed') count.failed ||= 1;
    // After what the other reporters still have to say.
    process.once('exit', () => {
      process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
      if (!findChromium()) process.stdout.write('The browser tests did not run: there is no Chromium here.\n');
    });
  }
}
