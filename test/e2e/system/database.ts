import { attachEmbeddedPostgres } from '@firstwrite/local-servers';
import { Client } from 'pg';

export interface EventRow {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A connection besides those of the product: it reads what is stored, and can block the product with locks. */
export class Database {
  private constructor(
    private readonly client: Client,
    private readonly leave: () => Promise<void>,
  ) {}

  static async connect(url: string, leave: () => Promise<void> = () => Promise.resolve()): Promise<Database> {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    return new Database(client, leave);
  }

  /** Connects to the embedded database of a data directory. */
  static async of(dataDirectory: string): Promise<Database> {
    const attached = await attachEmbeddedPostgres(dataDirectory);
    return Database.connect(attached.url, () => attached.stop());
  }

  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  async eventCount(): Promise<number> {
    const [row] = await this.query<{ count: string }>('select count(*) from event');
    return Number(row?.count);
  }

  events(stream: string): Promise<EventRow[]> {
    return this.query<EventRow>('select stream, version, type, data from event where stream = $1 order by version', [
      stream,
    ]);
  }

  /**
   * The sessions that wait for a lock on the events. Unlike pg_stat_activity, pg_locks is up to date inside a
   * transaction, too.
   */
  async waitingForEvents(): Promise<number[]> {
    const rows = await this.query<{ pid: number }>(
      `select pid from pg_locks where not granted and relation = 'event'::regclass`,
    );
    return rows.map(({ pid }) => pid);
  }

  /** Streams with versions other than 1 … n. */
  streamsWithGaps(): Promise<{ stream: string }[]> {
    return this.query(
      `select stream from event group by stream
       having min(version) <> 1 or max(version) <> count(*) or count(distinct version) <> count(*)`,
    );
  }

  /** Stock items that were below zero at some version. */
  oversold(): Promise<{ stream: string; version: number; on_hand: string }[]> {
    return this.query(
      `select * from (
         select stream, version, sum(case type
           when 'StockDecremented' then -(data->>'quantity')::bigint
           when 'StockAdjusted' then (data->>'delta')::bigint
           else (data->>'quantity')::bigint end) over (partition by stream order by version) as on_hand
         from event where stream like 'stock-%') as ledger
       where on_hand < 0`,
    );
  }

  /** The units that orders took, by the events of the stock and by the events of the orders. */
  async unitsTaken(): Promise<{ decremented: number; ordered: number }> {
    const [row] = await this.query<{ decremented: string; ordered: string }>(
      `select
         (select coalesce(sum((data->>'quantity')::bigint), 0)
          from event where type = 'StockDecremented') as decremented,
         (select coalesce(sum((line->>'quantity')::bigint), 0)
          from event, json_array_elements(data->'lines') as line where type = 'OrderPlaced') as ordered`,
    );
    return { decremented: Number(row?.decremented), ordered: Number(row?.ordered) };
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.leave();
  }
}
