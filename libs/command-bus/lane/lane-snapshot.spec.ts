import { eventLoopTurns } from '@firstwrite/testing';
import { AppendError, InMemoryEventStore } from '@firstwrite/event-store';
import { laneOn, unitsStored } from '../test/lanes';
import { gate, inTurn, NetworkStore } from '../test/network-store';
import { shelfModel, stackUnits, submissionOf } from '../test/shelf';
import { SNAPSHOT_EVERY_EVENTS } from './lane-options';

const stack = () => submissionOf(stackUnits, { shelf: 'shelf-a', units: 1 });

function laneOnNetwork() {
  const store = new InMemoryEventStore();
  const network = new NetworkStore(store);
  const { lane, record } = laneOn(network);
  /** Commits this many events in one batch. */
  const grow = (events: number) => Promise.all(Array.from({ length: events }, () => lane.submit(stack())));
  return { store, network, lane, record, grow };
}

test(`a stream has a snapshot when it has grown by ${SNAPSHOT_EVERY_EVENTS} events, and not before`, async () => {
  const { lane, network, grow } = laneOnNetwork();
  await grow(SNAPSHOT_EVERY_EVENTS - 1);
  await eventLoopTurns();
  expect(network.saved).toEqual([]);
  await grow(1);
  await grow(1);
  await lane.stop();
  expect(network.saved.flat()).toHaveLength(1);
  expect(network.saved.flat()[0]).toMatchObject({ stream: 'shelf-a', schemaVersion: 1 });
});

test('a cold load reads the snapshot and only the events after it', async () => {
  const { lane, store, grow } = laneOnNetwork();
  await grow(SNAPSHOT_EVERY_EVENTS);
  await lane.stop();
  const cold = new NetworkStore(store);
  const decoded: unknown[] = [];
  const decode: typeof shelfModel.decode = (stored) => {
    decoded.push(stored);
    return shelfModel.decode(stored);
  };
  const { lane: coldLane } = laneOn(cold, { model: { ...shelfModel, decode } });
  const answer = await coldLane.submit(stack());
  expect(answer).toMatchObject({ body: { units: SNAPSHOT_EVERY_EVENTS + 1 }, version: SNAPSHOT_EVERY_EVENTS + 1 });
  expect(decoded).toEqual([]);
});

test('a batch that fails at the boundary leaves no snapshot of uncommitted events', async () => {
  const { lane, network, store, grow } = laneOnNetwork();
  await grow(SNAPSHOT_EVERY_EVENTS - 1);
  network.beforeAppend = inTurn(() => Promise.reject(new AppendError('unavailable', 'refused')));
  await expect(lane.submit(stack())).rejects.toMatchObject({ code: 'unavailable' });
  await eventLoopTurns();
  expect(network.saved).toEqual([]);
  await grow(2);
  await lane.stop();
  const { streams } = await store.load([{ stream: 'shelf-a', snapshotSchemaVersion: 1 }], []);
  expect(streams[0]?.snapshot).toMatchObject({
    version: SNAPSHOT_EVERY_EVENTS + 1,
    state: { units: SNAPSHOT_EVERY_EVENTS + 1 },
  });
  expect(await unitsStored(store, 'shelf-a')).toBe(SNAPSHOT_EVERY_EVENTS + 1);
});

test('a slow save of a snapshot delays no command, and is not repeated with each of them', async () => {
  const { lane, network, grow } = laneOnNetwork();
  const save = gate();
  network.beforeSave = inTurn(save.step);
  await grow(SNAPSHOT_EVERY_EVENTS);
  await save.reached;
  const append = gate();
  network.beforeAppend = inTurn(append.step);
  // This batch is formed before the snapshot is known to be saved, and committed after it.
  const late = grow(1);
  await append.reached;
  save.open();
  await eventLoopTurns();
  append.open();
  await late;
  for (let more = 0; more < 5; more += 1) await grow(1);
  await lane.stop();
  expect(network.saved.flat()).toHaveLength(1);
});

test('a failed save of a snapshot harms nothing, and is tried again with a later commit', async () => {
  const { lane, network, record, grow } = laneOnNetwork();
  network.beforeSave = inTurn(() => Promise.reject(new Error('disk full')));
  await grow(SNAPSHOT_EVERY_EVENTS);
  await eventLoopTurns();
  expect(record.snapshotFailures).toHaveLength(1);
  await grow(1);
  await lane.stop();
  expect(network.saved).toHaveLength(2);
});
