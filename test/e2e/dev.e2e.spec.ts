import { eventually } from '@firstwrite/testing';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runProgram, type RunningProgram } from './system/built-program';
import { leaveNothingBehind } from './system/clean-up';
import { makeDirectory } from './system/data-directory';
import { descendantsOf, expectNoProcessOn, isAlive } from './system/processes';

leaveNothingBehind();

const REPOSITORY = resolve(__dirname, '../..');
const COPIED = [
  'apps',
  'dev',
  'libs',
  'migrations',
  'nest-cli.json',
  'package.json',
  'rspack.config.js',
  'tsconfig.json',
];
const CHANGED_FILE = 'libs/platform/problems/platform-problems.ts';
const TITLE = 'There is no such resource';
const WITHIN = { withinMs: 30_000 };

/** Starts `npm run dev` in a copy of the sources, which a test may change. */
async function startDev(): Promise<{ copy: string; dev: RunningProgram }> {
  const copy = await makeDirectory();
  for (const path of COPIED) await cp(join(REPOSITORY, path), join(copy, path), { recursive: true });
  await symlink(join(REPOSITORY, 'node_modules'), join(copy, 'node_modules'));
  return { copy, dev: runProgram(join(copy, 'dev/main.cjs'), [], { PORT: '0', LOG_LEVEL: 'warn' }) };
}

/** Asks the service that was started last. */
async function ask(dev: RunningProgram, path: string, init?: RequestInit): Promise<unknown> {
  const [, address] = [...dev.stdout().matchAll(/Firstwrite is ready at (http:\S+)/g)].at(-1) ?? [];
  const reply = await fetch(`${address}${path}`, init);
  return reply.json();
}

const servesTitle = (dev: RunningProgram, title: string) =>
  eventually(async () => expect(await ask(dev, '/v1/nothing')).toMatchObject({ title }), WITHIN);

/** Expects that a stop ends all processes that run before it. */
async function leavesNoProcess(dev: RunningProgram, copy: string, signal: NodeJS.Signals): Promise<void> {
  const processes = await descendantsOf(dev.pid);
  // The service, the next one, the build, and PostgreSQL.
  expect(processes.length).toBeGreaterThan(3);
  dev.signal(signal);
  await dev.ended;
  await eventually(async () => expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]), WITHIN);
  await expectNoProcessOn(copy);
}

test('a change of a source is served, a broken change is reported and not served, and the data stays', async () => {
  const { copy, dev } = await startDev();
  const file = join(copy, CHANGED_FILE);
  const source = await readFile(file, 'utf8');
  expect(source).toContain(TITLE);
  await servesTitle(dev, TITLE);
  const receipt = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"quantity":7}' };
  await ask(dev, '/v1/stock/main/KEPT/receipts', receipt);

  await writeFile(file, `${source}\nconst = ;\n`);
  await eventually(() => expect(dev.stdout()).toContain('Module build'), WITHIN);
  await servesTitle(dev, TITLE);

  await writeFile(file, source.replace(TITLE, 'Nothing is here'));
  await servesTitle(dev, 'Nothing is here');
  await eventually(async () => expect(await ask(dev, '/v1/stock/main/KEPT')).toMatchObject({ available: 7 }), WITHIN);

  await leavesNoProcess(dev, copy, 'SIGINT');
  expect(await dev.ended).toEqual({ code: 0, signal: null });
});

test('when dev is killed, the processes that it started end by themselves', async () => {
  const { copy, dev } = await startDev();
  await servesTitle(dev, TITLE);
  await leavesNoProcess(dev, copy, 'SIGKILL');
});
