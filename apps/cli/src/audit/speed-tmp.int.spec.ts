import { createTestDatabase } from '@firstwrite/testing';
import { RecordedOutput } from '../../test/recorded-output';
import { rebuildViews } from '../rebuild/rebuild-views';
import { runAudit } from './run-audit';
import { projectionNames } from './view-projections';

test('speed', async () => {
  const database = await createTestDatabase();
  const n = Number(process.env['N'] ?? 300000);
  const skus = 5000;
  await database.query(`insert into event (stream, version, type, data, metadata, transaction_id)
    select 'stock-main/S' || s, 1, 'StockReceived', '{"quantity":1000000}', '{"commandId":"01890000-0000-7000-8000-000000000000","actor":"bob"}', (700000 + s)::text::xid8 from generate_series(0, ${skus - 1}) s`);
  await database.query(`create temp table o as select i, md5(i::text)::uuid as id, i % ${skus} as s, 800000 + i / 20 as x from generate_series(0, ${n - 1}) i`);
  await database.query(`insert into event (stream, version, type, data, metadata, transaction_id)
    select stream, version, type, data, '{"commandId":"01890000-0000-7000-8000-000000000000","actor":"bob"}', x::text::xid8 from (
    select i, 'order-' || id as stream, 1 as version, 'OrderPlaced' as type, json_build_object('orderId', id, 'currency', 'EUR', 'lines', json_build_array(json_build_object('sku', 'S' || s, 'location', 'main', 'quantity', 1, 'unitPrice', 100)), 'total', 100, 'placedAt', '2026-01-01T00:00:00.000Z') as data, x from o
    union all select i, 'stock-main/S' || s, 2 + i / ${skus}, 'StockDecremented', json_build_object('orderId', id, 'quantity', 1), x from o) e order by i`);
  await database.query('analyze');
  const { progress } = new RecordedOutput();
  console.log(await rebuildViews(database.url, projectionNames, progress));
  const cpu = process.cpuUsage();
  console.log(process.memoryUsage().heapUsed / 1e6);
  const summary = await runAudit({ url: database.url, waitViewsMs: 0, progress: { ...progress, start: (t) => console.log(t, performance.now()), finish: () => console.log(performance.now()) } });
  console.log(summary, summary.events / summary.seconds, process.cpuUsage(cpu), process.memoryUsage());
  await database.drop();
}, 600_000);
