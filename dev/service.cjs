// One run of the service for `npm run dev`. It loads the packages at once and waits: most of a start is spent on them,
// and a change of the sources leaves them as they are. A message from its parent makes it run the launcher.
const { existsSync, readFileSync } = require('node:fs');
const inspector = require('node:inspector');

const [launcher, inspect, ...launcherArguments] = process.argv.slice(2);

/** The packages of the last build. What the next one needs besides is loaded when it runs. */
function packagesOfLastBuild() {
  if (!existsSync(launcher)) return [];
  const requires = readFileSync(launcher, 'utf8').matchAll(/\brequire\("(?!node:)([^".]+)"\)/g);
  return new Set([...requires].map(([, name]) => name));
}

for (const name of packagesOfLastBuild()) require(name);

process.once('message', () => {
  // Two processes cannot listen at one port, so one that waits has no inspector.
  if (inspect !== '') inspector.open(Number(inspect));
  process.argv = [process.argv[0], launcher, ...launcherArguments];
  require(launcher);
  // The parent was killed: an ordered stop, as if it had asked for one.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
});
