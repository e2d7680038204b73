'use strict';
const { availableParallelism } = require('node:os');

/** Tests run on the sources: no build is needed, and a stack trace points at the line that was written. */
const sources = {
  '^passport-oauth2-base/oidc$': '<rootDir>/packages/passport-oauth2-base/src/oidc/index.ts',
  '^passport-provider-emulator/contract$':
    '<rootDir>/packages/passport-provider-emulator/src/contract/index.ts',
  '^(passport-(?:oauth2-base|koompi|coinpay|kopokopo|konpro|komerza|provider-emulator))$':
    '<rootDir>/packages/$1/src/index.ts',
};

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages,examples}/*/test/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/(packages|examples)/[^/]+/dist'],
  moduleNameMapper: sources,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
  reporters: ['default', '<rootDir>/tools/closing-line-reporter.cjs'],
  testTimeout: 15_000,
  // Jest leaves one core alone, which of two is half of them.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
