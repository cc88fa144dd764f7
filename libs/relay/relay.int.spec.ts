import { PostgresEventStore } from '@firstwrite/event-store';
import { eventually } from '@firstwrite/testing';
import { Client } from 'pg';
import { follow, followAll } from '../feed/test/followed-log';
import { openWorld, PARTITIONS, STREAMS, type RelayWorld } from './test/relay-world';

let world: RelayWorld;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

const withinMs = 10_000;
const allArrive = () =>
  eventually(() => expect(followAll(world.log, PARTITIONS)).toEqual(world.appended), { withinMs });
const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);

test('every event arrives, in order for its stream, and each segment begins where an earlier one ended', async () => {
  for (let at = 0; at < 5; at += 1) await world.append(...STREAMS);
  const relay = world.relay({ tuning: { pageEventsMax: 7 } });
  for (let at = 0; at < 20; at += 1) await world.append(...STREAMS.slice(0, 1 + (at % STREAMS.length)));
  await allArrive();
  for (const partition of partitions) {
    const { segments } = follow(world.log, partition, PARTITIONS);
    segments.slice(1).forEach(({ from }, at) => expect(from).toEqual(segments[at]?.to));
  }
  // Events are counted when the checkpoint covers them, which is after they have arrived.
  await eventually(
    () =>
      expect(relay.facts).toMatchObject({
        state: 'leading',
        eventsPublished: world.appended.length,
        failures: 0,
      }),
    { withinMs },
  );
  await relay.check();
});

test('a restarted relay goes on at the checkpoint', async () => {
  await world.append(...STREAMS);
  const first = world.relay();
  await allArrive();
  await eventually(async () => expect(await positionKept()).not.toBe('0'), { withinMs });
  await first.stop();
  const before = world.log.messages;
  const second = world.relay();
  await eventually(() => expect(second.facts.state).toBe('leading'), { withinMs });
  await world.append(...STREAMS);
  await allArrive();
  await eventually(() => expect(second.facts.eventsPublished).toBe(STREAMS.length), { withinMs });
  expect(world.log.messages).toBeGreaterThan(before);
});

const positionKept = async () => {
  const rows = await world.database.query<{ transaction_id: string }>(
    'select transaction_id::text from relay_checkpoint',
  );
  return rows[0]?.transaction_id;
};

test('an idle partition gets watermarks: the same position, complete up to a later time', async () => {
  await world.append('order-1');
  const relay = world.relay();
  await allArrive();
  const before = partitions.map((partition) => follow(world.log, partition, PARTITIONS));
  const startedAtMs = performance.now();
  await eventually(
    () =>
      partitions.forEach((partition) => {
        const { completeAtMs, segments, position } = follow(world.log, partition, PARTITIONS);
        expect(segments.length).toBeGreaterThan((before[partition]?.segments.length ?? Infinity) + 5);
        expect(completeAtMs).toBeGreaterThan((before[partition]?.completeAtMs ?? Infinity) + 200);
        expect(position).toEqual(before[partition]?.position);
      }),
    { withinMs },
  );
  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  expect(relay.facts.lagMs).toBeLessThan(2_000);
});

test('an open transaction holds back the time up to which the log is complete, and no event overtakes it', async () => {
  const relay = world.relay();
  await eventually(() => expect(relay.facts.lagMs).toBeDefined(), { withinMs });
  const held = new Client({ connectionString: world.database.url });
  await held.connect();
  await held.query('begin');
  await held.query(
    `insert into event (stream, version, type, data, metadata) values ('held', 1, 'Counted', '{}', '{}')`,
  );
  await world.append('order-1');
  // Watermarks come. None claims a time by which the event that waits behind the open transaction had committed.
  const { atMs: committedByMs } = await world.store.horizon();
  const { roundsPublished } = relay.facts;
  await eventually(() => expect(relay.facts.roundsPublished).toBeGreaterThan(roundsPublished + 6), { withinMs });
  for (const partition of partitions) {
    const { completeAtMs, events } = follow(world.log, partition, PARTITIONS);
    expect(events).toEqual([]);
    expect(completeAtMs).toBeLessThanOrEqual(committedByMs);
  }
  await held.query('commit');
  await held.end();
  await eventually(() => expect(followAll(world.log, PARTITIONS)).toEqual(['held/1', 'order-1/1']), { withinMs });
  await eventually(() => expect(follow(world.log, 0, PARTITIONS).completeAtMs).toBeGreaterThan(committedByMs), {
    withinMs,
  });
});

test('a restarted relay publishes a new incarnation from the position of the old one on', async () => {
  await world.append(...STREAMS);
  // As after a promotion: the server is in another era, and assigns transaction ids that the old server had used.
  await world.database.query(`
    create or replace function current_era() returns smallint language sql return (current_timeline() + 1)::smallint;
    insert into store (era, base, timeline, system_identifier, database_oid, region)
    select era + 1, base + 1, timeline, system_identifier, database_oid, region from store;
    update event set transaction_id = (transaction_id::text::bigint + 1000000)::text::xid8`);
  const outdated = world.relay();
  expect((await outdated.outdated).message).toContain('promoted or restored');
  await eventually(() => expect(outdated.check()).rejects.toThrow('promoted or restored'), { withinMs });
  expect(outdated.facts).toMatchObject({ state: 'standby', roundsPublished: 0 });
  await outdated.stop();

  const store = await PostgresEventStore.connect({ url: world.database.url });
  const relay = world.relay({ store });
  await allArrive();
  await eventually(async () => expect(await positionKept()).toMatch(/^1\d{6}$/), { withinMs });
  // The other process that appends learns of the promotion, too.
  await expect(world.append()).rejects.toMatchObject({ failure: 'promoted' });
  await world.append(...STREAMS);
  await allArrive();
  await eventually(() => expect(relay.facts.position).toMatchObject({ era: 2 }), { withinMs });
  expect(relay.facts.position?.transaction).toBeLessThan(1_000_000);
  await relay.stop();
  await store.close();
});
