const shared = require('../rspack.config.js');

/** The launcher, and the program of the thread that it starts. */
const programs = ['launcher', 'projector-thread'];

/** One build of both: where two builds watched in one process, one of them was seen to miss every change. */
module.exports = (options) => {
  const configuration = shared(options);
  return {
    ...configuration,
    entry: Object.fromEntries(programs.map((program) => [program, `./apps/${program}/main.ts`])),
    output: { ...configuration.output, filename: 'apps/[name]/main.js' },
  };
};

module.exports.programs = programs;
