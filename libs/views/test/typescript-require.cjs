// Lets a plain Node process, which tests can kill, run these TypeScript sources.
const { transformFileSync } = require('@swc/core');
const Module = require('node:module');
const { resolve } = require('node:path');

const libs = resolve(__dirname, '../..');
const options = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  swcrc: false,
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...more) {
  const lib = /^@firstwrite\/([\w-]+)$/.exec(request);
  return resolveFilename.call(this, lib ? `${libs}/${lib[1]}/src/index.ts` : request, ...more);
};
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
