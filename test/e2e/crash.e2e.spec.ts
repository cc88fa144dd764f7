import { eventually } from '@firstwrite/testing';
import { join } from 'node:path';
import { leaveNothingBehind } from './system/clean-up';
import { expectAuditPasses, launchCommand, runCommand } from './system/command-line';
import { makeDirectory } from './system/data-directory';
import type { Database } from './system/database';
import { expectNoProcessOn, postmasterPid } from './system/processes';
import { shopOf, units } from './system/shop';
import { startSystem, type System } from './system/system';
import { Witness } from './system/witness';

leaveNothingBehind();

/** The number of orders in the store, without those of the witness. */
const replayedOrders = async (database: Database): Promise<number> => {
  const [row] = await database.query<{ count: string }>(
    `select count(*) from event where type = 'OrderPlaced' and data->'lines'->0->>'sku' not like 'WITNESS%'`,
  );
  return Number(row?.count);
};

/** Proves that each order with the answer 201 is stored once with its units, and that the store is sound. */
async function expectSound(database: Database, witness: Witness): Promise<void> {
  const rows = await database.query<{ stream: string; placed: string; taken: string }>(
    `select orders.stream, count(*) as placed,
       (select count(*) from event
        where type = 'StockDecremented' and data->>'orderId' = substr(orders.stream, 7)) as taken
     from event as orders where type = 'OrderPlaced' and stream = any($1) group by stream`,
    [witness.acknowledged().map((orderId) => `order-${orderId}`)],
  );
  expect(rows).toHaveLength(witness.acknowledged().length);
  expect(rows.filter(({ placed, taken }) => placed !== '1' || taken !== '1')).toEqual([]);
  expect(await database.oversold()).toEqual([]);
  expect(await database.streamsWithGaps()).toEqual([]);
  const { decremented, ordered } = await database.unitsTaken();
  expect(decremented).toBe(ordered);
}

describe('kill -9 of the service in the middle of a replay', () => {
  test('loses nothing, and a repeated replay after the restart doubles nothing', async () => {
    const file = join(await makeDirectory(), 'sample.csv');
    await runCommand(['sample', file, '--orders', '1500', '--products', '300']);
    const crashing = await startSystem();
    const { dataDirectory } = crashing;
    const witness = new Witness(crashing, 'WITNESS');
    const database = await crashing.openDatabase();
    await witness.prepare();
    expect((await runCommand(['import', file, '--json'], urlOf(crashing))).code).toBe(0);

    const replay = launchCommand(['replay', file, '--connections', '4'], urlOf(crashing));
    witness.start();
    await eventually(async () => expect(await replayedOrders(database)).toBeGreaterThan(200), { withinMs: 20_000 });
    await crashing.kill9();
    replay.signal('SIGKILL');
    await Promise.all([witness.stop(), replay.ended, database.close().catch(() => undefined)]);
    await expectNoProcessOn(dataDirectory);

    const system = await startSystem({ dataDirectory });
    const again = await system.openDatabase();
    expect(witness.acknowledged().length).toBeGreaterThan(5);
    await expectSound(again, witness);
    const second = await runCommand(['replay', file, '--json'], urlOf(system));
    expect(second).toMatchObject({ code: 0, summary: { orders: 1500, errors: 0, conflicts: 0 } });
    expect(second.summary['replayed']).toBeGreaterThan(0);
    expect(second.summary['placed']).toBeGreaterThan(0);
    await witness.repeatAll(system);
    await expectSound(again, witness);
    const { placed = 0, replayed = 0 } = second.summary;
    expect(await replayedOrders(again)).toBe(placed + replayed);
    await again.close();
    await expectAuditPasses(system);
    await system.stop();
  });
});

describe('kill -9 of PostgreSQL under the service', () => {
  test('gives 503 while the database is down, then orders are accepted again without a restart', async () => {
    const system = await startSystem();
    const witness = new Witness(system, 'WITNESS');
    await witness.prepare();
    witness.start();
    await eventually(() => expect(witness.acknowledged().length).toBeGreaterThan(50), { withinMs: 10_000 });
    process.kill(await postmasterPid(system.dataDirectory), 'SIGKILL');
    await eventually(() => expect(witness.refusals.length).toBeGreaterThan(0), { withinMs: 20_000 });
    const soFar = witness.acknowledged().length;
    await eventually(() => expect(witness.acknowledged().length).toBeGreaterThan(soFar + 50), { withinMs: 20_000 });
    await witness.stop();

    expect(new Set(witness.refusals.map(({ status }) => status))).toEqual(new Set([503]));
    for (const { body, headers } of witness.refusals) {
      expect(['unavailable', 'outcome-unknown']).toContain(body.code);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      if (body.code === 'outcome-unknown') expect(body.orderId).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(witness.broken).toEqual([]);
    await eventually(async () => expect((await system.client.get('/health/ready')).status).toBe(200), {
      withinMs: 10_000,
    });
    const database = await system.openDatabase();
    await expectSound(database, witness);
    await witness.repeatAll(system);
    await expectSound(database, witness);
    expect((await database.unitsTaken()).ordered).toBe(witness.acknowledged().length);
    expect((await shopOf(system).order([units('WITNESS', 1)])).status).toBe(201);
    await database.close();
    await expectAuditPasses(system);
    await system.stop();
  });
});

function urlOf({ address }: System): { FIRSTWRITE_URL: string } {
  return { FIRSTWRITE_URL: address };
}
