import type { StreamKind } from '@firstwrite/shop';
import type { Pool } from 'pg';
import { positionFrom, type PositionColumns } from '@firstwrite/event-store';
import { ProjectedEvent } from '@firstwrite/feed';
import { countEventsSql, streamPagesSql } from './sql/stream-pages.sql';

type EventRow = PositionColumns & {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
  readonly recorded_at_ms: string;
};

/** The events of one kind of stream, stream by stream instead of in the feed's order. */
export class StreamPages {
  /** Everything was read. */
  isAtEnd = false;
  private after = { stream: '', version: 0 };
  private readonly range: readonly [from: string, before: string];

  constructor(
    private readonly pool: Pool,
    private readonly store: number,
    kind: StreamKind,
  ) {
    // '.' is the character after '-': names are compared as ASCII.
    this.range = [`${kind}-`, `${kind}.`];
  }

  async count(): Promise<number> {
    const { rows } = await this.pool.query<{ events: number }>(countEventsSql, [...this.range]);
    return rows[0]?.events ?? 0;
  }

  async next(limit: number): Promise<ProjectedEvent[]> {
    const { stream, version } = this.after;
    const values = [stream, version, ...this.range, limit];
    const { rows } = await this.pool.query<EventRow>({ name: 'stream pages', text: streamPagesSql, values });
    this.after = rows.at(-1) ?? this.after;
    this.isAtEnd = rows.length < limit;
    return rows.map((row) => this.eventOf(row));
  }

  private eventOf(row: EventRow): ProjectedEvent {
    const { stream, version, type, data, metadata } = row;
    const recordedAtMs = Math.floor(Number(row.recorded_at_ms));
    const position = positionFrom(this.store, row);
    return new ProjectedEvent({ stream, version, type, data, metadata, recordedAtMs, position });
  }
}
