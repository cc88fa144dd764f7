// One run of the service for `npm run dev`. It loads the packages at once and waits: loading them takes most of a
// start, and a change of the sources does not change them. A message from the parent makes it run the launcher.
const { existsSync, readFileSync } = require('node:fs');
const inspector = require('node:inspector');

const [launcher, inspect, ...launcherArguments] = process.argv.slice(2);

/** The packages of the last build. Packages that only the next build needs are loaded when it runs. */
function packagesOfLastBuild() {
  if (!existsSync(launcher)) return [];
  const requires = readFileSync(launcher, 'utf8').matchAll(/\brequire\("(?!node:)([^".]+)"\)/g);
  return new Set([...requires].map(([, name]) => name));
}

for (const name of packagesOfLastBuild()) require(name);

process.once('message', () => {
  // Two processes cannot listen at one port, so a waiting process has no inspector.
  if (inspect !== '') inspector.open(Number(inspect));
  process.argv = [process.argv[0], launcher, ...launcherArguments];
  require(launcher);
  // If the parent is killed, stop in order, as if the parent had asked for it.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
});
