import type { Position } from '@firstwrite/event-store';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { confirmed, eventsOf } from '../test/events';
import { orderIdOf, shopHistory } from '../test/history';
import { viewBytes } from '../test/poison';
import { Rebuilds } from '../test/rebuilds';
import { Shop } from '../test/shop';
import { rebuildView } from './rebuild-view';
import { rollBackView } from './roll-back-view';

const readsTypescript = join(__dirname, '../../testing/typescript-require.cjs');
const program = join(__dirname, '../test/rebuild-process.ts');
const ONLY_BEFORE = ['order_sku__before', 'order_view__before'];

let shop: Shop;
let rebuilds: Rebuilds;
let right: string[];
beforeEach(async () => {
  shop = await Shop.open();
  rebuilds = new Rebuilds(shop);
  let position: Position | undefined;
  for (const batch of shopHistory()) position = await shop.append(...batch);
  await shop.projectAll(position as Position);
  right = await viewBytes(shop.database);
});
afterEach(async () => {
  await rebuilds.close();
  await shop.close();
});

/** Runs the work in a separate process, which kills itself at the step. */
async function killedAt(work: 'rebuild' | 'roll back', step: string): Promise<void> {
  const args = ['-r', readsTypescript, program];
  const child = spawn(process.execPath, [...args, shop.database.url, work, 'orders', step], { stdio: 'inherit' });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}

test.each([
  ['while rows are written', 'old', 'fold'],
  ['before the catch-up', 'old', 'catch-up'],
  ['before the swap', 'old', 'swap'],
  ['after the swap, before it is reported', 'new', 'done'],
] as const)('a rebuild that is killed %s leaves the %s view live, and the next one finishes', async (_, live, step) => {
  await shop.database.query('update order_view set total = 0');
  await killedAt('rebuild', step);
  const [row] = await shop.database.query<{ total: string }>('select sum(total) as total from order_view');
  expect(row?.total === '0').toBe(live === 'old');
  await shop.database.query(`update order_view set status = 'RETURNED'`);
  await rebuildView('orders', rebuilds.options());
  expect(await viewBytes(shop.database)).toEqual(right);
  expect(await rebuilds.tables()).toEqual(ONLY_BEFORE);
});

test.each(['catch-up', 'swap', 'done'])('a rollback killed at "%s" is complete or can be repeated', async (step) => {
  await rebuildView('orders', rebuilds.options());
  const position = await shop.append(...eventsOf(`order-${orderIdOf(99)}`, [confirmed()], 2));
  await killedAt('roll back', step);
  if (step !== 'done') await rollBackView('orders', rebuilds.options());
  expect(await rebuilds.tables()).toEqual(ONLY_BEFORE);
  const status = () => shop.database.query(`select status from order_view where order_id = '${orderIdOf(99)}'`);
  await shop.projectAll(position);
  expect(await status()).toEqual([{ status: 'CONFIRMED' }]);
});
