import type { StoredEvent } from '../event-store';
import { type PositionColumns, positionFrom } from './position-columns';

/** A row of {@link EVENT_COLUMNS}. */
export interface EventRow extends PositionColumns {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
  readonly recorded_at_ms: string;
}

/** The event of a row, in the store that it was read from. */
export function storedEventOf(row: EventRow, store: number): StoredEvent {
  const { stream, version, type, data, metadata, recorded_at_ms } = row;
  return {
    stream,
    version,
    type,
    data,
    metadata,
    position: positionFrom(store, row),
    recordedAtMs: Math.floor(Number(recorded_at_ms)),
  };
}
