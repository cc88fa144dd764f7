import type { CopyStatement } from '@firstwrite/postgres';
import type { Pool } from 'pg';
import { copyRows } from './copy-rows';
import { moveArrays, type CheckpointMove } from './projected-part';
import { lockTablesSql, moveAllSql } from './copy-rows.sql';

/** What one projection writes into its view, and the checkpoints that move with it. */
export interface ViewWrite {
  readonly moves: readonly CheckpointMove[];
  /** The tables that the statements write to. */
  readonly tables: readonly string[];
  /** Empty when the events changed nothing in the view. */
  readonly statements: readonly CopyStatement[];
  readonly rowCount: number;
}

interface Waiting {
  readonly write: ViewWrite;
  readonly settle: { readonly resolve: (written: boolean) => void; readonly reject: (error: unknown) => void };
}

/**
 * A batch has more rows than this when projections are behind. Then each view is better written in its own transaction,
 * in parallel, and finds its own piece size.
 */
const ROWS_SHARED_MAX = 200;
/** How long a view that another session has locked may delay the others. */
const SHARED_LOCK_MS_MAX = 100;
/** After an error in a shared transaction, every view is written alone for this long. */
const ALONE_MS = 30_000;

/**
 * Views that are ready to be written at the same moment share one transaction and one round trip. While the projections
 * keep up, a batch has few events, and a transaction and a round trip cost more than its rows.
 */
export class SharedTransaction {
  private waiting: Waiting[] = [];
  private aloneUntilMs = 0;

  constructor(
    private readonly pool: Pool,
    private readonly store: number,
  ) {}

  /**
   * Writes all of it or nothing.
   * @returns false when nothing was written: a row exists already or a claim is no longer valid, in this view or in
   * another one of the same transaction; or the transaction of several views failed
   */
  write(write: ViewWrite): Promise<boolean> {
    if (write.rowCount > ROWS_SHARED_MAX || performance.now() < this.aloneUntilMs) return this.send([write]);
    if (this.waiting.length === 0) setImmediate(() => void this.sendWaiting());
    return new Promise((resolve, reject) => this.waiting.push({ write, settle: { resolve, reject } }));
  }

  private async sendWaiting(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    try {
      const written = await this.send(waiting.map(({ write }) => write));
      for (const { settle } of waiting) settle.resolve(written);
    } catch (error) {
      this.aloneUntilMs = performance.now() + ALONE_MS;
      const [only, ...others] = waiting;
      if (others.length === 0) only?.settle.reject(error);
      else for (const { settle } of waiting) settle.resolve(false);
    }
  }

  private send(writes: readonly ViewWrite[]): Promise<boolean> {
    const moves = writes.flatMap((write) => write.moves);
    const tables = writes.flatMap((write) => write.tables);
    const statements = writes.flatMap((write) => write.statements);
    return copyRows(this.pool, {
      sql: [
        ...(writes.length > 1 ? [`set local lock_timeout = ${SHARED_LOCK_MS_MAX}`] : []),
        ...(tables.length > 0 ? [lockTablesSql(tables)] : []),
        moveAllSql([this.store, ...moveArrays(moves)], moves.length),
        ...statements.map(({ sql }) => sql),
      ].join(';\n'),
      copies: statements.flatMap(({ copies }) => copies),
    });
  }
}
