import { AppendError } from '../errors';
import type {
  AppendBatch,
  AppendReceipt,
  EventStore,
  Horizon,
  IdempotencyKey,
  IdempotencyRow,
  LeaseGuard,
  Loaded,
  ReadStreamOptions,
  Snapshot,
  StoredEvent,
  StoreIdentity,
  StreamRequest,
} from '../event-store';
import { comparePositions, positionOf, type Position } from '../position';

/**
 * The event store in this process's memory, for tests and examples. It keeps the port's promises while the process
 * runs.
 */
export class InMemoryEventStore implements EventStore {
  readonly identity: StoreIdentity = { storeId: 0, region: 'local', era: 1, incarnation: 'in-memory' };

  async isIncarnation(incarnation: string): Promise<boolean> {
    return incarnation === this.identity.incarnation;
  }
  private readonly feed: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly snapshots = new Map<string, Snapshot>();
  private readonly rows = new Map<string, IdempotencyRow>();
  private readonly leases = new Map<string, number>();
  private transaction = 0;

  async append({ events, confirm, guards, rows }: AppendBatch): Promise<AppendReceipt> {
    const sorted = events.toSorted((a, b) =>
      a.stream === b.stream ? a.version - b.version : a.stream < b.stream ? -1 : 1,
    );
    const next = new Map<string, number>();
    for (const { stream, version } of sorted) {
      if (version !== (next.get(stream) ?? this.versionOf(stream) + 1)) throw new AppendError('fence', stream);
      next.set(stream, version + 1);
    }
    const moved = confirm.find(({ stream, version }) => this.versionOf(stream) !== version);
    if (moved) throw new AppendError('confirm', moved.stream);
    const lost = guards.find(({ lease, epoch }) => this.leases.get(lease) !== epoch);
    if (lost) throw new AppendError('superseded', lost.lease);
    const names = rows.map(rowName);
    const taken = names.find((name, at) => this.rows.has(name) || names.indexOf(name) < at);
    if (taken) throw new AppendError('key', taken);
    return { position: this.write(sorted, rows) };
  }

  /** Gives a lease to this epoch's holder. */
  grantLease({ lease, epoch }: LeaseGuard): void {
    this.leases.set(lease, epoch);
  }

  async load(streams: readonly StreamRequest[], keys: readonly IdempotencyKey[]): Promise<Loaded> {
    return {
      streams: streams.map(({ stream, snapshotSchemaVersion }) => {
        const kept = this.snapshots.get(stream);
        const snapshot = kept?.schemaVersion === snapshotSchemaVersion ? kept : undefined;
        return { snapshot, events: (this.streams.get(stream) ?? []).slice(snapshot?.version ?? 0) };
      }),
      keys: keys.map((key) => this.rows.get(rowName(key))),
    };
  }

  async readStream(stream: string, { after, limit }: ReadStreamOptions): Promise<StoredEvent[]> {
    return (this.streams.get(stream) ?? []).slice(after, after + limit);
  }

  async readFeed(after: Position | undefined, limit: number): Promise<StoredEvent[]> {
    const start = after ? this.feed.findIndex(({ position }) => comparePositions(position, after) > 0) : 0;
    return start < 0 ? [] : this.feed.slice(start, start + limit);
  }

  async horizon(): Promise<Horizon> {
    const next = this.transaction + 1;
    return { atMs: Date.now(), era: this.identity.era, oldestOpen: next, committedBelow: next };
  }

  async saveSnapshots(snapshots: readonly Snapshot[]): Promise<void> {
    for (const snapshot of snapshots) {
      const kept = this.snapshots.get(snapshot.stream);
      if (kept?.schemaVersion === snapshot.schemaVersion && kept.version >= snapshot.version) continue;
      this.snapshots.set(snapshot.stream, structuredClone(snapshot));
    }
  }

  async deleteExpiredKeys(): Promise<number> {
    const expired = [...this.rows].filter(([, { expiresAtMs }]) => expiresAtMs !== null && expiresAtMs < Date.now());
    for (const [name] of expired) this.rows.delete(name);
    return expired.length;
  }

  private versionOf(stream: string): number {
    return this.streams.get(stream)?.length ?? 0;
  }

  private write(events: AppendBatch['events'], rows: AppendBatch['rows']): Position | undefined {
    const { storeId: store, era } = this.identity;
    const transaction = ++this.transaction;
    const recordedAtMs = Date.now();
    for (const event of events) {
      const position = positionOf({ store, era, transaction, number: this.feed.length + 1 });
      const stored = { ...structuredClone(event), position, recordedAtMs };
      this.feed.push(stored);
      this.streams.set(event.stream, [...(this.streams.get(event.stream) ?? []), stored]);
    }
    for (const row of rows) this.rows.set(rowName(row), structuredClone(row));
    return this.feed.at(-1)?.position;
  }
}

function rowName({ stream, scope, operation, key }: IdempotencyKey): string {
  return JSON.stringify([stream, scope, operation, key]);
}
