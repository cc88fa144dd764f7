// Compiles our sources. A package, or a file that a room's index re-exports, is loaded when one of its names is used.
// As in a built program, a test file therefore loads only the code that it uses, and not the whole of each room.
const { createTransformer } = require('@swc/jest');
const { counted } = require('./compile-time.cjs');

const INDEX = /\/(libs\/[^/]+|migrations)\/index\.ts$/;
const compilers = new Map();

function compilerOf(lazy) {
  const key = String(lazy);
  const known = compilers.get(key);
  if (known) return known;
  const compiler = createTransformer({
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'commonjs', lazy },
  });
  compilers.set(key, compiler);
  return compiler;
}

/** `true` excludes relative imports from lazy loading: those files are few, and often used at once. */
function compilerFor(source, file) {
  if (!INDEX.test(file)) return compilerOf(true);
  return compilerOf([...source.matchAll(/ from '([^']+)'/g)].map(([, name]) => name));
}

module.exports = {
  process: (source, file, options) => counted(() => compilerFor(source, file).process(source, file, options)),
  getCacheKey: (source, file, options) => compilerFor(source, file).getCacheKey(source, file, options),
};
