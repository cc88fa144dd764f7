import { InMemoryEventStore } from '@firstwrite/event-store';
import { laneOn, unitsStored } from '../test/lanes';
import { gate, inTurn, NetworkStore } from '../test/network-store';
import { stackUnits, submissionOf } from '../test/shelf';
import { CommandUnavailableError, LaneFullError } from '../errors';
import { BATCH_COMMANDS_MAX, BATCH_STREAMS_MAX } from './lane-options';

const stack = (shelf = 'shelf-a', weight = 1) => submissionOf(stackUnits, { shelf, units: 1 }, { weight });

/** A lane with its first append held, so that later commands wait. */
async function heldLane(queueMax?: number) {
  const store = new InMemoryEventStore();
  const network = new NetworkStore(store);
  const held = gate();
  network.beforeAppend = inTurn(held.step);
  const { lane, record } = laneOn(network, queueMax === undefined ? {} : { queueMax });
  const first = lane.submit(stack());
  await held.reached;
  return { store, network, lane, record, first, open: held.open };
}

describe('the queue', () => {
  test('closes at 0.8 of its size, and opens again below 0.6', async () => {
    const { lane, network, open } = await heldLane(10);
    const second = gate();
    const admitted = Array.from({ length: 8 }, () => lane.submit(stack('shelf-a', BATCH_STREAMS_MAX / 2)));
    expect(lane.pressure).toBe(0.8);
    const refused = lane.submit(stack());
    await expect(refused).rejects.toBeInstanceOf(LaneFullError);
    await expect(refused).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });

    // The next batch takes two by weight, and leaves 6 of 10 waiting: still closed.
    network.beforeAppend = second.step;
    open();
    await second.reached;
    expect(lane.waiting).toBe(6);
    await expect(lane.submit(stack())).rejects.toBeInstanceOf(LaneFullError);

    const third = gate();
    network.beforeAppend = third.step;
    second.open();
    await third.reached;
    expect(lane.waiting).toBe(4);
    const again = lane.submit(stack());
    expect(lane.waiting).toBe(5);
    network.beforeAppend = () => undefined;
    third.open();
    await Promise.all([...admitted, again]);
  });

  test('a batch is bounded by commands', async () => {
    const { lane, record, first, open } = await heldLane();
    const all = Array.from({ length: BATCH_COMMANDS_MAX + 1 }, () => lane.submit(stack()));
    open();
    await Promise.all([first, ...all]);
    expect(record.batches.map(({ commands }) => commands)).toEqual([1, BATCH_COMMANDS_MAX, 1]);
  });

  test('a batch is bounded by streams, and takes one command at least', async () => {
    const { lane, record, first, open } = await heldLane();
    const weights = [BATCH_STREAMS_MAX * 2, BATCH_STREAMS_MAX - 1, 1, 1];
    const all = weights.map((weight) => lane.submit(stack('shelf-a', weight)));
    open();
    await Promise.all([first, ...all]);
    expect(record.batches.map(({ commands }) => commands)).toEqual([1, 1, 2, 1]);
  });
});

describe('stop', () => {
  test('answers every waiting command, and refuses new ones', async () => {
    const { lane, store, first, open } = await heldLane();
    const waiting = Array.from({ length: 5 }, () => lane.submit(stack()));
    let stopped = false;
    const stopping = lane.stop().then(() => (stopped = true));
    await expect(lane.submit(stack())).rejects.toBeInstanceOf(CommandUnavailableError);
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    open();
    await Promise.all([first, ...waiting, stopping]);
    expect(await unitsStored(store, 'shelf-a')).toBe(6);
  });

  test('of an idle lane is immediate', async () => {
    const { lane } = laneOn(new InMemoryEventStore());
    await lane.stop();
    await expect(lane.submit(stack())).rejects.toMatchObject({ code: 'unavailable' });
  });
});

test.each(Array.from({ length: 12 }, (_, hops) => hops))(
  'a command submitted %d microtasks after the answer to the last one is decided',
  async (hops) => {
    const { lane } = laneOn(new InMemoryEventStore());
    await lane.submit(stack());
    for (let hop = 0; hop < hops; hop += 1) await Promise.resolve();
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('it is not decided')), 500).unref());
    await expect(Promise.race([lane.submit(stack()), late])).resolves.toMatchObject({ version: 2 });
  },
);
