import { join } from 'node:path';
import { expectAuditPasses, runCommand } from './system/command-line';
import { makeDirectory } from './system/data-directory';
import { onOrderLines, orderLinesFile } from './system/order-file';
import { useSystem } from './system/use-system';

const use = useSystem();

const command = (name: string, file: string) =>
  runCommand([name, file, '--json'], { FIRSTWRITE_URL: use.system.address });

/** Imports and replays a file twice, and proves that the second time changes nothing. */
async function replaysTwice(file: string): Promise<Readonly<Record<string, number>>> {
  const before = await use.database.unitsTaken();
  const imported = await command('import', file);
  expect(imported).toMatchObject({ code: 0, summary: { errors: 0, receiptsReplayed: 0 } });
  const first = await command('replay', file);
  expect(first).toMatchObject({ code: 0, summary: { errors: 0, conflicts: 0, replayed: 0 } });
  const { placed = 0, refused = 0, orders = 0 } = first.summary;
  expect(placed + refused).toBe(orders);
  expect(refused).toBeGreaterThan(0);

  await expectAuditPasses(use.system);

  const events = await use.database.eventCount();
  const second = await command('replay', file);
  expect(second).toMatchObject({ code: 0, summary: { placed: 0, replayed: placed, refused, errors: 0, conflicts: 0 } });
  const importedAgain = await command('import', file);
  expect(importedAgain.summary).toMatchObject({
    productsCreated: 0,
    productsExisting: imported.summary['productsCreated'],
    receiptsReplayed: imported.summary['receiptsCreated'],
    errors: 0,
  });
  expect(await use.database.eventCount()).toBe(events);
  expect(await use.database.oversold()).toEqual([]);
  expect(await use.database.streamsWithGaps()).toEqual([]);
  await expectAuditPasses(use.system);
  const after = await use.database.unitsTaken();
  expect(after.decremented - before.decremented).toBe(after.ordered - before.ordered);
  return { ...imported.summary, ...first.summary };
}

test('a second replay of a sample places nothing', async () => {
  const file = join(await makeDirectory(), 'sample.csv');
  expect((await runCommand(['sample', file, '--orders', '500', '--products', '200'])).code).toBe(0);
  expect(await replaysTwice(file)).toMatchObject({ orders: 500 });
});

onOrderLines('a second replay of the real order lines places nothing', async () => {
  expect(await replaysTwice(orderLinesFile ?? '')).toMatchObject({ orders: 7_360, productsCreated: 5_460 });
});
