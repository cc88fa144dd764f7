import type { ClientBase, Pool } from 'pg';
import { StoreUnavailableError } from '../errors';
import type { StoreIdentity } from '../event-store';

const identitySql = `
select store_id, region, era, incarnation from store where era = current_era()`;

interface IdentityRow {
  readonly store_id: number;
  readonly region: string;
  readonly era: number;
  readonly incarnation: string;
}

/**
 * Reads which store this is, and registers the era of a promoted server.
 * @throws StoreUnavailableError also when a restored database has no row for its era: the schema's owner must register
 * it first
 */
export async function readIdentity(pool: Pool): Promise<StoreIdentity> {
  try {
    const row = (await identityRow(pool)) ?? (await registerPromotion(pool));
    if (!row) throw new Error('its era is not registered: run "firstwrite migrate"');
    return { storeId: row.store_id, region: row.region, era: row.era, incarnation: row.incarnation };
  } catch (error) {
    throw new StoreUnavailableError(error);
  }
}

async function identityRow(pool: Pool): Promise<IdentityRow | undefined> {
  const { rows } = await pool.query<IdentityRow>(identitySql);
  return rows[0];
}

/** Several processes may do it at once: all of them get the row of the first. */
async function registerPromotion(pool: Pool): Promise<IdentityRow | undefined> {
  await pool.query('select register_promotion()');
  return identityRow(pool);
}

const observedSql = `
select system_identifier::text as system_identifier, current_timeline() as timeline,
  (select oid::text from pg_database where datname = current_database()) as database_oid,
  coalesce((select max(era) from event), 0) as era_max
from pg_control_system()`;

const registeredSql = `
select era, base, timeline, system_identifier::text as system_identifier, database_oid::text as database_oid, region,
  store_id, map_version::text as map_version
from store order by era desc limit 1`;

/**
 * Tells whether the current era has events that no transaction of this incarnation wrote: their transaction id is older
 * than its registration, or not assigned yet. Such events were copied from another database.
 */
const foreignSql = `
select exists (
  select from event join store using (era)
  where era = current_era() and (transaction_id < first_transaction
    or transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))
) as foreign_events`;

interface Observed {
  readonly system_identifier: string;
  readonly timeline: number;
  readonly database_oid: string;
  readonly era_max: number;
}

/** The facts of a store that are the same in every incarnation. */
interface Store {
  readonly region: string;
  readonly store_id: number;
  readonly map_version: string;
}

interface Registered extends Omit<Observed, 'era_max'>, Store {
  readonly era: number;
  readonly base: number;
}

/** The configured region is not the one that this store was created with. */
export class RegionMismatchError extends Error {
  readonly code = 'region-mismatch';
  constructor(configured: string, actual: string) {
    super(`FIRSTWRITE_REGION is "${configured}" but this store was created in region "${actual}", which never changes`);
  }
}

/**
 * Gives this incarnation of the database its era, as the schema's owner, before anything is appended. A promoted server
 * is on a new timeline; after a logical restore, transaction ids begin again: both begin a new era, because otherwise
 * the feed would skip events silently. Safe to repeat.
 * @throws RegionMismatchError
 */
export async function registerIncarnation(owner: ClientBase, region: string): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query('lock table store in exclusive mode');
    const observed = firstOf((await owner.query<Observed>(observedSql)).rows);
    const [registered] = (await owner.query<Registered>(registeredSql)).rows;
    if (registered && registered.region !== region) throw new RegionMismatchError(region, registered.region);
    const base = await baseFor(owner, observed, registered);
    const era = base + observed.timeline;
    if (era !== registered?.era)
      await writeIncarnation(owner, { ...observed, base, era }, registered ?? newStore(region));
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

async function baseFor(owner: ClientBase, observed: Observed, registered: Registered | undefined): Promise<number> {
  if (!registered) return Math.max(0, observed.era_max + 1 - observed.timeline);
  const { rows } = await owner.query<{ foreign_events: boolean }>(foreignSql);
  const restored =
    registered.system_identifier !== observed.system_identifier ||
    registered.database_oid !== observed.database_oid ||
    registered.timeline > observed.timeline ||
    firstOf(rows).foreign_events;
  return restored ? Math.max(registered.era, observed.era_max) + 1 - observed.timeline : registered.base;
}

function newStore(region: string): Store {
  return { region, store_id: 0, map_version: '0' };
}

async function writeIncarnation(
  owner: ClientBase,
  { base, era, timeline, system_identifier, database_oid }: Observed & Pick<Registered, 'base' | 'era'>,
  { region, store_id, map_version }: Store,
): Promise<void> {
  // DDL takes no parameters; `base` is a number that was computed here.
  await owner.query(
    `create or replace function current_era() returns smallint language sql ` +
      `return (current_timeline() + ${base})::smallint`,
  );
  await owner.query(
    `insert into store (era, base, timeline, system_identifier, database_oid, region, store_id, map_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [era, base, timeline, system_identifier, database_oid, region, store_id, map_version],
  );
}

function firstOf<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (!row) throw new Error('the database answered no row');
  return row;
}
