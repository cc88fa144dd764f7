import type { StoredEvent } from '../event-store';
import { positionOf } from '../position';

/** A row of {@link EVENT_COLUMNS}. */
export interface EventRow {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
  readonly era: number;
  readonly transaction: string;
  readonly number: string;
  readonly recorded_at_ms: string;
}

/** The event of a row, in the store that it was read from. */
export function storedEventOf(row: EventRow, store: number): StoredEvent {
  const { stream, version, type, data, metadata, era, transaction, number, recorded_at_ms } = row;
  return {
    stream,
    version,
    type,
    data,
    metadata,
    position: positionOf({ store, era, transaction: Number(transaction), number: Number(number) }),
    recordedAtMs: Math.floor(Number(recorded_at_ms)),
  };
}
