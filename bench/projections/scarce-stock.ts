import { migrateDatabase } from '@firstwrite/migrations';
import { Client } from 'pg';
import { request } from 'undici';
import type { ChildService } from '../child-service';
import { startOurRole } from '../contenders/our-role';
import { closedLoop } from '../load/closed-loop';

const SKU = 'SCARCE';
const ROUND_SECONDS = 2;
const ROUNDS_MAX = 20;

export interface Scarcity {
  readonly databaseUrl: string;
  readonly units: number;
  /**
   * Roles that accept orders at the same time, each without knowledge of the others; the first one also keeps the
   * views.
   */
  readonly writers: readonly string[];
  /** Connections to each of the processes. */
  readonly connections: number;
}

/**
 * Orders until all units are sold and an order was refused. @returns the number of accepted orders, each of one unit
 */
export async function sellOut({ databaseUrl, units, writers, connections }: Scarcity): Promise<number> {
  await migrateDatabase({ ownerUrl: databaseUrl, applicationUrl: databaseUrl, region: 'local' });
  const services: ChildService[] = [];
  const environment = { DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'warn' };
  try {
    for (const name of writers) services.push(await startOurRole(name, environment));
    await receiveUnits(services[0]?.address ?? '', units);
    let accepted = 0;
    let refused = 0;
    for (let round = 0; round < ROUNDS_MAX && (accepted < units || refused === 0); round++) {
      const loads = await Promise.all(services.map(({ address }, at) => load(address, `${at}-${round}`, connections)));
      for (const result of loads) {
        accepted += result.accepted;
        refused += result.conflicts;
      }
    }
    return accepted;
  } finally {
    for (const service of services) await service.stop();
  }
}

function load(address: string, keyPrefix: string, connections: number) {
  const body = JSON.stringify({ currency: 'EUR', lines: [{ sku: SKU, quantity: 1, unitPrice: 1_999 }] });
  const nextOrder = () => ({ body, units: 1 });
  return closedLoop({ address, connections, seconds: ROUND_SECONDS, nextOrder, keyPrefix, conflictsAllowed: true });
}

async function receiveUnits(address: string, quantity: number): Promise<void> {
  const { statusCode, body } = await request(`${address}/v1/stock/main/${SKU}/receipts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ quantity }),
  });
  await body.dump();
  if (statusCode !== 201) throw new Error(`a receipt was answered with ${statusCode}`);
}

const balanceSql = `
select coalesce(sum(quantity) filter (where quantity < 0), 0)::integer as taken,
  min(left_after)::integer as least from (
  select quantity, sum(quantity) over (order by version) as left_after from (
    select version, (data ->> 'quantity')::integer * case type when 'StockDecremented' then -1 else 1 end as quantity
    from event where stream = 'stock-main/${SKU}') change) history`;

/**
 * Reads the events of the stock item: the units that orders took, and the smallest number of units that was ever left.
 */
export async function unitsOf(databaseUrl: string): Promise<{ sold: number; least: number }> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ taken: number; least: number }>(balanceSql);
    const { taken, least } = rows[0] ?? { taken: 0, least: 0 };
    return { sold: -taken, least };
  } finally {
    await database.end();
  }
}
