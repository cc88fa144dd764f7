import { comparePositions, positionOf, type Position, type StoredEvent } from '@firstwrite/event-store';
import { type Segment, SegmentReader } from '@firstwrite/published-log';
import type { NetworkLog } from '../../relay/test/network-log';

const START = positionOf({ store: 0, era: 0, transaction: 0, number: 0 });

/** What a follower that began before the first event has seen in a partition. */
export interface Followed {
  readonly segments: readonly Segment[];
  /** Without events that came again. */
  readonly events: readonly StoredEvent[];
  readonly position: Position;
  readonly completeAtMs: number;
}

/** The complete segments of a partition, only those for this number of partitions. */
export function segmentsIn(log: NetworkLog, partition: number, partitions: number): Segment[] {
  const read = new SegmentReader({ store: 0, partition }).read(log.read(partition));
  return read.map(({ segment }) => segment).filter((segment) => segment.partitions === partitions);
}

/**
 * Follows a partition by the rule of segments: a segment that begins at or before the follower's position continues it.
 * @throws when a segment begins after it, because events are missing
 */
export function follow(log: NetworkLog, partition: number, partitions: number): Followed {
  const segments = segmentsIn(log, partition, partitions);
  const events: StoredEvent[] = [];
  let position = START;
  for (const segment of segments) {
    if (comparePositions(segment.from, position) > 0) throw new Error(`partition ${partition} has a hole`);
    events.push(...segment.events.filter((event) => comparePositions(event.position, position) > 0));
    if (comparePositions(segment.to, position) > 0) position = segment.to;
  }
  return { segments, events, position, completeAtMs: Math.max(0, ...segments.map(({ completeAtMs }) => completeAtMs)) };
}

/**
 * The names of the events of all partitions, sorted.
 * @throws when the events of a stream are not in its order
 */
export function followAll(log: NetworkLog, partitions: number): string[] {
  const names: string[] = [];
  const versions = new Map<string, number>();
  for (let partition = 0; partition < partitions; partition += 1) {
    for (const { stream, version } of follow(log, partition, partitions).events) {
      if (version !== (versions.get(stream) ?? 0) + 1) throw new Error(`${stream} skips or repeats ${version}`);
      versions.set(stream, version);
      names.push(`${stream}/${version}`);
    }
  }
  return names.toSorted();
}
