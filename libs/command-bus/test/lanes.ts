import type { EventStore } from '@firstwrite/event-store';
import { Lane } from '../lane/lane';
import type { LaneOptions } from '../lane/lane-options';
import { shelfModel } from './shelf';

/** The calls of a lane to its observer. */
export interface LaneRecord {
  readonly batches: { commands: number; events: number }[];
  readonly rounds: string[];
  readonly snapshotFailures: unknown[];
  commits: number;
}

export function laneOn(store: EventStore, more: Partial<LaneOptions> = {}): { lane: Lane; record: LaneRecord } {
  const record: LaneRecord = { batches: [], rounds: [], snapshotFailures: [], commits: 0 };
  const lane = new Lane({
    store,
    model: shelfModel,
    observer: {
      batch: (commands, events) => record.batches.push({ commands, events }),
      round: (failure) => record.rounds.push(failure),
      snapshotFailed: (error) => record.snapshotFailures.push(error),
    },
    onCommit: () => (record.commits += 1),
    ...more,
  });
  return { lane, record };
}

/**
 * A stream's units, folded from its stored events. Asserts that its versions are dense and its units never negative.
 */
export async function unitsStored(store: EventStore, stream: string): Promise<number> {
  let units = 0;
  const events = await store.readStream(stream, { after: 0, limit: 100_000 });
  events.forEach(({ version, data }, at) => {
    expect({ stream, version }).toEqual({ stream, version: at + 1 });
    units += (data as { units: number }).units;
    expect(units).toBeGreaterThanOrEqual(0);
  });
  return units;
}
