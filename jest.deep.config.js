'use strict';

/** `npm run test:deep`: what takes longer than `npm test` may. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/{packages,examples}/*/test/**/*.deep.ts', '<rootDir>/conformance/**/*.deep.ts'],
  testTimeout: 600_000,
  // They measure, or keep two cores busy by themselves.
  maxWorkers: 1,
};
