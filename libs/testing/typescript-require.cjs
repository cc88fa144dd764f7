// Lets a plain Node process, which tests can kill, run these TypeScript sources.
const { transformFileSync } = require('@swc/core');
require('reflect-metadata');
require('./room-aliases.cjs');

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
