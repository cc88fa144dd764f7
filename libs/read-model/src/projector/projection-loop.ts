import type { Position } from '@firstwrite/event-store';
import { LRUCache } from 'lru-cache';
import type { EventFeed, Log } from '../ports';
import { isAtOrAfter } from '../position';
import { concerns, type Projection } from '../projections/projection';
import type { ProjectedEvent } from '../projections/projected-event';
import type { StreamState } from '../projections/stream-fold';
import type { Checkpoint, Checkpoints } from '../views/checkpoints';
import type { ViewTable } from '../views/view-table';
import { BatchFold } from './batch-fold';
import type { CheckpointBoard } from './checkpoint-board';
import { Pause } from './pause';
import { PieceSize } from './piece-size';
import type { FeedPage, SharedFeed } from './shared-feed';

export interface LoopParts {
  readonly projection: Projection;
  readonly pages: SharedFeed;
  readonly feed: EventFeed;
  readonly checkpoints: Checkpoints;
  readonly table: ViewTable;
  readonly board: CheckpointBoard;
  readonly log: Log;
  readonly pieceEventsMax: number;
  readonly fencedMs: number;
}

/** Rows of streams that change again and again stay in memory, some hundred bytes each: most batches load nothing. */
const ROWS_CACHED = 20_000;
const RETRY_MS_FIRST = 50;
const RETRY_MS_MAX = 5_000;

/**
 * One projection: feed → fold → view.
 *
 *   claiming ──▶ projecting ◀──▶ reading again (a failure, or rows were written beside us)
 *      ▲             │ the checkpoint has another epoch
 *      └── fenced ◀──┘
 *
 * Fenced: another process projects this view. It is left alone while it gets on; a checkpoint that stays behind the feed for
 * `fencedMs` is claimed again. A failure is retried for ever, with bounded back-off, and concerns nobody else.
 */
export class ProjectionLoop {
  private readonly rows = new LRUCache<string, StreamState>({ max: ROWS_CACHED });
  private readonly pause = new Pause();
  private readonly piece: PieceSize;
  private claim: Checkpoint | undefined;
  private failures = 0;

  constructor(private readonly parts: LoopParts) {
    this.piece = new PieceSize(parts.pieceEventsMax);
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

  /** What is being written is finished. */
  stop(): void {
    this.pause.end();
  }

  private async step(): Promise<void> {
    this.claim ??= await this.claimView();
    const page = await this.parts.pages.next(this.claim.position);
    if (page) await this.projectPage(page);
  }

  private async claimView(): Promise<Checkpoint> {
    const claim = await this.parts.checkpoints.claim(this.name);
    this.parts.board.seen(this.name, claim.position);
    return claim;
  }

  private async projectPage({ events }: FeedPage): Promise<void> {
    for (let at = 0; at < events.length && !this.pause.isEnded;) {
      const piece = events.slice(at, at + this.piece.current);
      if (!(await this.projectPiece(piece))) return this.readAgain();
      at += piece.length;
    }
  }

  private async projectPiece(events: readonly ProjectedEvent[]): Promise<boolean> {
    const { projection, feed, table, board } = this.parts;
    const { claim } = this;
    const to = events.at(-1)?.position;
    if (!claim || !to) return false;
    const ours = events.filter(({ stream }) => concerns(projection, stream));
    const loaded = await this.load(ours);
    const fold = new BatchFold(projection, (stream) => this.rows.get(stream) ?? loaded.get(stream));
    fold.add(ours);
    await fold.fillGaps(feed);
    const startedAtMs = performance.now();
    if (!(await table.project(fold.changedRows(), claim, to))) return false;
    this.piece.took(performance.now() - startedAtMs);
    for (const [stream, state] of fold.states) this.rows.set(stream, state);
    this.claim = { ...claim, position: to };
    board.seen(this.name, to);
    return true;
  }

  /** The rows of streams that go on from something that is not in memory. */
  private async load(events: readonly ProjectedEvent[]): Promise<Map<string, StreamState>> {
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

  /** The checkpoint is not what we thought: what is in memory may rest on rows that are gone. */
  private async readAgain(): Promise<void> {
    this.rows.clear();
    const current = await this.parts.checkpoints.read(this.name);
    if (!current || current.epoch === this.claim?.epoch) {
      this.claim = current;
      if (current) this.parts.board.seen(this.name, current.position);
      return;
    }
    this.claim = undefined;
    this.parts.log.info({ projection: this.name }, 'another process projects this view');
    await this.waitWhileFenced(current.position);
  }

  private async waitWhileFenced(from: Position): Promise<void> {
    const { checkpoints, feed, board, fencedMs } = this.parts;
    let last = from;
    while (!this.pause.isEnded) {
      const [due] = await feed.readFeed(last, 1);
      // Jitter: two processes that wait for each other do not wake together.
      await this.pause.sleep(fencedMs * (1 + Math.random() / 4));
      const current = await checkpoints.read(this.name);
      if (!current) return;
      board.seen(this.name, current.position);
      if (due && !isAtOrAfter(current.position, due.position)) return;
      last = current.position;
    }
  }

  private async retryLater(error: unknown): Promise<void> {
    const delayMs = Math.min(RETRY_MS_FIRST * 2 ** this.failures, RETRY_MS_MAX);
    this.failures++;
    const details = { projection: this.name, failures: this.failures, err: error };
    this.parts.log.warn(details, `projection failed, again in ${delayMs} ms`);
    await this.pause.sleep(delayMs);
    if (this.claim) await this.readAgain().catch(() => undefined);
  }

  private recovered(): void {
    if (this.failures > 0) this.parts.log.info({ projection: this.name }, 'projection goes on');
    this.failures = 0;
  }
}
