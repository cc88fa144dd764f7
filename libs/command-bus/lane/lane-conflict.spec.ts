import { AppendError, InMemoryEventStore, StoreUnavailableError } from '@firstwrite/event-store';
import { laneOn, unitsStored } from '../test/lanes';
import { gate, inTurn, NetworkStore } from '../test/network-store';
import { keyed, stackUnits, submissionOf, takeUnits } from '../test/shelf';
import { CommandUnavailableError, OutcomeUnknownError, UnstorableCommandError } from '../errors';
import type { Expectation } from '../conflict/expectation';
import { ROUNDS_MAX } from './lane-options';

const stack = (shelf: string, units = 1) => submissionOf(stackUnits, { shelf, units });
const take = (shelves: string[], units = 1) => submissionOf(takeUnits, { shelves, units });

/** Two processes on one store; the first behind a network that the test controls. */
function twoProcesses() {
  const store = new InMemoryEventStore();
  const network = new NetworkStore(store);
  const { lane, record } = laneOn(network);
  return { store, network, lane, record, other: laneOn(store).lane };
}

describe('another writer was first', () => {
  test('a sale from a shelf that another process filled succeeds: no refusal comes from a stale cache', async () => {
    const { lane, other, record } = twoProcesses();
    await lane.submit(stack('shelf-a'));
    await lane.submit(take(['shelf-a']));
    await expect(lane.submit(take(['shelf-a']))).rejects.toMatchObject({ code: 'empty-shelf' });
    await other.submit(stack('shelf-a'));
    expect((await lane.submit(take(['shelf-a']))).version).toBe(4);
    expect(record.rounds).toEqual(['confirm']);
  });

  test('a no-op is not answered from a stale cache either', async () => {
    const { lane, other } = twoProcesses();
    await lane.submit(stack('shelf-a'));
    await other.submit(stack('shelf-a', 4));
    expect(await lane.submit(stack('shelf-a', 0))).toMatchObject({ body: { units: 5 }, version: 2 });
  });

  test('a lost race on one stream costs its batch one round, and every command is answered', async () => {
    const { lane, network, other, store, record } = twoProcesses();
    network.beforeAppend = inTurn(async () => void (await other.submit(stack('shelf-b', 10))));
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => lane.submit(stack(`shelf-${name}`))));
    expect(answers.map(({ body }) => body)).toEqual([{ units: 1 }, { units: 11 }, { units: 1 }]);
    expect(record.rounds).toEqual(['fence']);
    expect(network.appends).toHaveLength(2);
    expect(await unitsStored(store, 'shelf-b')).toBe(11);
  });

  test('a command that was accepted on a stale state is decided again, and may be refused', async () => {
    const { lane, network, other, store } = twoProcesses();
    await lane.submit(stack('shelf-a'));
    network.beforeAppend = inTurn(async () => void (await other.submit(take(['shelf-a']))));
    await expect(lane.submit(take(['shelf-a']))).rejects.toMatchObject({ code: 'empty-shelf' });
    expect(await unitsStored(store, 'shelf-a')).toBe(0);
  });

  test('a deadlock is settled again like a lost race', async () => {
    const { lane, network, record } = twoProcesses();
    network.beforeAppend = inTurn(() => Promise.reject(new AppendError('deadlock', 'a deadlock')));
    expect((await lane.submit(stack('shelf-a'))).version).toBe(1);
    expect(record.rounds).toEqual(['deadlock']);
  });

  test('gives up after ROUNDS_MAX conflicts', async () => {
    const { lane, network, other, record } = twoProcesses();
    network.beforeAppend = async () => void (await other.submit(stack('shelf-a')));
    await expect(lane.submit(stack('shelf-a'))).rejects.toBeInstanceOf(CommandUnavailableError);
    expect(record.rounds).toEqual(Array.from({ length: ROUNDS_MAX }, () => 'fence'));
  });
});

describe('the first write wins', () => {
  const expecting = (accepts: Expectation['accepts'], source: Expectation['source'] = 'if-match') =>
    submissionOf(
      stackUnits,
      { shelf: 'shelf-a', units: 1 },
      { expectations: [{ stream: 'shelf-a', accepts, source }] },
    );

  async function laneWith(events: number) {
    const { lane, store, other } = twoProcesses();
    for (let version = 1; version <= events; version += 1) await other.submit(stack('shelf-a', version));
    return { lane, store };
  }

  test('a caller that has seen the current version may write', async () => {
    const { lane } = await laneWith(3);
    expect((await lane.submit(expecting([3]))).version).toBe(4);
    expect((await lane.submit(expecting([1, 4]))).version).toBe(5);
    expect((await lane.submit(expecting('existing'))).version).toBe(6);
  });

  test('a caller that has not is refused, with the current version and the unseen events', async () => {
    const { lane, store } = await laneWith(5);
    await expect(lane.submit(expecting([3], 'expected-version'))).rejects.toMatchObject({
      code: 'version-conflict',
      source: 'expected-version',
      conflicts: [
        {
          stream: 'shelf-a',
          expectedVersion: 3,
          currentVersion: 5,
          unseenEvents: [
            { version: 4, type: 'Stacked', data: { units: 4 } },
            { version: 5, type: 'Stacked', data: { units: 5 } },
          ],
        },
      ],
    });
    expect(await unitsStored(store, 'shelf-a')).toBe(15);
  });

  test('the refusal has the oldest 50 unseen events at most', async () => {
    const { lane } = await laneWith(60);
    const error: unknown = await lane.submit(expecting([2])).catch((reason: unknown) => reason);
    const [conflict] = (error as { conflicts: { unseenEvents: { version: number }[] }[] }).conflicts;
    expect(conflict?.unseenEvents.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, at) => at + 3));
  });

  test.each<[string, Expectation['accepts'], number]>([
    ['a version that is yet to come', [9], 2],
    ['no version at all', [], 2],
    ['that it exists, and it does not', 'existing', 0],
    ['that it is empty, and it is not', [0], 2],
  ])('a caller that expects %s is refused', async (_, accepts, events) => {
    const { lane } = await laneWith(events);
    await expect(lane.submit(expecting(accepts))).rejects.toMatchObject({
      code: 'version-conflict',
      conflicts: [{ currentVersion: events }],
    });
  });

  test('every expectation that fails is named, and an If-Match among them decides the source', async () => {
    const { lane } = await laneWith(1);
    const expectations: Expectation[] = [
      { stream: 'shelf-a', accepts: [7], source: 'expected-version' },
      { stream: 'shelf-b', accepts: [7], source: 'if-match' },
    ];
    const both = submissionOf(takeUnits, { shelves: ['shelf-a', 'shelf-b'], units: 1 }, { expectations });
    await expect(lane.submit(both)).rejects.toMatchObject({
      source: 'if-match',
      conflicts: [{ stream: 'shelf-a' }, { stream: 'shelf-b' }],
    });
  });

  test('of two commands in one batch that expect the same version the first wins', async () => {
    const { lane } = await laneWith(1);
    const [first, second] = await Promise.allSettled([lane.submit(expecting([1])), lane.submit(expecting([1]))]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ reason: { conflicts: [{ currentVersion: 2, unseenEvents: [{ version: 2 }] }] } });
  });

  test('an expectation that fails only on a stale cache holds', async () => {
    const { lane, store } = await laneWith(0);
    await lane.submit(stack('shelf-a'));
    await laneOn(store).lane.submit(stack('shelf-a'));
    expect((await lane.submit(expecting([2]))).version).toBe(3);
  });

  test('an expectation that holds at the decision but not at the commit fails', async () => {
    const { lane, network, other } = twoProcesses();
    await lane.submit(stack('shelf-a'));
    network.beforeAppend = inTurn(async () => void (await other.submit(stack('shelf-a'))));
    await expect(lane.submit(expecting([1]))).rejects.toMatchObject({ conflicts: [{ currentVersion: 2 }] });
  });
});

describe('a failure of the database', () => {
  test('on one value refuses the command of that value; the others of the batch succeed', async () => {
    const { lane, network, store } = twoProcesses();
    network.beforeAppend = () => {
      const faulty = network.appends.at(-1)?.events.some(({ stream }) => stream === 'shelf-5');
      if (faulty) throw new AppendError('data', 'invalid byte sequence');
    };
    const answers = await Promise.allSettled(Array.from({ length: 9 }, (_, at) => lane.submit(stack(`shelf-${at}`))));
    const refused = answers.flatMap((answer, at) =>
      answer.status === 'rejected' ? [[at, answer.reason as unknown]] : [],
    );
    expect(refused).toEqual([[5, expect.any(UnstorableCommandError)]]);
    expect(await unitsStored(store, 'shelf-8')).toBe(1);
    expect(await unitsStored(store, 'shelf-5')).toBe(0);
  });

  test('that makes it unreachable refuses all commands without a write; the next command succeeds', async () => {
    const { lane, network, store } = twoProcesses();
    network.beforeLoad = inTurn(() => Promise.reject(new StoreUnavailableError(new Error('refused'))));
    const answers = await Promise.allSettled([lane.submit(stack('shelf-a')), lane.submit(stack('shelf-b'))]);
    for (const answer of answers) expect(answer).toMatchObject({ reason: { code: 'unavailable' } });
    network.beforeAppend = inTurn(() => Promise.reject(new AppendError('unavailable', 'too many connections')));
    await expect(lane.submit(stack('shelf-a'))).rejects.toMatchObject({ code: 'unavailable' });
    expect((await lane.submit(stack('shelf-a'))).version).toBe(1);
    expect(await unitsStored(store, 'shelf-a')).toBe(1);
  });

  const lost = () => Promise.reject(new AppendError('unknown', 'the connection was lost'));

  test.each([
    ['before the commit', 'beforeAppend', false],
    ['after the commit', 'afterAppend', true],
  ] as const)(
    'that loses the connection %s leaves the outcome unknown, and the same key returns it',
    async (_, step, kept) => {
      const { lane, network, store } = twoProcesses();
      network[step] = inTurn(lost);
      const submission = { ...stack('shelf-a'), ...keyed('shelf-a', 'key-1'), subject: { shelf: 'a' } };
      const unknown = lane.submit(submission);
      await expect(unknown).rejects.toBeInstanceOf(OutcomeUnknownError);
      await expect(unknown).rejects.toMatchObject({ code: 'outcome-unknown', subject: { shelf: 'a' } });
      expect(await lane.submit(submission)).toMatchObject({ body: { units: 1 }, version: 1, replayed: kept });
      expect(await unitsStored(store, 'shelf-a')).toBe(1);
    },
  );

  test('that loses the connection answers a command without events as unavailable, not as unknown', async () => {
    const { lane, network } = twoProcesses();
    network.afterAppend = inTurn(lost);
    const answers = await Promise.allSettled([lane.submit(stack('shelf-a')), lane.submit(stack('shelf-b', 0))]);
    expect(answers).toMatchObject([{ reason: { code: 'outcome-unknown' } }, { reason: { code: 'unavailable' } }]);
  });

  test('that leaves the outcome unknown empties the cache of its streams', async () => {
    const { lane, network, store } = twoProcesses();
    await lane.submit(stack('shelf-a'));
    network.afterAppend = inTurn(lost);
    await lane.submit(stack('shelf-a')).catch(() => undefined);
    expect((await lane.submit(stack('shelf-a'))).version).toBe(3);
    expect(await unitsStored(store, 'shelf-a')).toBe(3);
  });
});

describe('guards', () => {
  test('refuse a process that is no longer the owner, and its batch is not tried again', async () => {
    const store = new InMemoryEventStore();
    const { lane, record } = laneOn(store, { guards: () => [{ lease: 'lane', epoch: 1 }] });
    store.grantLease({ lease: 'lane', epoch: 1 });
    await lane.submit(stack('shelf-a'));
    store.grantLease({ lease: 'lane', epoch: 2 });
    await expect(lane.submit(stack('shelf-a'))).rejects.toMatchObject({ code: 'unavailable' });
    expect(record.rounds).toEqual(['superseded']);
    expect(await unitsStored(store, 'shelf-a')).toBe(1);
  });

  test('are captured when the batch is formed, not when it is sent', async () => {
    const network = new NetworkStore(new InMemoryEventStore());
    let epoch = 1;
    const { lane } = laneOn(network, { guards: () => [{ lease: 'lane', epoch }] });
    const held = gate();
    network.beforeLoad = inTurn(held.step);
    const submitted = lane.submit(stack('shelf-a')).catch(() => undefined);
    await held.reached;
    epoch = 2;
    held.open();
    await submitted;
    expect(network.appends[0]?.guards).toEqual([{ lease: 'lane', epoch: 1 }]);
  });
});
