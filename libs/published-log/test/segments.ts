import { partitionOf, positionOf, type Position, type StoredEvent } from '@firstwrite/event-store';
import type { Message, ReceivedMessage } from '@firstwrite/messaging';
import type { Segment } from '../segment';

export const START = positionAt(0);

export function positionAt(transaction: number, store = 0): Position {
  return positionOf({ store, era: 1, transaction, number: transaction });
}

export function eventAt(transaction: number, stream = 'order-1', more: Partial<StoredEvent> = {}): StoredEvent {
  return {
    stream,
    version: transaction,
    type: 'Counted',
    data: { value: transaction },
    metadata: { commandId: `c-${transaction}` },
    position: positionAt(transaction),
    recordedAtMs: 1_700_000_000_000 + transaction,
    ...more,
  };
}

/** The segment of one partition, of a whole history between two positions. */
export function segmentOf(
  history: readonly StoredEvent[],
  { partition, partitions }: { partition: number; partitions: number },
  [from, to]: readonly [number, number],
): Segment {
  const events = history.filter(
    ({ stream, position }) =>
      position.transaction > from && position.transaction <= to && partitionOf(stream, partitions) === partition,
  );
  const range = { from: positionAt(from), to: positionAt(to), completeAtMs: 1_700_000_000_000 + to };
  return { incarnation: 'one', partitions, events, ...range };
}

/** The messages as received from a partition, from an offset on. */
export function received(messages: readonly Message[], firstOffset = 0): ReceivedMessage[] {
  return messages.map((message, at) => ({ ...message, offset: BigInt(firstOffset + at) }));
}
