import { PostgresEventStore } from '@firstwrite/event-store';
import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { Client } from 'pg';
import { laneOn, unitsStored } from '../test/lanes';
import { keyed, stackUnits, submissionOf, takeUnits, UNSTORABLE } from '../test/shelf';
import { CommandUnavailableError, OutcomeUnknownError, UnstorableCommandError } from '../errors';
import { SNAPSHOT_EVERY_EVENTS } from './lane-options';

let database: TestDatabase;
const stores: PostgresEventStore[] = [];
/** Stands for a separate process: a lane with its own connections and its own cache. */
async function processOn() {
  const store = await PostgresEventStore.connect({ url: database.url });
  stores.push(store);
  return { store, ...laneOn(store) };
}

beforeAll(async () => void (database = await createTestDatabase()));
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.drop();
});

const stack = (shelf: string, units = 1) => submissionOf(stackUnits, { shelf, units });
const take = (shelves: readonly string[], units = 1) => submissionOf(takeUnits, { shelves, units });

/** Another session that has inserted this stream's first event and has not committed it. */
async function uncommittedWriter(stream: string): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query(`insert into event (stream, version, type, data, metadata) values ($1, 1, 'Stacked', $2, '{}')`, [
    stream,
    { units: 5 },
  ]);
  return client;
}

test('one process sells out, another receives, and the next sale at the first succeeds', async () => {
  const [a, b] = [await processOn(), await processOn()];
  await a.lane.submit(stack('shelf-sold-out'));
  await a.lane.submit(take(['shelf-sold-out']));
  await expect(a.lane.submit(take(['shelf-sold-out']))).rejects.toMatchObject({ code: 'empty-shelf' });
  await b.lane.submit(stack('shelf-sold-out'));
  expect(await a.lane.submit(take(['shelf-sold-out']))).toMatchObject({ body: [0], version: 4 });
});

test('a value that PostgreSQL cannot keep refuses its own command only', async () => {
  const { lane, store } = await processOn();
  const answers = await Promise.allSettled([
    lane.submit(stack('shelf-data-1')),
    lane.submit(submissionOf(stackUnits, { shelf: 'shelf-data-2', units: 1, type: UNSTORABLE })),
    lane.submit(stack('shelf-data-3')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(answers[1]).toMatchObject({ reason: expect.any(UnstorableCommandError) as unknown });
  expect(await unitsStored(store, 'shelf-data-2')).toBe(0);
  expect(await unitsStored(store, 'shelf-data-3')).toBe(1);
});

test('a stream that a frozen writer holds delays the others of its batch, which are answered', async () => {
  const { lane, store } = await processOn();
  const frozen = await uncommittedWriter('shelf-frozen');
  try {
    const answers = await Promise.allSettled([lane.submit(stack('shelf-frozen')), lane.submit(stack('shelf-warm'))]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(answers[0]).toMatchObject({ reason: expect.any(CommandUnavailableError) as unknown });
  } finally {
    await frozen.query('commit');
    await frozen.end();
  }
  expect((await lane.submit(stack('shelf-frozen'))).version).toBe(2);
  expect(await unitsStored(store, 'shelf-frozen')).toBe(6);
});

test('a command waits for a slow writer, and is settled on its events', async () => {
  const { lane } = await processOn();
  const slow = await uncommittedWriter('shelf-slow');
  const taken = lane.submit(stack('shelf-slow'));
  await waitsForLock();
  await slow.query('commit');
  await slow.end();
  expect(await taken).toMatchObject({ body: { units: 6 }, version: 2 });
});

test('an append on a killed connection has an unknown outcome, and the same key returns it', async () => {
  const { lane, store } = await processOn();
  const blocker = await uncommittedWriter('shelf-killed');
  const submission = { ...stack('shelf-killed'), ...keyed('shelf-killed', 'key-1'), subject: { shelf: 'killed' } };
  const killed = lane.submit(submission).catch((error: unknown) => error);
  await database.query('select pg_terminate_backend($1)', [await waitsForLock()]);
  expect(await killed).toBeInstanceOf(OutcomeUnknownError);
  expect(await killed).toMatchObject({ subject: { shelf: 'killed' } });
  await blocker.query('rollback');
  await blocker.end();
  expect(await lane.submit(submission)).toMatchObject({ version: 1, replayed: false });
  expect(await lane.submit(submission)).toMatchObject({ version: 1, replayed: true });
  expect(await unitsStored(store, 'shelf-killed')).toBe(1);
});

test('32 requests with one key at four processes have one effect and equal answers', async () => {
  const processes = await Promise.all([processOn(), processOn(), processOn(), processOn()]);
  const submission = { ...stack('shelf-keyed'), ...keyed('shelf-keyed', 'key-1') };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => processes.map(({ lane }) => lane.submit(submission))).flat(),
  );
  expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
  for (const answer of answers) expect(answer).toMatchObject({ body: { units: 1 }, version: 1 });
  expect(await unitsStored(processes[0].store, 'shelf-keyed')).toBe(1);
});

test('a long stream is loaded from its snapshot by a process that starts', async () => {
  const { lane, store } = await processOn();
  await Promise.all(Array.from({ length: SNAPSHOT_EVERY_EVENTS + 10 }, () => lane.submit(stack('shelf-long'))));
  await lane.stop();
  const { streams } = await store.load([{ stream: 'shelf-long', snapshotSchemaVersion: 1 }], []);
  expect(streams[0]?.snapshot?.state).toEqual({ units: streams[0]?.snapshot?.version });
  expect(streams[0]?.events.length).toBeLessThan(SNAPSHOT_EVERY_EVENTS);
  const answer = await (await processOn()).lane.submit(stack('shelf-long'));
  expect(answer.body).toEqual({ units: SNAPSHOT_EVERY_EVENTS + 11 });
});

/** The process id of the append that waits for another session's row. */
function waitsForLock(): Promise<number> {
  return eventually(
    async () => {
      const [waiting] = await database.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(waiting).toBeDefined();
      return waiting?.pid ?? 0;
    },
    { withinMs: 5_000 },
  );
}
