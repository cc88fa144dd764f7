/** What `nest build` changes about its own rspack configuration, in every program. */
module.exports = (options) => ({
  ...options,
  // A debugger, and the stack traces of `node --enable-source-maps`, then name files that an editor can open.
  output: { ...options.output, devtoolModuleFilenameTemplate: '[absolute-resource-path]' },
  module: {
    // Without it, each program loads every package that any file of a room needs: the projector thread, NestJS.
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
