import { access, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { eventually } from '@firstwrite/testing';
import { expectNoProcessOn, listProcesses } from '../test/processes';
import { query } from '../test/query';
import { Scratch } from '../test/scratch';
import type { EmbeddedPostgres } from './embedded-postgres';

let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
});
afterEach(() => scratch.clear());

describe('an embedded PostgreSQL', () => {
  it('keeps its data until the next start, and leaves only data behind', async () => {
    const first = await scratch.start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    await expectNoProcessOn(scratch.directory);
    expect((await readdir(first.dataDirectory)).sort()).toEqual(['postgres', 'postgres-password']);

    const second = await scratch.start();
    expect(await query(second.url, 'select answer from kept')).toEqual({ answer: 42 });
  });

  it('is UTF-8, sorts by code point, is durable, and hides its password from other users', async () => {
    const { url, dataDirectory } = await scratch.start();
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(
      await query(
        url,
        `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale,
           current_setting('fsync') as fsync, current_setting('listen_addresses') as address,
           current_setting('shared_buffers') as override
         from pg_database where datname = 'firstwrite'`,
      ),
    ).toEqual({
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      fsync: 'on',
      address: '127.0.0.1',
      override: '16MB',
    });
    expect((await stat(`${dataDirectory}/postgres-password`)).mode & 0o777).toBe(0o600);
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('starts again on its port when its server is killed', async () => {
    const server = await scratch.start();
    await query(server.url, 'create table kept as select 42 as answer');
    await killServer(server);
    expect(await query(server.url, 'select answer from kept')).toEqual({ answer: 42 });
  });

  it('is started again under a guard when its guard is killed', async () => {
    const server = await scratch.start();
    const unguarded = server.pid;
    const guard = (await listProcesses()).find(({ pid }) => pid === unguarded)?.parent ?? 0;
    process.kill(guard, 'SIGKILL');
    await eventually(() => expect(server.pid).not.toBe(unguarded), { withinMs: 15_000 });
    expect(await query(server.url, 'select 1 as one')).toEqual({ one: 1 });
  });

  it('starts again at once although a backend of the killed server runs a query', async () => {
    const server = await scratch.start();
    const busy = query(server.url, 'select count(*) from generate_series(1, 10000000000)').catch(() => 'ended');
    const running = `select count(*)::int as n from pg_stat_activity where state = 'active' and query like '%series%'`;
    await eventually(async () => expect(await query(server.url, running)).toEqual({ n: 2 }), { withinMs: 5_000 });
    await killServer(server);
    expect(await busy).toBe('ended');
  });

  it('fails after five restarts in a minute', async () => {
    const server = await scratch.start();
    for (let restart = 1; restart <= 5; restart++) await killServer(server);
    process.kill(server.pid, 'SIGKILL');
    expect(await server.failed).toMatchObject({ code: 'restarts-exhausted' });
    expect(scratch.log.filter((line) => line.includes('ended unexpectedly'))).toHaveLength(6);
    await server.stop();
    await expect(access(`${server.dataDirectory}/owner.json`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('stops while it is being restarted', async () => {
    const server = await scratch.start();
    process.kill(server.pid, 'SIGKILL');
    await eventually(() => expect(scratch.log.join()).toContain('ended unexpectedly'), { withinMs: 5_000 });
    await server.stop();
    await expectNoProcessOn(scratch.directory);
  });

  it('refuses the files of another major version in one line', async () => {
    await mkdir(scratch.path('data', 'postgres'), { recursive: true });
    await writeFile(scratch.path('data', 'postgres', 'PG_VERSION'), '12\n');
    await expect(scratch.start()).rejects.toMatchObject({
      code: 'data-directory-version',
      message: expect.stringMatching(/^.*made by PostgreSQL 12 .*FIRSTWRITE_DATA_DIR.*$/),
    });
    expect(await readdir(scratch.path('data'))).toEqual(['postgres']);
  });

  it('starts after a first start that was killed in the middle', async () => {
    await mkdir(scratch.path('data', 'postgres.unfinished-1', 'base'), { recursive: true });
    const server = await scratch.start();
    expect(await query(server.url, 'select 1 as one')).toEqual({ one: 1 });
    expect((await readdir(server.dataDirectory)).sort()).toEqual(['owner.json', 'postgres', 'postgres-password']);
  });

  it('reports the last lines of a server that does not start', async () => {
    await (await scratch.start()).stop();
    await writeFile(scratch.path('data', 'postgres', 'postgresql.conf'), 'no_such_setting = on\n');
    await expect(scratch.start()).rejects.toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('no_such_setting'),
    });
    await expectNoProcessOn(scratch.directory);
  });
});

async function killServer(server: EmbeddedPostgres): Promise<void> {
  const killed = server.pid;
  process.kill(killed, 'SIGKILL');
  await eventually(() => expect(server.pid).not.toBe(killed), { withinMs: 15_000 });
}
