import { eventually } from '@firstwrite/testing';
import { expectAuditPasses } from './system/command-line';
import { type Database } from './system/database';
import { countByStatus, units } from './system/shop';
import { useSystem } from './system/use-system';

const WAIT_MS = 1_000;
/** The time that a loaded machine may add to a wait. */
const EPSILON_MS = 1_500;

const use = useSystem({ env: { READ_WAIT_MS_MAX: String(WAIT_MS) } });

const timed = async <Value>(work: Promise<Value>): Promise<{ value: Value; ms: number }> => {
  const startedAt = performance.now();
  return { value: await work, ms: performance.now() - startedAt };
};

/** Locks the view of the stock from another session while `work` runs. */
async function whileViewIsLocked(mode: string, work: () => Promise<void>): Promise<void> {
  const session: Database = await use.system.openDatabase();
  try {
    await session.query('begin');
    await session.query(`lock table stock_availability in ${mode} mode`);
    await work();
  } finally {
    await session.query('rollback');
    await session.close();
  }
}

describe.each([
  ['that blocks only its projection', 'exclusive', ['not-fresh-enough']],
  ['that blocks its readers too', 'access exclusive', ['not-fresh-enough', 'unavailable']],
])('a view behind a lock %s', (_name, mode, refusals) => {
  const sku = `SLOW-${mode.replace(' ', '-')}`;

  test('delays no order, and never gives an answer older than requested', async () => {
    await use.shop.receive(sku, 500);
    await whileViewIsLocked(mode, async () => {
      const orders = await timed(Promise.all(Array.from({ length: 100 }, () => use.shop.order([units(sku, 1)]))));
      expect(countByStatus(orders.value)).toEqual({ 201: 100 });
      expect(orders.ms).toBeLessThan(5_000);

      const last = await use.shop.order([units(sku, 1)]);
      const token = { 'consistency-token': last.headers['consistency-token'] ?? '' };
      const [entity, list, strongList] = await Promise.all([
        timed(use.system.client.get(`/v1/stock/main/${sku}`, token)),
        timed(use.system.client.get(`/v1/stock?sku=${sku}`, token)),
        timed(use.system.client.get(`/v1/stock?sku=${sku}`, { consistency: 'strong' })),
      ]);
      expect([200, 503]).toContain(entity.value.status);
      if (entity.value.status === 200) expect(entity.value.body).toMatchObject({ onHand: 399, version: 102 });
      for (const { value, ms } of [list, strongList]) {
        expect(value.status).toBe(503);
        expect(refusals).toContain(value.body.code);
        expect(Number(value.headers['retry-after'])).toBeGreaterThan(0);
        expect(ms).toBeLessThan(WAIT_MS + EPSILON_MS);
      }
      expect(entity.ms).toBeLessThan(WAIT_MS + EPSILON_MS);

      const order = await timed(use.system.client.get(`/v1/orders/${last.body.orderId}`, token));
      expect(order.value).toMatchObject({ status: 200, body: last.body });
    });
    await eventually(
      async () => {
        const stock = await use.system.client.get(`/v1/stock?sku=${sku}`);
        expect(stock.body.items).toMatchObject([{ onHand: 399, version: 102 }]);
      },
      { withinMs: 10_000 },
    );
  });
});

test('while views are behind, eventual reads answer at once and state their age', async () => {
  await use.shop.receive('OLD', 5);
  await eventually(async () => expect((await use.system.client.get('/v1/stock/main/OLD')).status).toBe(200), {
    withinMs: 5_000,
  });
  await whileViewIsLocked('exclusive', async () => {
    await use.shop.order([units('OLD', 1)]);
    await eventually(
      async () => {
        const { status, body, headers } = await use.system.client.get('/v1/stock/main/OLD');
        expect({ status, onHand: body.onHand }).toEqual({ status: 200, onHand: 5 });
        expect(Number(headers['staleness-ms'])).toBeGreaterThan(50);
      },
      { withinMs: 5_000 },
    );
    const bounded = await use.system.client.get('/v1/stock?sku=OLD', { consistency: 'bounded; max-ms=10' });
    expect(bounded).toMatchObject({ status: 503, body: { code: 'not-fresh-enough' } });
    const lag = /^firstwrite_projection_lag\w*\{[^}]*stock-availability[^}]*\} (\S+)$/m;
    expect(Number(lag.exec((await use.system.client.get('/metrics')).text)?.[1])).toBeGreaterThan(0);
  });
});

test('the views are exact again', () => expectAuditPasses(use.system));
