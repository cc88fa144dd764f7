import { DatabaseError, type Pool, type PoolClient } from 'pg';
import type { Projection } from '../fold/projection';
import { tablesOf } from '../table/view';
import { RebuildRunningError } from './rebuild-errors';
import { createLikeSql, presentSql, schemaOfSql } from './sql/tables.sql';
import { untilUnlocked } from './until-unlocked';

/** Suffixes of the names of tables that are being filled, and of tables that were replaced. */
export const NEXT = '__next';
export const BEFORE = '__before';

/** A process that freezes in a transaction would hold up projectors and the feed: the server ends its session. */
const sessionSettings = `
set idle_in_transaction_session_timeout = '2s'; set statement_timeout = '60s'; set lock_timeout = '1s'`;

/** Waits for the lock, because the server may take a moment to notice that the process before was killed. */
const lockSql = `
select pg_advisory_lock(hashtextextended('rebuild ' || $1::text || ' ' || $2::text, $3::bigint))`;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The one connection, as the schema's owner, that changes a view's tables. It has a lock that ends with the connection.
 * So a second rebuild of the view is refused, a killed rebuild blocks no other one, and a rebuild that has lost its
 * lock cannot swap.
 */
export class RebuildSession {
  private constructor(
    private readonly client: PoolClient,
    readonly projection: Projection,
    readonly schema: string,
  ) {}

  /** @throws RebuildRunningError */
  static async open(owner: Pool, projection: Projection, store: number): Promise<RebuildSession> {
    const client = await owner.connect();
    client.on('error', () => undefined);
    try {
      await client.query(sessionSettings);
      const { rows: found } = await client.query<{ schema: string }>(schemaOfSql, [projection.view.table]);
      const schema = found[0]?.schema;
      if (schema === undefined) throw new Error(`there is no table ${projection.view.table}: run "firstwrite migrate"`);
      await client.query(lockSql, [schema, projection.name, store]);
      return new RebuildSession(client, projection, schema);
    } catch (error) {
      client.release(true);
      const isLocked = error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE;
      throw isLocked ? new RebuildRunningError(projection.name) : error;
    }
  }

  /** The live tables, without their schema. */
  get tables(): readonly string[] {
    return tablesOf(this.projection.view);
  }

  /** SQL text: the names of the tables with a suffix, in the view's schema. */
  named(suffix: string, tables = this.tables): string {
    return tables.map((table) => `${this.client.escapeIdentifier(this.schema)}.${table}${suffix}`).join(', ');
  }

  async query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  /** Runs `work` in a transaction: all of its changes are committed, or none. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.client.query('begin');
    try {
      const result = await work();
      await this.client.query('commit');
      return result;
    } catch (error) {
      await this.client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  async present(suffix: string): Promise<boolean> {
    const names = this.tables.map((table) => table + suffix);
    return (await this.query(presentSql, [this.schema, names])).length === names.length;
  }

  /**
   * Drops those tables with this suffix that exist. No reader or projector uses them, but the server's autovacuum may.
   */
  async drop(suffix: string): Promise<void> {
    const names = this.tables.map((table) => table + suffix);
    const present = await this.query<{ table: string }>(presentSql, [this.schema, names]);
    if (present.length === 0) return;
    const tables = this.named(
      '',
      present.map(({ table }) => table),
    );
    // Waiting for this lock cancels an autovacuum, and no other session waits behind it.
    const drop = `
      set local lock_timeout = '3s'; lock table ${tables} in share update exclusive mode;
      set local lock_timeout = '50ms'; drop table ${tables}`;
    await untilUnlocked(this.projection.name, () => this.transaction(() => this.query(drop)));
  }

  /** Creates empty tables like the live ones, with this suffix. */
  async createLike(suffix: string): Promise<void> {
    const made = await this.query<{ statement: string }>(createLikeSql, [this.schema, this.tables, suffix]);
    const create = made.map(({ statement }) => statement).join(';\n');
    await untilUnlocked(this.projection.name, () =>
      this.transaction(() => this.query(`set local lock_timeout = '50ms'; ${create}`)),
    );
  }

  /** Closes the connection, which releases the lock. */
  close(): void {
    this.client.release(true);
  }
}
