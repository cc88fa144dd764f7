import { eventually } from '@firstwrite/testing';
import { createServer } from 'node:net';
import { leaveNothingBehind } from './system/clean-up';
import { makeDirectory } from './system/data-directory';
import { expectNoProcessOn, isAlive, postmasterPid } from './system/processes';
import { countByStatus, shopOf, units } from './system/shop';
import { launchSystem, startSystem, type System } from './system/system';

leaveNothingBehind();

/** Expects a refusal to start: quick, in one line that a user can act on, and without remaining processes. */
async function refusesToStart(options: Parameters<typeof launchSystem>[0], line: RegExp): Promise<string> {
  const startedAt = performance.now();
  const { program, directory } = await launchSystem(options);
  const { code } = await program.ended;
  const stderr = program.stderr();
  expect(stderr).toMatch(/^firstwrite: [^\n]+\n$/);
  expect(stderr).toMatch(line);
  expect(program.stdout()).toBe('');
  expect(code).toBe(1);
  // Not by a time-out: the shortest time-out of a start is a minute.
  expect(performance.now() - startedAt).toBeLessThan(55_000);
  if (options?.dataDirectory === undefined) await expectNoProcessOn(directory);
  return stderr;
}

/** Stops the system. Clients keep their connections open, which must not delay the stop. */
async function stopsInTime(system: System): Promise<void> {
  const startedAt = performance.now();
  await system.stop();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
}

describe('a start that cannot work is refused in one line', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['a port that is not a number', { PORT: 'http' }, /PORT="http".*0 … 65535/],
    ['a limit out of range', { LANE_QUEUE_MAX: '1' }, /LANE_QUEUE_MAX="1".*10 … 1000000/],
    ['a database of another kind', { DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL="mysql:\/\/x\/y".*postgres:/],
    ['a setting that does not exist', { FIRSTWRITE_COLOUR: 'red' }, /FIRSTWRITE_COLOUR="red".*no such setting/],
    ['a setting of another template', { KAFKA_BROKERS: 'localhost:9092' }, /KAFKA_BROKERS="localhost:9092"/],
  ])('%s', async (_name, env, line) => {
    await refusesToStart({ env }, line);
  });

  test('an address that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      await refusesToStart({ env: { PORT: String(port) } }, new RegExp(`${port}`));
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('a database that cannot be reached, without its password in the message', async () => {
    const databaseUrl = 'postgres://shop:s3cret@127.0.0.1:9/shop';
    const line = await refusesToStart({ databaseUrl }, /127\.0\.0\.1:9/);
    expect(line).not.toContain('s3cret');
  });
});

test('a second start has the data of the first, and a folder in use is refused', async () => {
  const first = await startSystem();
  const { dataDirectory } = first;
  await shopOf(first).receive('KEPT', 7);
  await refusesToStart({ dataDirectory }, new RegExp(`${dataDirectory}.*${first.pid}`));
  expect((await shopOf(first).order([units('KEPT', 1)])).status).toBe(201);
  const postgres = await postmasterPid(dataDirectory);
  await first.stop('SIGINT');
  expect([first.pid, postgres].filter(isAlive)).toEqual([]);
  await expectNoProcessOn(dataDirectory);

  const second = await startSystem({ dataDirectory });
  const left = await shopOf(second).order([units('KEPT', 7)]);
  expect(left.body.shortages).toMatchObject([{ requested: 7, available: 6 }]);
  expect(second.output().stdout).toMatch(/curl -i http:\/\/127\.0\.0\.1:\d+\/v1\/orders/);
  await second.stop('SIGTERM');
  await expectNoProcessOn(dataDirectory);
});

test('commands in flight at a stop are still answered, and their events are stored', async () => {
  const dataDirectory = await makeDirectory();
  const system = await startSystem({ dataDirectory });
  const shop = shopOf(system);
  await shop.receive('LAST', 100);
  const database = await system.openDatabase();
  await database.query('begin');
  await database.query('lock table event in exclusive mode');
  const first = shop.order([units('LAST', 1)]);
  await eventually(async () => expect(await database.waitingForEvents()).toHaveLength(1), { withinMs: 5_000 });
  const others = Array.from({ length: 19 }, () => shop.order([units('LAST', 1)]));
  await eventually(async () => expect((await system.client.get('/metrics')).text).toMatch(/waiting_commands 19$/m), {
    withinMs: 5_000,
  });
  const stopped = stopsInTime(system);
  await eventually(() => expect(fetch(`${system.address}/health/live`)).rejects.toThrow(), { withinMs: 5_000 });
  await database.query('commit');
  expect(countByStatus(await Promise.all([first, ...others]))).toEqual({ 201: 20 });
  await database.close();
  await stopped;

  const next = await startSystem({ dataDirectory });
  expect((await shopOf(next).adjust('LAST', { countedOnHand: 80 })).body.version).toBe(22);
  await next.stop();
});

test('a stop in the middle of heavy traffic loses no answer of a stored order', async () => {
  const system = await startSystem();
  const { dataDirectory } = system;
  const shop = shopOf(system);
  await shop.receive('TRAFFIC', 100_000);
  let placed = 0;
  const shoppers = Array.from({ length: 32 }, async () => {
    for (;;) {
      const reply = await shop.order([units('TRAFFIC', 1)]).catch(() => undefined);
      if (reply?.status !== 201) return;
      placed += 1;
    }
  });
  await eventually(() => expect(placed).toBeGreaterThan(300), { withinMs: 20_000 });
  await stopsInTime(system);
  await Promise.all(shoppers);
  const next = await startSystem({ dataDirectory });
  const database = await next.openDatabase();
  expect((await database.unitsTaken()).ordered).toBe(placed);
  await database.close();
  await next.stop();
});
