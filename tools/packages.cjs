'use strict';
/**
 * The packages of this repository, read from their package.json. CommonJS, so that jest.config.js and tests can use it.
 *
 * The package of a service says so in its description: "KonPro authentication strategy for Passport". That sentence
 * is the one place where tools and tests find out which packages are strategies, and what their services are called.
 */
const { readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');

const root = dirname(__dirname);

const packages = readdirSync(join(root, 'packages'))
  .sort()
  .map((name) => ({
    name,
    folder: `packages/${name}`,
    manifest: require(join(root, 'packages', name, 'package.json')),
  }));

const providers = packages.flatMap(({ name, folder, manifest }) => {
  const [, title] = /^(.+) authentication strategy for Passport$/.exec(manifest.description) ?? [];
  return title === undefined ? [] : [{ name, folder, provider: name.replace(/^passport-/, ''), title }];
});

module.exports = { root, packages, providers };
