'use strict';

/** Ends a jest run with the one line that continuous integration counts tests by. */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests }) {
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    console.log(`Tests: ${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
  }
};
