'use strict';
const { readdirSync } = require('node:fs');
const { availableParallelism } = require('node:os');

/** Tests run on the sources: no build is needed, and a stack trace points at the line that was written. */
function sources() {
  const mapped = readdirSync(`${__dirname}/packages`).flatMap((name) => {
    const { exports: faces } = require(`./packages/${name}/package.json`);
    const subPaths = Object.keys(faces).filter((face) => face !== './package.json');
    return subPaths.map((face) => {
      const subPath = face.slice(1);
      return [`^${name}${subPath}$`, `<rootDir>/packages/${name}/src${subPath}/index.ts`];
    });
  });
  return Object.fromEntries(mapped);
}

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages,examples}/*/test/**/*.test.ts', '<rootDir>/conformance/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/(packages|examples)/[^/]+/dist'],
  moduleNameMapper: sources(),
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
