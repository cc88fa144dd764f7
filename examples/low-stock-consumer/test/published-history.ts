import { partitionOf, positionOf, type StoredEvent } from '@firstwrite/event-store';
import type { MessageLog } from '@firstwrite/messaging';
import { encodeSegment } from '@firstwrite/published-log';

/** An event of a stream, and its version. */
export type Fact = readonly [stream: string, version: number, type: string, data: object];

const RECORDED_AT_MS = Date.UTC(2026, 0, 1, 9, 30);

/** Publishes a history as the relay does, in rounds of any size. */
export class PublishedHistory {
  private last = 0;

  constructor(
    private readonly log: MessageLog,
    private readonly topic: string,
    private readonly partitions: number,
  ) {}

  /**
   * Publishes one round: a segment for every partition. With `times` it is published again, as by a relay that stopped
   * before it saved its checkpoint.
   */
  async publish(facts: readonly Fact[], { times = 1 } = {}): Promise<void> {
    const from = positionAt(this.last);
    const events = facts.map((fact) => this.eventOf(fact));
    const to = positionAt(this.last);
    for (let partition = 0; partition < this.partitions; partition += 1) {
      const ours = events.filter(({ stream }) => partitionOf(stream, this.partitions) === partition);
      const segment = {
        incarnation: 'one',
        partitions: this.partitions,
        from,
        to,
        events: ours,
        completeAtMs: RECORDED_AT_MS,
      };
      const batches = encodeSegment(segment, { partition, region: 'local', completeBeforeMs: 0 });
      for (const batch of Array.from({ length: times }, () => batches).flat()) {
        await this.log.publish(this.topic, partition, batch);
      }
    }
  }

  private eventOf([stream, version, type, data]: Fact): StoredEvent {
    this.last += 1;
    const metadata = { commandId: `command-${this.last}` };
    return { stream, version, type, data, metadata, position: positionAt(this.last), recordedAtMs: RECORDED_AT_MS };
  }
}

function positionAt(number: number) {
  return positionOf({ store: 0, era: 1, transaction: 748, number });
}
