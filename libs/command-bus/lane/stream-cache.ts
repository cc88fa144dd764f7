import { LRUCache } from 'lru-cache';
import type { Model, AggregateState } from '../settle/aggregate';

/** The most recently used committed states of each kind. A state may be stale: the fence of the append detects that. */
export class StreamCache {
  private readonly kinds = new Map<string, LRUCache<string, AggregateState>>();

  constructor(private readonly model: Model) {
    for (const [kind, { cachedMax }] of Object.entries(model.aggregates)) {
      this.kinds.set(kind, new LRUCache({ max: cachedMax }));
    }
  }

  get(stream: string): AggregateState | undefined {
    return this.of(stream).get(stream);
  }

  /**
   * Keeps the newest known snapshot version of the stream: a snapshot may have been saved while the batch that made
   * `state` was under way.
   */
  set(stream: string, state: AggregateState): AggregateState {
    const cache = this.of(stream);
    const snapshotVersion = Math.max(state.snapshotVersion, cache.peek(stream)?.snapshotVersion ?? 0);
    const kept = { ...state, snapshotVersion };
    cache.set(stream, kept);
    return kept;
  }

  forget(streams: Iterable<string>): void {
    for (const stream of streams) this.of(stream).delete(stream);
  }

  /** Forgets all streams. */
  clear(): void {
    for (const kept of this.kinds.values()) kept.clear();
  }

  private of(stream: string): LRUCache<string, AggregateState> {
    const cache = this.kinds.get(this.model.kindOf(stream));
    if (!cache) throw new Error(`no aggregate for stream ${stream}`);
    return cache;
  }
}
