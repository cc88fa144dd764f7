import { Shop } from '../test/shop';
import { entitySql } from './reader/sql/entity.sql';
import { stockAvailabilityView } from './views/stock-availability.view';
import { ordersSql, ordersOfSkuSql } from './reader/lists/orders.sql';
import { stockSql } from './reader/lists/stock.sql';
import { eventsOf, received, taken, placed } from '../test/events';
import { orderIdOf } from '../test/history';
import { rebuildView } from './rebuild/rebuild-view';
import { lagSql } from './projector/lag.sql';

test('perf', async () => {
  const shop = await Shop.open();
  const N = 60000; let pos: any; const B = 500;
  const vs = new Map<string, number>();
  for (let i = 0; i < N; i += B) {
    const ev: any[] = [];
    for (let j = i; j < i + B; j++) {
      const sku = `K-${j % 997}`; const v = (vs.get(sku) ?? 0) + 1; vs.set(sku, v);
      ev.push(...eventsOf(`stock-main/${sku}`, [v === 1 ? received(100000) : taken(1)], v));
      ev.push(...eventsOf(`order-${orderIdOf(j)}`, [placed({ orderId: orderIdOf(j), skus: [sku], customerId: 'c' + (j % 50), placedAt: new Date(1.76e12 + j * 10).toISOString() })]));
    }
    pos = await shop.append(...ev);
  }
  await shop.database.query('vacuum analyze');
  const p = shop.projector(); let t = performance.now(); const c0 = process.cpuUsage(); p.start();
  await p.caughtUpTo(pos, { withinMs: 100000 });
  const cpu = process.cpuUsage(c0);
  console.log('catch-up events/s', Math.round(2 * N / (performance.now() - t) * 1000), 'cpu s per 1M events', ((cpu.user + cpu.system) / 1e6) / (2 * N) * 1e6);
  // latency
  const lat: number[] = [];
  for (let k = 0; k < 300; k++) {
    const sku = `K-${k % 997}`; const v = vs.get(sku)! + 1; vs.set(sku, v);
    const s = performance.now();
    const q = await shop.append(...eventsOf(`stock-main/${sku}`, [taken(1)], v));
    const a = performance.now();
    await p.caughtUpTo(q, { withinMs: 5000 });
    lat.push(performance.now() - a); void s;
  }
  lat.sort((a, b) => a - b);
  console.log('event→view ms p50', lat[150], 'p99', lat[297]);
  for (const n of ['orders', 'stock-ledger'] as const) { t = performance.now(); console.log(n, await rebuildView(n, { pool: shop.pool, feed: shop.store, storeId: 0 }), Math.round(performance.now() - t), 'ms (intact)'); }
  await shop.database.query('delete from order_view where order_id::text like $1', ['%a']);
  const q = async (label: string, text: string, values: unknown[]) => {
    const client = await shop.pool.connect();
    const r = await client.query('explain (analyze, buffers off, timing off) ' + text, values as any);
    client.release();
    console.log(label + '\n' + r.rows.map((x: any) => x['QUERY PLAN']).join('\n'));
  };
  await p.stop();
  await shop.append(...eventsOf('stock-main/zzz', [received(1)]));
  await q('entity', entitySql(stockAvailabilityView), ['stock-availability', 0, true, 'stock-main/K-5', 'main', 'K-5']);
  await q('orders', ordersSql, ['orders', 0, 'NEW', 'c7', '2025-10-09T09:00:00Z', orderIdOf(5), 51]);
  await q('ordersku', ordersOfSkuSql, ['orders', 0, null, null, '2025-10-09T09:00:00Z', orderIdOf(5), 51, 'K-5']);
  await q('stock', stockSql, ['stock-availability', 0, null, 'K-5', null, 'main', 'K', 51]);
  await q('stock2', stockSql, ['stock-availability', 0, null, null, 5, 'main', 'K-5', 51]);
  await q('lag', lagSql, [['orders', 'products'], 0]);
  t = performance.now(); console.log('repair', await rebuildView('orders', { pool: shop.pool, feed: shop.store, storeId: 0 }), Math.round(performance.now() - t));
  await shop.close();
}, 120000);
