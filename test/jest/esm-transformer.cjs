// Jest runs CommonJS. A file that Node treats as an ES module is compiled; every other file stays as it is.
const { existsSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { createTransformer } = require('@swc/jest');
const { counted } = require('./compile-time.cjs');

const swc = createTransformer({ module: { type: 'commonjs' }, jsc: { target: 'es2022' }, sourceMaps: false });
const moduleTypeOf = new Map();

function moduleType(directory) {
  const known = moduleTypeOf.get(directory);
  if (known) return known;
  const manifest = join(directory, 'package.json');
  const parent = dirname(directory);
  const declared = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : undefined;
  const type =
    declared && (declared.type || declared.name)
      ? declared.type || 'commonjs'
      : parent === directory
        ? 'commonjs'
        : moduleType(parent);
  moduleTypeOf.set(directory, type);
  return type;
}

function isEsm(file) {
  return file.endsWith('.mjs') || (file.endsWith('.js') && moduleType(dirname(file)) === 'module');
}

module.exports = {
  process: (source, file, options) =>
    isEsm(file) ? counted(() => swc.process(source, file, options)) : { code: source },
  getCacheKey: (source, file, options) =>
    isEsm(file) ? swc.getCacheKey(source, file, options) : `as-is-${file}-${source.length}`,
};
