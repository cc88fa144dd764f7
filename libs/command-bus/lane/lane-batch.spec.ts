import { InMemoryEventStore } from '@firstwrite/event-store';
import { laneOn, unitsStored } from '../test/lanes';
import { gate, inTurn, NetworkStore } from '../test/network-store';
import { putBack, stackUnits, submissionOf, takeUnits, UNREADABLE, writeSlip } from '../test/shelf';

const stack = (shelf: string, units: number) => submissionOf(stackUnits, { shelf, units });
const take = (shelves: string[], units: number) => submissionOf(takeUnits, { shelves, units });

function laneOnNetwork() {
  const store = new InMemoryEventStore();
  const network = new NetworkStore(store);
  return { store, network, ...laneOn(network) };
}

describe('a batch', () => {
  test('is every command that waits when the connection is free', async () => {
    const { lane, network, record } = laneOnNetwork();
    const held = gate();
    network.beforeAppend = inTurn(held.step);
    const first = lane.submit(stack('shelf-a', 1));
    await held.reached;
    const others = Array.from({ length: 5 }, (_, at) => lane.submit(stack(`shelf-${at}`, 1)));
    expect(lane.waiting).toBe(5);
    held.open();
    await Promise.all([first, ...others]);
    expect(record.batches).toEqual([
      { commands: 1, events: 1 },
      { commands: 5, events: 5 },
    ]);
  });

  test('takes requests that arrived in one turn together', async () => {
    const { lane, record } = laneOnNetwork();
    await Promise.all(Array.from({ length: 20 }, () => lane.submit(stack('shelf-a', 1))));
    expect(record.batches).toEqual([{ commands: 20, events: 20 }]);
  });

  test('decides each command on the effects of the commands before it', async () => {
    const { lane, store } = laneOnNetwork();
    const answers = await Promise.allSettled([
      lane.submit(stack('shelf-a', 2)),
      lane.submit(take(['shelf-a'], 1)),
      lane.submit(take(['shelf-a'], 1)),
      lane.submit(take(['shelf-a'], 1)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(answers[2]).toMatchObject({ value: { body: [0], version: 3, replayed: false } });
    expect(answers[3]).toMatchObject({ reason: { code: 'empty-shelf' } });
    expect(await unitsStored(store, 'shelf-a')).toBe(0);
  });

  test('is answered after its commit: acceptance, no-op and rejection alike', async () => {
    const { lane, network } = laneOnNetwork();
    const held = gate();
    network.beforeAppend = inTurn(held.step);
    const answered: string[] = [];
    const told = (name: string) => () => void answered.push(name);
    const all = [
      lane.submit(stack('shelf-a', 1)).then(told('accepted')),
      lane.submit(stack('shelf-b', 0)).then(told('no-op')),
      lane.submit(take(['shelf-c'], 1)).catch(told('rejected')),
    ];
    await held.reached;
    await new Promise(setImmediate);
    expect(answered).toEqual([]);
    held.open();
    await Promise.all(all);
    expect(answered.toSorted()).toEqual(['accepted', 'no-op', 'rejected']);
  });

  test('confirms the streams that a rejection or a no-op read, but none that it appends to', async () => {
    const { lane, network } = laneOnNetwork();
    await lane.submit(stack('shelf-known', 1));
    await Promise.allSettled([
      lane.submit(stack('shelf-known', 0)),
      lane.submit(take(['shelf-known', 'shelf-empty'], 1)),
      lane.submit(stack('shelf-appended', 0)),
      lane.submit(stack('shelf-appended', 5)),
    ]);
    expect(network.appends.at(-1)?.confirm.toSorted((a, b) => (a.stream < b.stream ? -1 : 1))).toEqual([
      { stream: 'shelf-empty', version: 0 },
      { stream: 'shelf-known', version: 1 },
    ]);
  });

  test('stores each event with the metadata of its command', async () => {
    const { lane, store } = laneOnNetwork();
    await lane.submit(submissionOf(stackUnits, { shelf: 'shelf-a', units: 1 }, { metadata: { commandId: 'c-1' } }));
    expect((await store.readStream('shelf-a', { after: 0, limit: 1 }))[0]?.metadata).toEqual({ commandId: 'c-1' });
  });

  test('answers with a position that the feed reaches, also when nothing was written', async () => {
    const { lane, store } = laneOnNetwork();
    expect((await lane.submit(stack('shelf-a', 0))).position).toBeUndefined();
    const { position } = await lane.submit(stack('shelf-a', 1));
    expect((await store.readFeed(undefined, 9)).at(-1)?.position).toEqual(position);
    expect((await lane.submit(stack('shelf-a', 0))).position).toEqual(position);
  });

  test('calls onCommit only when it wrote events', async () => {
    const { lane, record } = laneOnNetwork();
    await lane.submit(stack('shelf-a', 0));
    expect(record.commits).toBe(0);
    await lane.submit(stack('shelf-a', 1));
    expect(record.commits).toBe(1);
  });
});

describe('streams of a batch', () => {
  test('are loaded in one round trip, and then kept', async () => {
    const { lane, network } = laneOnNetwork();
    await Promise.all([lane.submit(stack('shelf-a', 1)), lane.submit(stack('shelf-b', 1))]);
    expect(network.loads).toEqual([['shelf-a', 'shelf-b']]);
    await lane.submit(take(['shelf-a', 'shelf-b'], 1));
    expect(network.loads).toHaveLength(1);
  });

  test('are not loaded if a random name makes sure that they are new', async () => {
    const { lane, network } = laneOnNetwork();
    await lane.submit(submissionOf(stackUnits, { shelf: 'shelf-new', units: 1 }, { newStream: 'shelf-new' }));
    expect(network.loads).toEqual([]);
  });

  test('are loaded in a second round trip if a loaded stream names them', async () => {
    const { lane, store, network } = laneOnNetwork();
    const elsewhere = laneOn(store).lane;
    await elsewhere.submit(submissionOf(writeSlip, { slip: 'slip-1', shelves: ['shelf-a', 'shelf-b'] }));
    await lane.submit(submissionOf(putBack, { slip: 'slip-1' }));
    expect(network.loads).toEqual([['slip-1'], ['shelf-a', 'shelf-b']]);
    expect(await unitsStored(store, 'shelf-b')).toBe(1);
  });

  test('make a command wait for the next batch if an earlier command of this batch names them', async () => {
    const { lane, store, record } = laneOnNetwork();
    await Promise.all([
      lane.submit(submissionOf(writeSlip, { slip: 'slip-1', shelves: ['shelf-a'] })),
      lane.submit(submissionOf(putBack, { slip: 'slip-1' })),
    ]);
    expect(record.batches.map(({ commands }) => commands)).toEqual([1, 1]);
    expect(await unitsStored(store, 'shelf-a')).toBe(1);
  });

  test('a command that waits for the next batch has one effect, even if its first batch is settled again', async () => {
    const { lane, store, network, record } = laneOnNetwork();
    const elsewhere = laneOn(store).lane;
    network.beforeAppend = inTurn(async () => void (await elsewhere.submit(stack('shelf-raced', 1))));
    await Promise.all([
      lane.submit(stack('shelf-raced', 1)),
      lane.submit(submissionOf(writeSlip, { slip: 'slip-1', shelves: ['shelf-a'] })),
      lane.submit(submissionOf(putBack, { slip: 'slip-1' })),
    ]);
    await lane.stop();
    expect(record.rounds).toEqual(['fence']);
    expect(await unitsStored(store, 'shelf-a')).toBe(1);
  });

  test('that cannot be read fail only their own commands', async () => {
    const { lane, store } = laneOnNetwork();
    await laneOn(store).lane.submit(submissionOf(stackUnits, { shelf: 'shelf-bad', units: 1, type: UNREADABLE }));
    const answers = await Promise.allSettled([
      lane.submit(stack('shelf-a', 1)),
      lane.submit(stack('shelf-bad', 1)),
      lane.submit(stack('shelf-b', 1)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('a defect in a decision', () => {
  const brokenAnswer = { ...stackUnits, answer: () => { throw new Error('no answer'); } }; // prettier-ignore
  const brokenStreams = {
    ...stackUnits,
    decide: () => [
      { stream: 'shelf-a', events: [{ type: 'Stacked', data: { units: 1 } }] },
      { stream: 'shelf-unnamed', events: [{ type: 'Stacked', data: { units: 1 } }] },
    ],
  };

  test.each([
    ['no answer can be made', brokenAnswer],
    ['a stream was not named', brokenStreams],
  ])('appends nothing of its command when %s, and does not affect other commands', async (_, broken) => {
    const { lane, store } = laneOnNetwork();
    const answers = await Promise.allSettled([
      lane.submit(stack('shelf-a', 2)),
      lane.submit(submissionOf(broken, { shelf: 'shelf-a', units: 1 })),
      lane.submit(stack('shelf-a', 3)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await unitsStored(store, 'shelf-a')).toBe(5);
    expect((await lane.submit(take(['shelf-a'], 5))).body).toEqual([0]);
  });
});
