let compileMs = 0;

/** Counts the time that compiling takes: on a cold cache a test file compiles what it is the first to load. */
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
