import { migrateDatabase } from '@firstwrite/migrations';
import { shop } from '@firstwrite/shop';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { ownFigure } from '../campaign/compare';
import { measureCell } from '../campaign/measure-cell';
import type { Contender } from '../contenders/contender';
import type { Bench, CellOutcome } from '../metric';
import { catchUpDirectly } from '../projections/catch-up';
import { fillStore } from '../projections/fill-store';
import { hot } from '../workloads/hot';
import { passOurGate } from './our-gate';

const cli = resolve('dist/apps/cli/main.js');
const ORDERS = 50;
const figures = { ordersPerSecond: 1_000, accepted: 0, units: 0, conflicts: 0 };

const bench: Bench = {
  serverUrl: process.env['FIRSTWRITE_TEST_SERVER_URL']!,
  postmasterPid: () => process.pid,
  directory: '',
  settings: { seconds: 1, rounds: 1, connections: 1, quick: true },
  progress: () => undefined,
};

/** A real store with its views. The load damages it by a statement of the database's owner. */
function spoiledBy(statement: string): Contender {
  return {
    name: 'ours',
    title: 'a store with a planted fault',
    absence: () => undefined,
    start: async ({ databaseUrl }) => {
      await migrateDatabase({ ownerUrl: databaseUrl, applicationUrl: databaseUrl, region: 'local' });
      await fillStore(databaseUrl, { orders: ORDERS, skus: 3 });
      await catchUpDirectly({ databaseUrl, names: shop.projections.names });
      return {
        pid: process.pid,
        load: async (seconds) => {
          if (seconds === bench.settings.seconds) await runAsOwner(databaseUrl, statement);
          return figures;
        },
        settle: () => Promise.resolve(),
        passGate: () => passOurGate({ databaseUrl, accepted: ORDERS, units: ORDERS, cli }),
        stop: () => Promise.resolve(),
      };
    },
  };
}

async function runAsOwner(url: string, statement: string): Promise<void> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  await owner.query(statement);
  await owner.end();
}

async function outcomeOf(contender: Contender): Promise<CellOutcome> {
  const cell = await measureCell({ workload: hot, contenders: [contender] }, bench);
  const figure = ({ ordersPerSecond }: { ordersPerSecond: number }) => ordersPerSecond;
  return ownFigure(cell, { id: 'P1', cell: 'hot', unit: 'orders/s', figure, goal: { atLeast: 1 } });
}

/** The counts of orders and units stay right: only the audit can find this fault. */
const OVERSOLD = `
update event set data = '{"quantity":1}'
where type = 'StockReceived' and stream = 'stock-main/SKU-0'`;
const LOST_EVENT = `delete from event where type = 'StockReceived' and stream = 'stock-main/SKU-1'`;
const DOUBLED_ORDER = `
with first as (select * from event where type = 'OrderPlaced' order by number limit 1),
placed as (
  insert into event (stream, version, type, data, metadata)
  select 'order-0195fe00-0000-8000-8000-000000000000', 1, type, data, metadata from first
)
insert into event (stream, version, type, data, metadata)
select stream, max(version) + 1, 'StockDecremented',
  '{"orderId":"0195fe00-0000-8000-8000-000000000000","quantity":1}', '{"commandId":"planted"}'
from event where stream = 'stock-main/SKU-0' group by stream`;

describe('the gate of ours', () => {
  beforeAll(() => {
    if (!existsSync(cli)) throw new Error(`${cli} is missing: npm run build`);
  });

  it('passes a correct store, and its figure is reported', async () => {
    const outcome = await outcomeOf(spoiledBy('select 1'));
    expect(outcome).toMatchObject({ gate: 'passed', ours: 1_000, met: true });
  });

  it.each([
    ['a planted oversell', OVERSOLD, /audit: .*SKU-0/],
    ['a lost event', LOST_EVENT, /audit: .*stock-main\/SKU-1/],
    ['a doubled order', DOUBLED_ORDER, /50 orders of 50 units were accepted; 51 of 51 are in the store/],
  ])('catches %s, and the cell has no figure', async (_, statement, problem) => {
    const outcome = await outcomeOf(spoiledBy(statement));
    expect(outcome).toEqual({
      id: 'P1',
      cell: 'hot',
      rival: null,
      gate: 'failed',
      problem: expect.stringMatching(problem),
    });
  });
});
