let compileMs = 0;

/**
 * Counts the processor time of compiling. With a cold cache a test file compiles the files that it is the first to
 * load.
 */
module.exports = {
  compileMs: () => compileMs,
  counted(work) {
    const { user, system } = process.cpuUsage();
    try {
      return work();
    } finally {
      const now = process.cpuUsage();
      compileMs += (now.user + now.system - user - system) / 1000;
    }
  },
};
