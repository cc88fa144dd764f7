// Lets a plain Node process, which tests can kill, run these TypeScript sources.
const { transformFileSync } = require('@swc/core');
require('reflect-metadata');
const Module = require('node:module');
const { resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const options = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  swcrc: false,
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...more) {
  const room = /^@firstwrite\/([\w-]+)$/.exec(request)?.[1];
  const folder = room === 'migrations' ? room : `libs/${room}`;
  return resolveFilename.call(this, room ? `${root}/${folder}/index.ts` : request, ...more);
};
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
