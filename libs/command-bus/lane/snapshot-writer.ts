import type { EventStore, Snapshot } from '@firstwrite/event-store';
import type { Model, AggregateState } from '../settle/aggregate';
import { SNAPSHOT_EVERY_EVENTS, type LaneObserver } from './lane-options';
import type { StreamCache } from './stream-cache';

/** Saves snapshots of long streams in the background: of committed versions only, one write at a time. */
export class SnapshotWriter {
  private readonly due = new Set<string>();
  private writing: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly model: Model,
    private readonly cache: StreamCache,
    private readonly observer: LaneObserver,
  ) {}

  /** Takes note of a committed state. */
  committed(stream: string, { version, snapshotVersion }: AggregateState): void {
    if (version - snapshotVersion < SNAPSHOT_EVERY_EVENTS) return;
    this.due.add(stream);
    this.writing ??= this.write();
  }

  /** Resolves when no write is under way. */
  async idle(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    try {
      // Waits one turn of the event loop, so that the answers of the commit are sent first.
      await new Promise(setImmediate);
      while (this.due.size > 0) await this.writeDue();
    } catch (error) {
      this.observer.snapshotFailed(error);
    } finally {
      this.writing = undefined;
    }
  }

  private async writeDue(): Promise<void> {
    const snapshots = [...this.due].flatMap((stream) => this.snapshotOf(stream));
    this.due.clear();
    if (snapshots.length > 0) await this.store.saveSnapshots(snapshots);
    for (const { stream, version } of snapshots) {
      const current = this.cache.get(stream);
      if (current) this.cache.set(stream, { ...current, snapshotVersion: version });
    }
  }

  private snapshotOf(stream: string): Snapshot[] {
    const cached = this.cache.get(stream);
    const schemaVersion = this.model.aggregates[this.model.kindOf(stream)]?.snapshotSchemaVersion;
    if (!cached || schemaVersion === undefined || typeof cached.state !== 'object' || cached.state === null) return [];
    return [{ stream, version: cached.version, schemaVersion, state: cached.state }];
  }
}
