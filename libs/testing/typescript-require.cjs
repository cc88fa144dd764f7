// Lets a plain Node process run these TypeScript sources, and import a room as @firstwrite/<room>: a process that tests
// kill, and the one that sets jest up.
const { transformFileSync } = require('@swc/core');
const Module = require('node:module');
const { resolve } = require('node:path');
require('reflect-metadata');

const ROOT = resolve(__dirname, '../..');
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

require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...more) {
  const room = /^@firstwrite\/([\w-]+)$/.exec(request)?.[1];
  const folder = room === 'migrations' ? room : `libs/${room}`;
  return resolveFilename.call(this, room ? `${ROOT}/${folder}/index.ts` : request, ...more);
};
