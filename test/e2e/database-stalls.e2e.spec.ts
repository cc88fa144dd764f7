import { eventually } from '@firstwrite/testing';
import { countByStatus, units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem({ env: { LANE_QUEUE_MAX: '20', IDEMPOTENCY_WAIT_MS_MAX: '200' } });

interface Stall {
  /** Resolves when an append waits for the lock. */
  readonly appendWaits: () => Promise<void>;
  /** Terminates the session of the append at the server, as an administrator would. */
  readonly endAppend: () => Promise<void>;
}

/** Blocks every append while `work` runs. */
async function whileAppendsWait(work: (stall: Stall) => Promise<void>): Promise<void> {
  const session = await use.system.openDatabase();
  try {
    await session.query('begin');
    await session.query('lock table event in exclusive mode');
    await work({
      appendWaits: () =>
        eventually(async () => expect(await session.waitingForEvents()).toHaveLength(1), {
          withinMs: 5_000,
        }),
      endAppend: async () => {
        for (const pid of await session.waitingForEvents())
          await session.query('select pg_terminate_backend($1)', [pid]);
      },
    });
  } finally {
    await session.query('rollback');
    await session.close();
  }
}

test('beyond 0.8 of its queue the service answers 429, and accepts orders again when the queue is empty', async () => {
  await use.shop.receive('QUEUE', 100);
  const order = () => use.shop.order([units('QUEUE', 1)]);
  let waiting: ReturnType<typeof order>[] = [];
  await whileAppendsWait(async ({ appendWaits }) => {
    waiting = [order()];
    await appendWaits();
    waiting.push(...Array.from({ length: 16 }, order));
    await eventually(async () => expect((await order()).status).toBe(429), { withinMs: 5_000 });
    const refused = await order();
    expect(refused).toMatchObject({ status: 429, body: { code: 'overloaded', type: '/problems/overloaded' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await use.system.client.get('/metrics')).text).toMatch(/^firstwrite_lane_pressure 0\.8$/m);
    expect((await use.system.client.get('/health/ready')).status).toBe(200);
  });
  expect(countByStatus(await Promise.all(waiting))).toEqual({ 201: 17 });
  expect((await order()).status).toBe(201);
});

test('a repeated request gets 409 while the first is undecided, and its answer later', async () => {
  await use.shop.receive('TWIN', 5);
  const order = () => use.shop.order([units('TWIN', 1)], { key: 'twin' });
  let first: ReturnType<typeof order> | undefined;
  await whileAppendsWait(async ({ appendWaits }) => {
    first = order();
    await appendWaits();
    expect(await order()).toMatchObject({ status: 409, body: { code: 'request-in-flight' } });
  });
  const placed = await first;
  expect(placed?.status).toBe(201);
  expect(await order()).toMatchObject({ status: 201, text: placed?.text });
});

test('a write that loses its connection in the commit has an unknown outcome; the same key settles it', async () => {
  await use.shop.receive('FATE', 5);
  const order = () => use.shop.order([units('FATE', 2)], { key: 'fate' });
  let lost: ReturnType<typeof order> | undefined;
  await whileAppendsWait(async ({ appendWaits, endAppend }) => {
    lost = order();
    await appendWaits();
    await endAppend();
    await lost;
  });
  const unknown = await lost;
  expect(unknown).toMatchObject({ status: 503, body: { code: 'outcome-unknown' } });
  const settled = await order();
  expect(settled).toMatchObject({ status: 201, body: { orderId: unknown?.body.orderId } });
  expect((await order()).headers['idempotency-replayed']).toBe('true');
  expect(await use.database.events('stock-main/FATE')).toHaveLength(2);
});
