import { InMemoryEventStore } from '@firstwrite/event-store';
import { laneOn, unitsStored } from '../test/lanes';
import { inTurn, NetworkStore } from '../test/network-store';
import { keyed, stackUnits, submissionOf, takeUnits, writeSlip, type Slip, type WriteSlip } from '../test/shelf';
import type { States } from '../settle/decision';
import { IdempotencyKeyReusedError } from '../errors';

const WEEK_MS = 7 * 24 * 3_600_000;
const rowKey = { stream: 'shelf-a', scope: 'anonymous', operation: 'stack', key: 'key-1' };
const stack = (units = 1, more: object = keyed('shelf-a', 'key-1')) =>
  submissionOf(stackUnits, { shelf: 'shelf-a', units }, more);

function laneOnNetwork() {
  const store = new InMemoryEventStore();
  const network = new NetworkStore(store);
  return { store, network, ...laneOn(network) };
}

test('the same key again gets the same answer, marked as replayed, and has no second effect', async () => {
  const { lane, store } = laneOnNetwork();
  const first = await lane.submit(stack());
  await lane.submit(stack(5, {}));
  const second = await lane.submit(stack());
  expect(first).toMatchObject({ body: { units: 1 }, version: 1, replayed: false });
  expect(second).toMatchObject({ body: { units: 1 }, version: 1, replayed: true });
  expect(await unitsStored(store, 'shelf-a')).toBe(6);
});

test('32 requests with one key at the same time have one effect and equal answers', async () => {
  const { lane, store } = laneOnNetwork();
  const answers = await Promise.all(Array.from({ length: 32 }, () => lane.submit(stack())));
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  for (const answer of answers) expect(answer).toMatchObject({ body: { units: 1 }, version: 1 });
  expect(await unitsStored(store, 'shelf-a')).toBe(1);
});

test('a key that another process used first gets the answer of that process', async () => {
  const { lane, network, store, record } = laneOnNetwork();
  const other = laneOn(store).lane;
  network.beforeAppend = inTurn(async () => void (await other.submit(stack())));
  expect(await lane.submit(stack())).toMatchObject({ body: { units: 1 }, version: 1, replayed: true });
  expect(record.rounds).toHaveLength(1);
  expect(await unitsStored(store, 'shelf-a')).toBe(1);
});

test('the same key with another request is an error, in the same batch and after it', async () => {
  const { lane, store } = laneOnNetwork();
  const other = () => lane.submit(stack(2, keyed('shelf-a', 'key-1', 'another-request')));
  const [first, second] = await Promise.allSettled([lane.submit(stack()), other()]);
  expect(first.status).toBe('fulfilled');
  expect(second).toMatchObject({ reason: expect.any(IdempotencyKeyReusedError) as unknown });
  await expect(other()).rejects.toBeInstanceOf(IdempotencyKeyReusedError);
  expect(await unitsStored(store, 'shelf-a')).toBe(1);
});

test('a known key is answered before expectations are compared', async () => {
  const { lane } = laneOnNetwork();
  const expectations = [{ stream: 'shelf-a', accepts: [0], source: 'if-match' }];
  const submission = stack(1, { ...keyed('shelf-a', 'key-1'), expectations });
  await lane.submit(submission);
  expect((await lane.submit(submission)).replayed).toBe(true);
  const unknownKey = stack(1, { ...keyed('shelf-a', 'key-2'), expectations });
  await expect(lane.submit(unknownKey)).rejects.toMatchObject({ code: 'version-conflict' });
});

test('a repetition that a stream shows is answered before expectations are compared', async () => {
  const { lane, network } = laneOnNetwork();
  const once = { ...stackUnits, repeated: () => ({ body: { units: 7 }, version: 3 }) };
  const expectations = [{ stream: 'shelf-a', accepts: [9], source: 'if-match' as const }];
  const answer = await lane.submit(submissionOf(once, { shelf: 'shelf-a', units: 1 }, { expectations }));
  expect(answer).toMatchObject({ body: { units: 7 }, version: 3, replayed: true });
  expect(network.appends.flatMap(({ events }) => events)).toEqual([]);
});

test('a refused command leaves no record: a repetition with its key is decided again', async () => {
  const { lane } = laneOnNetwork();
  const take = submissionOf(takeUnits, { shelves: ['shelf-a'], units: 1 }, keyed('shelf-a', 'key-1'));
  await expect(lane.submit(take)).rejects.toMatchObject({ code: 'empty-shelf' });
  await lane.submit(stack(1, {}));
  expect(await lane.submit(take)).toMatchObject({ body: [0], replayed: false });
});

test('a no-op leaves a record: repeated later, it still changes nothing', async () => {
  const { lane, store } = laneOnNetwork();
  const fillUp = {
    ...stackUnits,
    decide: ({ shelf, units }: { shelf: string; units: number }, states: { get<S>(stream: string): S }) => {
      const missing = units - states.get<{ units: number }>(shelf).units;
      return missing > 0 ? [{ stream: shelf, events: [{ type: 'Stacked', data: { units: missing } }] }] : [];
    },
  };
  const fill = submissionOf(fillUp, { shelf: 'shelf-a', units: 3 }, keyed('shelf-a', 'key-1'));
  await lane.submit(stack(3, {}));
  expect(await lane.submit(fill)).toMatchObject({ body: { units: 3 }, replayed: false });
  await lane.submit(submissionOf(takeUnits, { shelves: ['shelf-a'], units: 2 }));
  expect(await lane.submit(fill)).toMatchObject({ body: { units: 3 }, replayed: true });
  expect(await unitsStored(store, 'shelf-a')).toBe(1);
});

test.each([
  ['a week by default', {}, WEEK_MS],
  ['for as long as configured', { idempotencyRetentionMs: 60_000 }, 60_000],
])('a record is kept %s', async (_, options, retentionMs) => {
  const network = new NetworkStore(new InMemoryEventStore());
  await laneOn(network, options).lane.submit(stack());
  const expiresAtMs = network.appends[0]?.rows[0]?.expiresAtMs ?? 0;
  expect(Math.abs(expiresAtMs - Date.now() - retentionMs)).toBeLessThan(5_000);
});

test('a record is kept for ever with a retention of null', async () => {
  const store = new InMemoryEventStore();
  await laneOn(store, { idempotencyRetentionMs: null }).lane.submit(stack());
  expect((await store.load([], [rowKey])).keys[0]?.expiresAtMs).toBeNull();
});

describe('a stream that is new unless the command is a repetition', () => {
  const open = (slip: string) =>
    submissionOf({ ...writeSlip, repeated }, { slip, shelves: ['shelf-a'] }, { newStream: slip });
  const repeated = ({ slip }: WriteSlip, states: States) =>
    states.versionOf(slip) === 0 ? undefined : { body: states.get<Slip>(slip), version: states.versionOf(slip) };

  test('is not loaded', async () => {
    const { lane, network } = laneOnNetwork();
    expect(await lane.submit(open('slip-1'))).toMatchObject({ version: 1, replayed: false });
    expect(network.loads).toEqual([]);
  });

  test('is found by the append if the command is a repetition, and the others of the batch succeed', async () => {
    const { store, lane: first } = laneOnNetwork();
    await first.submit(open('slip-1'));
    const { lane, record } = laneOn(store);
    const [again, other] = await Promise.all([lane.submit(open('slip-1')), lane.submit(open('slip-2'))]);
    expect(again).toMatchObject({ version: 1, replayed: true });
    expect(other).toMatchObject({ version: 1, replayed: false });
    expect(record.rounds).toEqual(['fence']);
    expect(await store.readStream('slip-1', { after: 0, limit: 9 })).toHaveLength(1);
  });

  test('is loaded for a while after that, because one repeated request is often followed by more', async () => {
    const { store, lane: first } = laneOnNetwork();
    for (const slip of ['slip-1', 'slip-2', 'slip-3']) await first.submit(open(slip));
    const { lane, record } = laneOn(store);
    for (const slip of ['slip-1', 'slip-2', 'slip-3']) {
      expect(await lane.submit(open(slip))).toMatchObject({ replayed: true });
    }
    expect(record.rounds).toHaveLength(1);
  });

  test('is taken from the cache if it is there', async () => {
    const { lane, record } = laneOnNetwork();
    await lane.submit(open('slip-1'));
    expect(await lane.submit(open('slip-1'))).toMatchObject({ replayed: true });
    expect(record.rounds).toEqual([]);
  });
});
