import type { NewEvent, Position } from '@firstwrite/event-store';
import { eventually } from '@firstwrite/testing';
import { eventsOf, received, taken } from '../test/events';
import { shopHistory } from '../test/history';
import { emptyViews, viewBytes } from '../test/poison';
import { PublishedWindow } from '../test/published-window';
import { Rebuilds } from '../test/rebuilds';
import { projections, Shop } from '../test/shop';
import { Traffic } from '../test/traffic';
import { rebuildView } from './rebuild-view';
import { rollBackView } from './roll-back-view';

let shop: Shop;
let rebuilds: Rebuilds;
beforeEach(async () => {
  shop = await Shop.open();
  rebuilds = new Rebuilds(shop);
  for (const batch of shopHistory()) await shop.append(...batch);
});
afterEach(async () => {
  await rebuilds.close();
  await shop.close();
});

/** A projector on one partition, or on several partitions of a published log. */
function projecting(partitions: number) {
  const projector = shop.projector(partitions > 1 ? { publishedLog: { onPassed: () => undefined } } : {});
  const window = partitions > 1 ? new PublishedWindow(shop, projector, partitions) : undefined;
  projector.start();
  return { projector, publish: async () => window?.publish() };
}

const damages = [
  `update stock_availability set on_hand = on_hand + 1 where sku = 'S-4'`,
  `delete from stock_ledger where version between 20 and 30`,
  `update order_view set status = 'RETURNED', total = 1 where customer_id = 'c-1'`,
  `insert into order_sku select 'WRONG', placed_at, order_id from order_view limit 5`,
];

const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;

test.each([1, 6])(
  'rebuilds in %i partitions while orders are placed: reads answer, no version goes back, the views are right',
  async (partitions) => {
    const { projector, publish } = projecting(partitions);
    const { reader } = await shop.reader({ board: projector.board, readWaitMsMax: 10_000 });
    const traffic = new Traffic(shop, projector, reader, publish);
    await eventually(() => expect(traffic.appended).toBeGreaterThan(20), { withinMs: 10_000 });
    for (const damage of damages) await shop.database.query(damage);
    const heldMs: number[] = [];
    for (const name of projections.names) {
      const { swapMs, longestWriteMs } = await rebuildView(name, rebuilds.options());
      heldMs.push(swapMs, longestWriteMs);
    }
    heldMs.push((await rollBackView('products', rebuilds.options())).swapMs);
    await traffic.stop();
    const last = traffic.last as Position;
    await eventually(
      async () => {
        await publish();
        expect(await projector.caughtUpTo(last, { withinMs: 200 })).toBe(true);
      },
      { withinMs: 10_000 },
    );
    await projector.stop();
    expect(shop.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const found = await viewBytes(shop.database);
    await emptyViews(shop.database);
    await shop.projectAll(last);
    expect(found).toEqual(await viewBytes(shop.database));

    const sorted = traffic.eventToViewMs.toSorted((a, b) => a - b);
    const [p50, p99] = [quantile(sorted, 0.5).toFixed(1), quantile(sorted, 0.99).toFixed(1)];
    process.stdout.write(
      `${partitions} partitions, four rebuilds: ${traffic.appended} appends, ${traffic.reads} reads; ` +
        `event to view p50 ${p50} ms, p99 ${p99} ms, most ${sorted.at(-1)?.toFixed(1)} ms; ` +
        `horizon held ${Math.max(...heldMs).toFixed(1)} ms\n`,
    );
  },
);

test('after a rebuild, a projector continues from the new rows instead of its cached ones', async () => {
  await shop.projectAll(await shop.append(...eventsOf('stock-main/A', [received(100)])));
  await shop.database.query(`update stock_availability set on_hand = on_hand - 7 where sku = 'A'`);
  const { projector } = projecting(1);
  const onHandAfter = async (...events: NewEvent[]) => {
    await projector.caughtUpTo(await shop.append(...events), { withinMs: 10_000 });
    return shop.database.query(`select version, on_hand from stock_availability where sku = 'A'`);
  };
  expect(await onHandAfter(...eventsOf('stock-main/A', [taken(1)], 2))).toEqual([{ version: 2, on_hand: '92' }]);
  await rebuildView('stock-availability', rebuilds.options());
  expect(await onHandAfter(...eventsOf('stock-main/A', [taken(1)], 3))).toEqual([{ version: 3, on_hand: '98' }]);
});
