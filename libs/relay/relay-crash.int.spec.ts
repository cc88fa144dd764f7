import type { Leases } from '@firstwrite/postgres';
import { eventLoopTurns, eventually } from '@firstwrite/testing';
import { followAll } from '../feed/test/followed-log';
import { openWorld, PARTITIONS, STREAMS, type RelayWorld } from './test/relay-world';
import type { RelayStep } from './relay-options';

let world: RelayWorld;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

const withinMs = 10_000;
const allArrive = () =>
  eventually(() => expect(followAll(world.log, PARTITIONS)).toEqual(world.appended), { withinMs });

/** Stands still at the `nth` occurrence of this step, like a frozen or dead process, until it is let go. */
function standStill(at: RelayStep, nth: number) {
  let seen = 0;
  let letGo: () => void = () => undefined;
  const stood = new Promise<void>((resolve) => (letGo = resolve));
  return {
    get stands() {
      return seen >= nth;
    },
    letGo: () => letGo(),
    onStep: (step: RelayStep) => (step === at && ++seen >= nth ? stood : undefined),
  };
}

/** A process that stands still renews no lease either. */
const neverRenewed = (): Leases => ({
  acquire: (...args) => world.leases.acquire(...args),
  release: (...args) => world.leases.release(...args),
  renew: () => new Promise(() => undefined),
});

const kept = () =>
  world.database.query<{ epoch: string; transaction_id: string }>('select epoch, transaction_id from relay_checkpoint');

test.each<RelayStep>(['before-publish', 'published', 'checkpointed'])(
  'another relay replaces one that stands still at "%s", which publishes nothing when it wakes up',
  async (step) => {
    await world.append(...STREAMS);
    const still = standStill(step, 1);
    const first = world.relay({ leases: neverRenewed(), onStep: still.onStep });
    await eventually(() => expect(still.stands).toBe(true), { withinMs });
    await world.append(...STREAMS);
    const second = world.relay();
    await eventually(() => expect(second.facts.epoch).toBe(2), { withinMs: 5_000 });
    await allArrive();
    await second.stop();
    const before = await kept();

    // No relay leads now, yet the one that wakes up under its old epoch neither publishes nor moves the checkpoint.
    let publishedByFirst = 0;
    world.log.beforePublish = () => {
      if (first.facts.epoch === 1) publishedByFirst += 1;
    };
    still.letGo();
    await eventually(() => expect(first.facts.epoch).not.toBe(1), { withinMs });
    expect(publishedByFirst).toBe(0);
    expect((await kept())[0]?.transaction_id).toBe(before[0]?.transaction_id);
  },
);

test('exactly one of two relays leads; when it is stopped, the other leads at once', async () => {
  const first = world.relay({ tuning: { leaseTtlMs: 60_000 } });
  await eventually(() => expect(first.facts.state).toBe('leading'), { withinMs });
  const second = world.relay({ tuning: { leaseTtlMs: 60_000 } });
  await world.append(...STREAMS);
  await allArrive();
  expect(second.facts).toMatchObject({ state: 'standby', eventsPublished: 0 });
  await second.check();
  await first.stop();
  expect(first.facts.state).toBe('stopped');
  await expect(first.check()).rejects.toThrow('not running');
  await eventually(() => expect(second.facts).toMatchObject({ state: 'leading', epoch: 2 }), { withinMs: 2_000 });
  await world.append(...STREAMS);
  await allArrive();
});

test('a relay that was superseded in the middle of a round does not move the checkpoint, and stands by', async () => {
  await world.append(...STREAMS);
  const still = standStill('published', 1);
  const relay = world.relay({ tuning: { leaseTtlMs: 60_000, renewEveryMs: 50_000 }, onStep: still.onStep });
  await eventually(() => expect(still.stands).toBe(true), { withinMs });
  await world.database.query(`update lease set epoch = epoch + 1, owner = 'another', until = 'infinity'`);
  const before = await kept();
  still.letGo();
  await eventually(() => expect(relay.facts.state).toBe('standby'), { withinMs });
  await eventLoopTurns();
  expect(await kept()).toEqual(before);
  expect(before[0]?.transaction_id).toBe('0');
});

test('an earlier epoch cannot move a claimed checkpoint, even if the lease row is lost', async () => {
  const [first, second] = [1, 2].map((epoch) => ({ lease: 'relay/0', epoch }));
  if (!first || !second) throw new Error('two leases');
  await world.leases.acquire('relay/0', 'a', 0);
  const position = await world.checkpoints.claim(0, first);
  expect(position).toMatchObject({ store: 0, era: 0, transaction: 0, number: 0 });
  await world.leases.acquire('relay/0', 'b', 60_000);
  expect(await world.checkpoints.claim(0, first)).toBeUndefined();
  expect(await world.checkpoints.claim(0, second)).toEqual(position);
  await world.database.query('update lease set epoch = 1');
  if (!position) throw new Error('a position');
  expect(await world.checkpoints.advance({ ...position, transaction: 9 }, first)).toBe(false);
  expect(await world.checkpoints.claim(0, first)).toBeUndefined();
});
