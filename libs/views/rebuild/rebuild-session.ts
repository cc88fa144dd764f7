import { DatabaseError, type Pool, type PoolClient } from 'pg';
import type { Projection } from '../fold/projection';
import { tablesOf } from '../table/view';
import { RebuildRunningError } from './rebuild-errors';
import { createLikeSql, presentSql, schemaOfSql } from './sql/tables.sql';
import { untilUnlocked } from './until-unlocked';

/** Ends of the names of tables that are being filled, and of those that were replaced. */
export const NEXT = '__next';
export const BEFORE = '__before';

/** Frozen in a transaction, this process would hold up projectors and the feed: the server ends it. */
const sessionSettings = `
set idle_in_transaction_session_timeout = '2s'; set statement_timeout = '60s'; set lock_timeout = '1s'`;

/** The server may take a moment to notice that the one before was killed. */
const lockSql = `
select pg_advisory_lock(hashtextextended('rebuild ' || $1::text || ' ' || $2::text, $3::bigint))`;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The one connection, as the schema's owner, that changes a view's tables. It has a lock that ends with it: so a
 * second rebuild of the view is refused, one that was killed is in nobody's way, and whoever lost its lock cannot
 * swap.
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

  /** For SQL text: the tables with an end to their names, in the view's schema. */
  named(suffix: string, tables = this.tables): string {
    return tables.map((table) => `${this.client.escapeIdentifier(this.schema)}.${table}${suffix}`).join(', ');
  }

  async query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  /** Everything that `work` does, or nothing. */
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
   * Drops tables with an end to their names, as far as they are there. Nobody uses them, but the server's own upkeep
   * may.
   */
  async drop(suffix: string): Promise<void> {
    const names = this.tables.map((table) => table + suffix);
    const present = await this.query<{ table: string }>(presentSql, [this.schema, names]);
    if (present.length === 0) return;
    const tables = this.named(
      '',
      present.map(({ table }) => table),
    );
    // Waiting for this lock ends an autovacuum, and nobody else waits behind it.
    const drop = `
      set local lock_timeout = '3s'; lock table ${tables} in share update exclusive mode;
      set local lock_timeout = '50ms'; drop table ${tables}`;
    await untilUnlocked(this.projection.name, () => this.transaction(() => this.query(drop)));
  }

  /** Makes empty tables like the live ones. */
  async createLike(suffix: string): Promise<void> {
    const made = await this.query<{ statement: string }>(createLikeSql, [this.schema, this.tables, suffix]);
    const create = made.map(({ statement }) => statement).join(';\n');
    await untilUnlocked(this.projection.name, () =>
      this.transaction(() => this.query(`set local lock_timeout = '50ms'; ${create}`)),
    );
  }

  /** Gives the lock up. */
  close(): void {
    this.client.release(true);
  }
}
