import type { EventDecoder, StoredEvent } from '@firstwrite/event-store';
import { FeedEvent } from '@firstwrite/feed';
import { APPLICATION_ROLE } from '@firstwrite/postgres';
import { NoOwnViewsError, ownViewsSessionOptions, requireOwnViews } from '@firstwrite/views';
import { Client, DatabaseError } from 'pg';
import { CommandFailedError } from '@firstwrite/terminal';
import { describeError, maskedUrl } from '@firstwrite/platform';

const sessionOptions = [
  `role=${APPLICATION_ROLE}`,
  'default_transaction_read_only=on',
  'plan_cache_mode=force_custom_plan',
  'jit=off',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

const UNDEFINED_TABLE = '42P01';

/**
 * Pages are read along an index and views by their keys. A planner that has no statistics yet might sort or hash a
 * whole table for each page instead.
 */
const followIndexes = ['seqscan', 'sort', 'bitmapscan', 'hashjoin', 'mergejoin']
  .map((node) => `set local enable_${node} = off`)
  .join(';');

/** Which store is read, and how its events are decoded. */
export interface AuditSessionOptions {
  readonly url: string;
  /** Audits the own views of this instance; undefined: the shared ones. */
  readonly instance?: string | undefined;
  readonly decoder: EventDecoder;
}

/**
 * One connection that can only read, as the application's role. Inside {@link snapshot} it sees the store as it was at
 * one moment, so a running service does not disturb the comparison. Reading takes no transaction id, so it does not
 * hold back the feed.
 */
export class AuditSession {
  private constructor(
    private readonly client: Client,
    readonly storeId: number,
    private readonly decoder: EventDecoder,
  ) {}

  /** @throws CommandFailedError when there is no store to audit @throws NoOwnViewsError */
  static async open({ url, instance, decoder }: AuditSessionOptions): Promise<AuditSession> {
    const client = new Client({
      connectionString: url,
      options: instance === undefined ? sessionOptions : `${sessionOptions} ${ownViewsSessionOptions(instance)}`,
      connectionTimeoutMillis: 10_000,
      application_name: 'firstwrite audit',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ id: number }>('select store_id as id from store order by era desc limit 1');
      if (!rows[0]) throw new CommandFailedError('the store was never registered: run "firstwrite migrate"');
      if (instance !== undefined) await requireOwnViews(client, instance);
      return new AuditSession(client, rows[0].id, decoder);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw explained(error, url);
    }
  }

  eventOf(stored: StoredEvent): FeedEvent {
    return new FeedEvent(stored, this.decoder);
  }

  /** Rows as objects. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query<Row>(text, [...values]);
    return rows;
  }

  /** Rows as arrays, in the statement's order of columns. */
  async queryArrays<Row extends readonly unknown[]>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.client.query<Row & unknown[]>({ text, values: [...values], rowMode: 'array' });
    return rows;
  }

  /** All queries of `read` see the same state of the database. */
  async snapshot<Result>(read: () => Promise<Result>): Promise<Result> {
    await this.client.query('begin transaction isolation level repeatable read read only');
    try {
      return await read();
    } finally {
      await this.client.query('rollback').catch(() => undefined);
    }
  }

  /**
   * For statements that read page by page along an index. Holds until the end of the snapshot or {@link useAnyPlan}.
   */
  async useIndexPlans(): Promise<void> {
    await this.client.query(followIndexes);
  }

  /** For statements about whole tables. */
  async useAnyPlan(): Promise<void> {
    await this.client.query(followIndexes.replaceAll('= off', '= on'));
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

function explained(error: unknown, url: string): unknown {
  if (error instanceof CommandFailedError || error instanceof NoOwnViewsError) return error;
  const where = maskedUrl(url);
  if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) {
    return new CommandFailedError(`${where} has no store of Firstwrite: run "firstwrite migrate"`);
  }
  return new CommandFailedError(`cannot read ${where}: ${describeError(error)}`);
}
