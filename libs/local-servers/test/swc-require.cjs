// Lets a plain Node process, which tests can kill, run these TypeScript sources.
const { transformFileSync } = require('@swc/core');

const options = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  swcrc: false,
};

require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
