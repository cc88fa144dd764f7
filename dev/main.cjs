// `npm run dev`: builds the programs of the template "inception" and starts them. Each successful build with a change
// starts them again. A build with errors writes no files, so the last good build keeps running. `npm run dev --
// --inspect` opens a port for a debugger.
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { existsSync, mkdirSync, rmSync, watch } = require('node:fs');
const { dirname, join, resolve } = require('node:path');
const { parseArgs } = require('node:util');
const { programs } = require('./rspack.config.js');

/** A build writes its files one after the other. It is complete when no file has changed for this long. */
const QUIET_MS = 100;

const root = resolve(__dirname, '..');
const built = programs.map((program) => join(root, 'dist/apps', program, 'main.js'));
const [launcher] = built;
const { values: options } = parseArgs({ options: { inspect: { type: 'boolean' } } });

let running;
/** The next process. Its packages are loaded, and it takes over when the running process has stopped. */
let next;
let ending = false;
let timer;
let turn = Promise.resolve();

function say(line) {
  process.stdout.write(`firstwrite dev: ${line}\n`);
}

/** Starts a child. If this process is killed, the channel to the child is cut, and the child ends by itself. */
function start(program, programArguments, nodeOptions) {
  return fork(program, programArguments, { cwd: root, execArgv: nodeOptions });
}

function prepareNext() {
  const inspectorPort = options.inspect ? '9229' : '';
  next = start(
    join(__dirname, 'service.cjs'),
    [launcher, inspectorPort, '--template', 'inception'],
    ['--enable-source-maps', '--max-semi-space-size=32'],
  );
}

async function stop(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  // A requested end is not reported.
  child.removeAllListeners('exit');
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function restart() {
  if (ending || !built.every((file) => existsSync(file))) return;
  await stop(running);
  if (ending) return;
  running = next;
  running.once('exit', (code, signal) => {
    say(`the service ended with ${signal ?? code}; the next change starts it again`);
  });
  running.send('run');
  prepareNext();
}

function restartWhenQuiet() {
  clearTimeout(timer);
  timer = setTimeout(() => (turn = turn.then(restart)), QUIET_MS);
}

async function end(code) {
  if (ending) return;
  ending = true;
  clearTimeout(timer);
  await Promise.all([running, next, builder].map(stop));
  process.exit(code);
}

// A file of an earlier build would count as the first result of this one.
for (const file of built) {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  watch(dirname(file), (_event, name) => name === 'main.js' && restartWhenQuiet());
}
prepareNext();
const builder = start(
  require.resolve('@nestjs/cli/bin/nest.js'),
  ['build', '--watch', 'launcher', '--rspackPath', 'dev/rspack.config.js'],
  ['--import', 'data:text/javascript,process.once("disconnect", () => process.exit())'],
);
builder.once('exit', () => void end(1));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
