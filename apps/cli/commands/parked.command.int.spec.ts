import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { plantEvent } from '../../../libs/audit/test/planted-event';
import { item, SmallShop } from '../../../libs/audit/test/small-shop';
import { commandRuns } from '../test/command-runs';
import { registerParked } from './parked.command';

const A = 'stock-main/A';

describe('the commands for parked streams', () => {
  let database: TestDatabase;
  let shop: SmallShop;

  beforeAll(async () => {
    database = await createTestDatabase();
    shop = await SmallShop.open(database.url);
    await shop.receive(item('A'), 10);
    await plantEvent(database, { stream: A, type: 'StockSung', data: { quantity: 4 } });
    await plantEvent(database, { stream: A, type: 'StockReceived', data: { quantity: 1 } });
    await plantEvent(database, { stream: 'product-B', type: 'ProductSung', data: {} });
    await shop.create('A', 'Apple');
    await shop.fillViews();
  });
  afterAll(async () => {
    await shop.store.close();
    await database.drop();
  });

  const firstwrite = commandRuns([registerParked], () => ({ DATABASE_URL: database.url }));
  const run = (...argv: readonly string[]) => firstwrite('parked', ...argv);

  it('list names the parked streams', async () => {
    const { stdout, exitCode } = await run('list');
    expect(stdout).toMatch(/^projection +stream +version +type +attempts +waiting +parked at +reason\n/);
    expect(stdout).toMatch(
      /\nstock-ledger +stock-main\/A +2 +StockSung +1 +1 +20\S+Z +stock-main\/A\/2 .*unknown event/,
    );
    expect(exitCode).toBeUndefined();
    const listed = JSON.parse((await run('list', '--json')).stdout) as { projection: string }[];
    expect(listed.map(({ projection }) => projection).sort()).toEqual([
      'products',
      'stock-availability',
      'stock-ledger',
    ]);
  });

  it('show gives the event as it is stored, and the number of events that wait', async () => {
    const { stdout } = await run('show', 'stock-ledger', A);
    expect(stdout).toMatch(/\ntype +StockSung\n/);
    expect(stdout).toMatch(/\ndata +\{"quantity":4\}\nmetadata +\{"commandId":"planted"\}\n/);
    expect(stdout).toMatch(/\nlater events that wait +1\n$/);
    expect(JSON.parse((await run('show', 'stock-ledger', A, '--json')).stdout)).toMatchObject({
      ...{ projection: 'stock-ledger', stream: A, version: 2, waitingEvents: 1 },
      event: { data: { quantity: 4 }, metadata: { commandId: 'planted' } },
    });
  });

  it.each([
    ['show stock-ledger stock-main/B', 'stock-main/B is not parked for stock-ledger'],
    ['retry orders order-1', 'order-1 is not parked for orders'],
    ['discard stock-ledger stock-main/B --reason no', 'stock-main/B is not parked for stock-ledger'],
    ['show ledger stock-main/A', 'there is no projection "ledger": stock-availability, stock-ledger, orders, products'],
    ['retry stock-ledger', 'name a projection and a stream, or say --all'],
    ['discard stock-ledger stock-main/A', "required option '--reason <text>' not specified"],
    ['discard stock-ledger stock-main/A --reason=', 'a reason has 1 to 500 characters'],
  ])('%s says in one line what is wrong', async (line, error) => {
    const { stdout, stderr, exitCode } = await run(...line.split(' '));
    expect([stdout, stderr, exitCode]).toEqual(['', `firstwrite: ${error}\n`, 1]);
  });

  it('retry says that an event still cannot be folded', async () => {
    const { stderr, exitCode } = await run('retry', 'stock-ledger', A);
    expect(stderr).toMatch(/^firstwrite: stock-main\/A of stock-ledger is parked at version 2 \(attempts: 2\): .*\n$/);
    expect(exitCode).toBe(1);
  });

  it('discard records the actor and the reason, and goes on with the stream', async () => {
    const { stdout } = await run('discard', 'stock-ledger', A, '--reason', 'no such thing', '--actor', 'anna');
    expect(stdout).toBe('stock-main/A of stock-ledger is put right, at version 3\n');
    expect(await database.query('select projection, version, reason, actor from discarded_event')).toEqual([
      { projection: 'stock-ledger', version: 2, reason: 'no such thing', actor: 'anna' },
    ]);
  });

  it('retry --all repairs the streams that can be folded, and reports the others', async () => {
    await database.query(`update event set type = 'StockReceived' where type = 'StockSung'`);
    const { stdout, stderr, exitCode } = await run('retry', '--all');
    expect(stdout).toContain('stock-main/A of stock-availability is put right, at version 3\n');
    expect(stdout).toMatch(/product-B of products is parked at version 1 \(attempts: 2\): /);
    expect([stderr, exitCode]).toEqual(['firstwrite: 1 of the streams are still parked\n', 1]);
    expect(await database.query('select on_hand from stock_availability')).toEqual([{ on_hand: '15' }]);
    expect((await run('discard', 'products', 'product-B', '--reason', 'no product')).exitCode).toBeUndefined();
    expect((await run('list')).stdout).toBe('nothing is parked\n');
  });
});
