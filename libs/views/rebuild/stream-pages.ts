import { countStreamsEventsSql, storedEventOf, streamOrderSql, type EventRow } from '@firstwrite/event-store';
import type { EventFeed, FeedEvent } from '@firstwrite/feed';
import type { Pool } from 'pg';

/** Which events are read, and from where. */
export interface StreamPagesOptions {
  readonly pool: Pool;
  readonly storeId: number;
  readonly feed: Pick<EventFeed, 'eventOf'>;
  readonly kind: string;
}

/** The events of one kind of stream, stream by stream instead of in the feed's order. */
export class StreamPages {
  /** Whether all events were read. */
  isAtEnd = false;
  private after = { stream: '', version: 0 };
  private readonly range: readonly [from: string, before: string];

  constructor(private readonly options: StreamPagesOptions) {
    const { kind } = options;
    // '.' is the character after '-': names are compared as ASCII.
    this.range = [`${kind}-`, `${kind}.`];
  }

  async count(): Promise<number> {
    const { rows } = await this.options.pool.query<{ events: number }>(countStreamsEventsSql, [...this.range]);
    return rows[0]?.events ?? 0;
  }

  async next(limit: number): Promise<FeedEvent[]> {
    const { pool, storeId, feed } = this.options;
    const { stream, version } = this.after;
    const values = [stream, version, ...this.range, limit];
    const { rows } = await pool.query<EventRow>({ name: 'stream pages', text: streamOrderSql, values });
    this.after = rows.at(-1) ?? this.after;
    this.isAtEnd = rows.length < limit;
    return rows.map((row) => feed.eventOf(storedEventOf(row, storeId)));
  }
}
