import type { Pool, PoolClient } from 'pg';
import { AppendError, StoreUnavailableError } from '../errors';
import type {
  AppendBatch,
  AppendReceipt,
  EventStore,
  Horizon,
  IdempotencyKey,
  Loaded,
  ReadStreamOptions,
  Snapshot,
  StoredEvent,
  StoreIdentity,
  StreamRequest,
} from '../event-store';
import { beginningOf, type Position } from '../position';
import { appendErrorOf } from './append-failure';
import { appendStatement } from './append.sql';
import { applicationPool, keyedSessionOptions, SILENCE_MS_MAX, SingleWriteQuery } from '@firstwrite/postgres';
import { deleteExpiredKeysSql } from './expired-keys.sql';
import { feedSql, streamSql } from './feed.sql';
import { horizonOf, horizonSql, type HorizonRow } from './horizon.sql';
import { readIdentity } from './incarnation';
import { incarnationSql } from './incarnation.sql';
import { loadSql } from './load.sql';
import { loadedOf, type LoadRow } from './load-rows';
import { type PositionColumns, positionFrom } from './position-columns';
import { saveSnapshotsSql } from './snapshot.sql';
import { storedEventOf, type EventRow } from './stored-event';

/** Rows deleted in one transaction, which must be short, because an open writer holds back the feed's horizon. */
const EXPIRED_KEYS_PIECE = 1_000;

/** Where the store is, and how many connections its appends and reads share. */
export interface PostgresEventStoreOptions {
  /** A URL of the primary. */
  readonly url: string;
  readonly connectionsMax?: number;
  /** The longest silence of the server during a query. */
  readonly silenceMsMax?: number;
}

/** The event store on PostgreSQL ≥ 14. Works as the application's role; the schema must exist already. */
export class PostgresEventStore implements EventStore {
  private constructor(
    private readonly pool: Pool,
    private current: StoreIdentity,
  ) {}

  /** Connects, and learns which store and incarnation it is. @throws StoreUnavailableError */
  static async connect(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const { url, connectionsMax: max = 6, silenceMsMax = SILENCE_MS_MAX } = options;
    const pool = applicationPool({ connectionString: url, max, options: keyedSessionOptions, silenceMsMax });
    try {
      return new PostgresEventStore(pool, await readIdentity(pool));
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  get identity(): StoreIdentity {
    return this.current;
  }

  async isIncarnation(incarnation: string): Promise<boolean> {
    const rows = await this.query('incarnation', incarnationSql, [incarnation]);
    return rows.length > 0;
  }

  async append(batch: AppendBatch): Promise<AppendReceipt> {
    const client = await this.connectionForAppend();
    const query = new SingleWriteQuery<PositionColumns>(appendStatement(batch, this.identity.incarnation));
    client.query(query);
    try {
      const row = await query.finished;
      client.release();
      return { position: row && positionFrom(this.identity.storeId, row) };
    } catch (cause) {
      const error = appendErrorOf(cause);
      client.release(error.failure === 'unknown' || error.failure === 'unavailable');
      if (error.failure === 'promoted') await this.renewIdentity();
      throw error;
    }
  }

  async load(streams: readonly StreamRequest[], keys: readonly IdempotencyKey[]): Promise<Loaded> {
    const rows = await this.query<LoadRow>('load', loadSql, [
      streams.map(({ stream }) => stream),
      streams.map(({ snapshotSchemaVersion }) => snapshotSchemaVersion),
      keys.map(({ stream }) => stream),
      keys.map(({ scope }) => scope),
      keys.map(({ operation }) => operation),
      keys.map(({ key }) => key),
    ]);
    return loadedOf(rows, streams, keys);
  }

  async readStream(stream: string, { after, limit }: ReadStreamOptions): Promise<StoredEvent[]> {
    const rows = await this.query<EventRow>('stream', streamSql, [stream, after, limit]);
    return rows.map((row) => storedEventOf(row, this.identity.storeId));
  }

  async readFeed(after: Position | undefined, limit: number): Promise<StoredEvent[]> {
    const { era, transaction, number } = after ?? beginningOf(this.identity.storeId);
    const rows = await this.query<EventRow>('feed', feedSql, [era, transaction, number, limit]);
    return rows.map((row) => storedEventOf(row, this.identity.storeId));
  }

  async horizon(): Promise<Horizon> {
    return horizonOf(await this.query<HorizonRow>('horizon', horizonSql, []));
  }

  async saveSnapshots(snapshots: readonly Snapshot[]): Promise<void> {
    await this.query('snapshot', saveSnapshotsSql, [
      this.identity.incarnation,
      snapshots.map(({ stream }) => stream),
      snapshots.map(({ version }) => version),
      snapshots.map(({ schemaVersion }) => schemaVersion),
      snapshots.map(({ state }) => JSON.stringify(state)),
    ]);
  }

  async deleteExpiredKeys(): Promise<number> {
    for (let deleted = 0; ;) {
      const rows = await this.query('expired keys', deleteExpiredKeysSql, [EXPIRED_KEYS_PIECE]);
      deleted += rows.length;
      if (rows.length < EXPIRED_KEYS_PIECE) return deleted;
    }
  }

  /** Resolves when the database answers. @throws StoreUnavailableError */
  async ping(): Promise<void> {
    await this.query('ping', 'select 1', []);
  }

  /** Waits for what is running and closes every connection. */
  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Until it has succeeded, appends are refused. @throws AppendError `unavailable` */
  private async renewIdentity(): Promise<void> {
    try {
      this.current = await readIdentity(this.pool);
    } catch (error) {
      throw new AppendError('unavailable', error instanceof Error ? error.message : String(error), error);
    }
  }

  private async connectionForAppend(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw new AppendError('unavailable', error instanceof Error ? error.message : String(error), error);
    }
  }

  private async query<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>({ name, text, values });
      return rows;
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  }
}
