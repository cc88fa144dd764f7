const shared = require('../rspack.config.js');

/** The launcher, and the program of its projector thread. */
const programs = ['launcher', 'projector-thread'];

/** Builds both programs in one build. With two watching builds in one process, one of them missed every change. */
module.exports = (options) => {
  const configuration = shared(options);
  return {
    ...configuration,
    entry: Object.fromEntries(programs.map((program) => [program, `./apps/${program}/main.ts`])),
    output: { ...configuration.output, filename: 'apps/[name]/main.js' },
  };
};

module.exports.programs = programs;
