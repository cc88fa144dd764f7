import { positionFrom, type Position, type StoredEvent } from '@firstwrite/event-store';

/** The values of {@link eventColumns}, in that order; 64-bit columns come as text. */
export type StoredEventRow = readonly [
  stream: string,
  version: number,
  type: string,
  data: object,
  actor: string | null,
  era: number,
  transaction: string,
  number: string,
  recordedAtUs: string,
];

/**
 * The columns of an event. Of the metadata only the actor is selected, because views show nothing else of it. Times are
 * whole microseconds, which a float holds exactly.
 */
export const eventColumns = `event.stream, event.version, event.type, event.data, event.metadata ->> 'actor',
  event.era, event.transaction_id::text, event.number::text, (date_part('epoch', event.recorded_at) * 1e6)::bigint`;

export function storedEventOf(row: StoredEventRow, store: number): StoredEvent {
  const [stream, version, type, data, actor, era, transaction, number, recordedAtUs] = row;
  return {
    stream,
    version,
    type,
    data,
    metadata: actor === null ? {} : { actor },
    position: positionFrom(store, { era, transaction, number }),
    recordedAtMs: Math.floor(Number(recordedAtUs) / 1000),
  };
}

/** A position of a store as SQL parameters take it. */
export function positionParameters({ era, transaction, number }: Position): [number, string, string] {
  return [era, String(transaction), String(number)];
}
