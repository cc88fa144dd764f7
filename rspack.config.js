/** What `nest build` changes about its own rspack configuration, in every program. */
module.exports = (options) => ({
  ...options,
  module: {
    // Without it, each program loads every library that any file of a room needs: the projector thread would load Nest.
    rules: [...options.module.rules, { test: /[\\/](libs|migrations)[\\/].*\.ts$/, sideEffects: false }],
  },
  // A build with errors writes nothing: `npm run dev` keeps the last good program running.
  optimization: {
    ...options.optimization,
    sideEffects: true,
    providedExports: true,
    usedExports: true,
    innerGraph: true,
    emitOnErrors: false,
  },
});
