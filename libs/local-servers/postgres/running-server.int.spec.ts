import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { eventually } from '@firstwrite/testing';
import { observeProcess } from '../process/process-facts';
import { expectNoProcessOn, listProcesses } from '../test/processes';
import { query } from '../test/query';
import { Scratch } from '../test/scratch';
import { endOrphanedServer, postmasterFile } from './running-server';

let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
});
afterEach(() => scratch.clear());

describe('a launcher that is killed', () => {
  it('leaves no server behind, and the next start finds the data', async () => {
    const launcher = scratch.launch({ dataDirectory: scratch.path('data') });
    const { url } = await launcher.answer;
    await query(url, 'create table kept as select 42 as answer');
    await launcher.end('SIGKILL');
    await expectNoProcessOn(scratch.directory);
    const server = await scratch.start();
    expect(await query(server.url, 'select answer from kept')).toEqual({ answer: 42 });
  });

  it('leaves no server behind when it is killed during its first start', async () => {
    const launcher = scratch.launch({ dataDirectory: scratch.path('data') });
    const initdb = async () =>
      (await listProcesses()).filter(({ args }) => args.includes(scratch.path('data/postgres.')));
    await eventually(async () => expect(await initdb()).not.toEqual([]), { withinMs: 10_000 });
    await launcher.end('SIGKILL');
    await expectNoProcessOn(scratch.directory);
    expect(await query((await scratch.start()).url, 'select 1 as one')).toEqual({ one: 1 });
  });

  it('leaves a server behind if its guard is killed, too, and the next start stops that server', async () => {
    const launcher = scratch.launch({ dataDirectory: scratch.path('data') });
    const { pid } = await launcher.answer;
    const processes = await listProcesses();
    const guard = processes.find((one) => one.pid === pid)?.parent ?? 0;
    const reader = processes.find((one) => one.parent === guard && one.pid !== pid)?.pid ?? 0;
    process.kill(reader, 'SIGKILL');
    process.kill(guard, 'SIGKILL');
    await launcher.end('SIGKILL');
    expect((await observeProcess(pid))?.zombie).toBe(false);

    const server = await scratch.start();
    expect(scratch.log).toContainEqual(expect.stringContaining(`process ${pid}) was left running`));
    expect(await query(server.url, 'select 1 as one')).toEqual({ one: 1 });
    expect((await observeProcess(pid))?.zombie ?? true).toBe(true);
  });
});

describe('the pid file of a dead server', () => {
  const postgresDirectory = (): string => scratch.path('data', 'postgres');

  async function leavePidFile(pid: number): Promise<void> {
    await mkdir(postgresDirectory(), { recursive: true });
    await writeFile(postmasterFile(postgresDirectory()), `${pid}\n${postgresDirectory()}\n`);
  }

  it('is removed when another program has its pid', async () => {
    await leavePidFile(process.pid);
    await endOrphanedServer(postgresDirectory(), () => undefined);
    await expect(access(postmasterFile(postgresDirectory()))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is removed when its pid is a zombie', async () => {
    await leavePidFile(await makeZombie());
    await endOrphanedServer(postgresDirectory(), () => undefined);
    await expect(access(postmasterFile(postgresDirectory()))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is left to PostgreSQL when no process has its pid', async () => {
    await leavePidFile(2 ** 22 + 1);
    await endOrphanedServer(postgresDirectory(), () => undefined);
    await access(postmasterFile(postgresDirectory()));
  });
});

/** The shell replaces itself by a program that never collects its children, and the child ends only after that. */
async function makeZombie(): Promise<number> {
  const script = 'exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 60 3<&- >/dev/null';
  const parent = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  scratch.onClear(async () => void parent.kill('SIGKILL'));
  const pid = Number(String((await once(parent.stdout, 'data'))[0]));
  const turned = async (): Promise<void> => expect((await observeProcess(parent.pid ?? 0))?.args).toBe('sleep 60');
  await eventually(turned, { withinMs: 5_000 });
  parent.stdin.end();
  await eventually(async () => expect((await observeProcess(pid))?.zombie).toBe(true), { withinMs: 5_000 });
  return pid;
}
