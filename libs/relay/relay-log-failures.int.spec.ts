import { LogUnavailableError, TopicMissingError } from '@firstwrite/messaging';
import { eventually } from '@firstwrite/testing';
import { followAll, segmentsIn } from '../feed/test/followed-log';
import { openWorld, PARTITIONS, STREAMS, type RelayWorld } from './test/relay-world';

let world: RelayWorld;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

const withinMs = 10_000;
const allArrive = (partitions = PARTITIONS) =>
  eventually(() => expect(followAll(world.log, partitions)).toEqual(world.appended), { withinMs });

test.each(['before', 'after'])('a log that fails %s it has a batch delays events, and skips none', async (when) => {
  const relay = world.relay();
  let failures = 0;
  const fail = (partition: number) => {
    if (partition !== 1) return;
    failures += 1;
    throw new LogUnavailableError('a test cut the connection');
  };
  await world.append(...STREAMS);
  await allArrive();
  if (when === 'before') world.log.beforePublish = fail;
  else world.log.afterPublish = fail;
  for (let at = 0; at < 5; at += 1) await world.append(...STREAMS);
  await eventually(() => expect(failures).toBeGreaterThan(3), { withinMs });
  await expect(relay.check()).rejects.toThrow(LogUnavailableError);
  expect(relay.facts.position?.transaction).toBe(await relayCheckpoint());
  world.log.beforePublish = world.log.afterPublish = () => undefined;
  await allArrive();
  await eventually(() => relay.check(), { withinMs });
});

const relayCheckpoint = async () => {
  const rows = await world.database.query<{ transaction_id: string }>(
    'select transaction_id::text from relay_checkpoint',
  );
  return Number(rows[0]?.transaction_id);
};

test('while one partition fails, no further round is published to the others', async () => {
  const relay = world.relay();
  await world.append(...STREAMS);
  await allArrive();
  let tries = 0;
  world.log.beforePublish = (partition) => {
    if (partition !== 2) return;
    tries += 1;
    throw new LogUnavailableError('a test cut the connection');
  };
  await eventually(() => expect(tries).toBeGreaterThan(0), { withinMs });
  const before = world.log.messages;
  const { roundsPublished } = relay.facts;
  await world.append(...STREAMS);
  await eventually(() => expect(tries).toBeGreaterThan(4), { withinMs });
  expect(relay.facts.roundsPublished).toBe(roundsPublished);
  expect(world.log.messages - before).toBeLessThanOrEqual(PARTITIONS + STREAMS.length);
});

test('check rejects while the log retries by itself, and resolves once it works', async () => {
  const relay = world.relay();
  let comesBack: () => void = () => undefined;
  const away = new Promise<void>((resolve) => (comesBack = resolve));
  world.log.beforePublish = (partition, onFailure) => {
    if (partition !== 2) return undefined;
    onFailure?.(new LogUnavailableError('a test holds the broker'));
    return away;
  };
  await world.append(...STREAMS);
  await eventually(() => expect(relay.check()).rejects.toThrow('a test holds the broker'), { withinMs });
  world.log.beforePublish = () => undefined;
  comesBack();
  await allArrive();
  await eventually(() => relay.check(), { withinMs });
});

test('waits for a topic that is missing at the start', async () => {
  const bare = await openWorld({ topic: false });
  await bare.append(...STREAMS);
  const relay = bare.relay();
  await eventually(() => expect(relay.check()).rejects.toThrow(TopicMissingError), { withinMs });
  await bare.log.divideInto(PARTITIONS);
  await eventually(() => expect(followAll(bare.log, PARTITIONS)).toEqual(bare.appended), { withinMs });
  await bare.close();
});

test.each([
  ['more', 5],
  ['fewer', 2],
])('a topic that has %s partitions from now on gets the next rounds divided anew', async (_, count) => {
  world.relay();
  await world.append(...STREAMS);
  await allArrive();
  await world.log.divideInto(count);
  await eventually(() => expect(segmentsIn(world.log, 0, count).length).toBeGreaterThan(0), { withinMs });
  const before = world.appended;
  await world.append(...STREAMS);
  await eventually(
    () => {
      const names = Array.from({ length: count }, (__, partition) => eventsIn(partition, count)).flat();
      expect(names.toSorted()).toEqual(world.appended.filter((name) => !before.includes(name)));
    },
    { withinMs },
  );
});

const eventsIn = (partition: number, count: number) =>
  segmentsIn(world.log, partition, count).flatMap(({ events }) =>
    events.map(({ stream, version }) => `${stream}/${version}`),
  );

test('a stop does not wait for a silent log: it frees the lease, and the next relay publishes the round', async () => {
  const relay = world.relay({ tuning: { leaseTtlMs: 60_000 } });
  await eventually(() => expect(relay.facts.state).toBe('leading'), { withinMs });
  let hangs = false;
  world.log.beforePublish = (partition) => {
    if (partition > 0) return undefined;
    hangs = true;
    return new Promise(() => undefined);
  };
  await world.append(...STREAMS);
  await eventually(() => expect(hangs).toBe(true), { withinMs });
  const stopping = performance.now();
  await relay.stop();
  expect(performance.now() - stopping).toBeLessThan(5_000);
  world.log.beforePublish = () => undefined;
  const next = world.relay();
  await eventually(() => expect(next.facts.epoch).toBe(2), { withinMs: 1_000 });
  await allArrive();
});

test('goes on after the database has dropped every connection', async () => {
  const relay = world.relay();
  await world.append(...STREAMS);
  await allArrive();
  await world.database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await eventually(() => world.store.ping(), { withinMs });
  await world.append(...STREAMS);
  await allArrive();
  await eventually(() => relay.check(), { withinMs });
});
