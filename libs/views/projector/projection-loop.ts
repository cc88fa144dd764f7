import { type BackOff, backOffMs, Pause } from '@firstwrite/resilience';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import {
  type CheckpointBoard,
  type Checkpoints,
  type EventFeed,
  type EventSource,
  type FeedPage,
  type Log,
  PartitionClaims,
  PieceSize,
  piecesOf,
  type FeedEvent,
} from '@firstwrite/feed';
import { foldsStream, type Projection } from '../fold/projection';
import type { StreamState } from '../fold/stream-fold';
import { loadExclusions, type Exclusions } from '../parked/parked-streams';
import type { ProjectedPart } from '../write/projected-part';
import type { BatchWriter } from '../write/batch-writer';
import type { ViewTable } from '../table/view-table';
import { BatchFold } from '../fold/batch-fold';

export interface LoopParts {
  readonly projection: Projection;
  readonly source: EventSource;
  readonly feed: EventFeed;
  readonly pool: Pool;
  readonly store: number;
  readonly checkpoints: Checkpoints;
  readonly table: ViewTable;
  readonly writer: BatchWriter;
  readonly board: CheckpointBoard;
  readonly log: Log;
  readonly pieceEventsMax: number;
  readonly fencedMs: number;
  /** Called after each failure, because the database may have crashed. */
  readonly onFailure: () => void;
}

/** The most rows in memory, some hundred bytes each. With them most batches load no rows. */
const ROWS_CACHED = 20_000;
const RETRY: BackOff = { firstMs: 50, maxMs: 5_000 };

/**
 * The loop of one projection: events → fold → view, for the partitions that this process has claimed. A failure is
 * retried for ever with bounded back-off, and affects no other projection; before a retry, all cached state is read
 * again. An event that cannot be folded parks its stream, and the loop goes on.
 */
export class ProjectionLoop {
  private readonly rows = new LRUCache<string, StreamState>({ max: ROWS_CACHED });
  private readonly pause = new Pause();
  private readonly piece: PieceSize;
  private readonly claims: PartitionClaims;
  private exclusions: Exclusions | undefined;
  private failures = 0;
  /** The checkpoints may not be as remembered. */
  private isInDoubt = false;

  constructor(private readonly parts: LoopParts) {
    const { checkpoints, feed, log, fencedMs } = parts;
    this.piece = new PieceSize(parts.pieceEventsMax);
    this.claims = new PartitionClaims({ projection: this.name, checkpoints, feed, log, fencedMs });
  }

  get name(): string {
    return this.parts.projection.name;
  }

  /** Runs until it is stopped; never rejects. */
  async run(): Promise<void> {
    while (!this.pause.isEnded) {
      try {
        await this.step();
        this.recovered();
      } catch (error) {
        await this.retryLater(error);
      }
    }
  }

  /** Reads the checkpoints again before the next events: a crash of the database may have taken them back. */
  doubt(): void {
    this.isInDoubt = true;
  }

  /** Stops the loop after the write in progress. */
  stop(): void {
    this.pause.end();
  }

  private async step(): Promise<void> {
    const { source } = this.parts;
    const { assignment } = source;
    await this.settleDoubt();
    if (await this.claims.follow(assignment)) this.forgetRows();
    this.tellReached();
    const { restMs: withinMs } = this.claims;
    const positions = this.claims.positions();
    const pages = await source.next({ follower: this.name, assignment, positions, withinMs });
    for (const piece of piecesOf(pages, () => this.piece.current)) {
      if (this.pause.isEnded || !(await this.projectPiece(piece))) return;
    }
  }

  /** False if a partition was not written, because its checkpoint was not as expected. */
  private async projectPiece(pages: ReadonlyMap<number, FeedPage>): Promise<boolean> {
    const { writer, feed } = this.parts;
    this.exclusions ??= await this.loadExclusions();
    const folds = await this.fold(pages, this.exclusions);
    for (const { fold } of folds) await fold.fillGaps(feed);
    const startedAtMs = performance.now();
    const moved = await writer.write(folds.map(({ fold, ...part }) => partOf(part, fold)));
    this.piece.took(performance.now() - startedAtMs);
    for (const { partition, to, fold } of folds) {
      if (!moved.has(partition)) continue;
      for (const [stream, state] of fold.states) this.rows.set(stream, state);
      this.parked(fold.parked);
      this.claims.moved(partition, to);
    }
    this.tellReached();
    if (moved.size === folds.length) return true;
    this.forgetRows();
    this.doubt();
    return false;
  }

  private async fold(pages: ReadonlyMap<number, FeedPage>, { parked, discarded }: Exclusions): Promise<Folded[]> {
    const { projection } = this.parts;
    const ours = [...pages].flatMap(([partition, { events, position }]) => {
      const claim = this.claims.claimed.get(partition);
      const concerning = events.filter(({ stream }) => foldsStream(projection, stream));
      return claim ? [{ partition, claim, to: position, events: concerning }] : [];
    });
    const loaded = await this.load(ours.flatMap(({ events }) => events));
    const stateOf = (stream: string) => this.rows.get(stream) ?? loaded.get(stream);
    const isParked = (stream: string) => parked.has(stream);
    return ours.map(({ events, ...part }) => {
      const fold = new BatchFold({ projection, discarded }, { stateOf, isParked });
      fold.add(events);
      return { fold, ...part };
    });
  }

  /** Loads the rows that the events continue and that are not in memory. */
  private async load(events: readonly FeedEvent[]): Promise<Map<string, StreamState>> {
    const firstVersions = new Map<string, number>();
    for (const { stream, version } of events) {
      if (!firstVersions.has(stream)) firstVersions.set(stream, version);
    }
    const missing = [...firstVersions].flatMap(([stream, version]) =>
      version === 1 || this.rows.has(stream) ? [] : [stream],
    );
    if (missing.length === 0) return new Map();
    const loaded = await this.parts.table.load(missing);
    return new Map([...loaded].map(([stream, row]) => [stream, { version: row.version, row }]));
  }

  private loadExclusions(): Promise<Exclusions> {
    return loadExclusions(this.parts.pool, this.name, this.parts.store);
  }

  private parked(streams: BatchFold['parked']): void {
    const [first] = streams.values();
    if (!first) return;
    for (const stream of streams.keys()) this.exclusions?.parked.add(stream);
    const details = { projection: this.name, streams: streams.size, stream: first.stream, reason: first.message };
    this.parts.log.error(details, 'parked, "firstwrite parked" says what to do');
  }

  private tellReached(): void {
    const { reached } = this.claims;
    if (reached) this.parts.board.seen(this.name, reached);
  }

  /** Drops the cached rows and exclusions, because they may be based on rows that were replaced. */
  private forgetRows(): void {
    this.rows.clear();
    this.exclusions = undefined;
  }

  /** Reads the checkpoints again. Rows are as old as their checkpoint: if none has changed, no row was lost. */
  private async settleDoubt(): Promise<void> {
    if (!this.isInDoubt) return;
    this.isInDoubt = false;
    try {
      if (!(await this.claims.check())) this.forgetRows();
    } catch (error) {
      this.isInDoubt = true;
      throw error;
    }
  }

  private async retryLater(error: unknown): Promise<void> {
    const delayMs = Math.round(backOffMs(this.failures, RETRY));
    this.failures++;
    const details = { projection: this.name, failures: this.failures, err: error };
    this.parts.log.warn(details, `projection failed, retry in ${delayMs} ms`);
    this.forgetRows();
    this.parts.onFailure();
    await this.pause.sleep(delayMs);
  }

  private recovered(): void {
    if (this.failures > 0) this.parts.log.info({ projection: this.name }, 'projection recovered');
    this.failures = 0;
  }
}

type Folded = Omit<ProjectedPart, 'rows' | 'parked'> & { readonly fold: BatchFold };

function partOf(part: Omit<ProjectedPart, 'rows' | 'parked'>, fold: BatchFold): ProjectedPart {
  return { rows: fold.changedRows(), parked: [...fold.parked.values()], ...part };
}
