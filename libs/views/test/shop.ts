import { applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { PostgresEventStore, type NewEvent, type Position } from '@firstwrite/event-store';
import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import type { Pool } from 'pg';
import { loadTokenKeys, Reader, type ReaderOptions, TokenSigner } from '@firstwrite/reads';
import { Projector, projectorSessionOptions, type ProjectorOptions } from '../projector/projector';
import { feedOf, type EventFeed, type Log } from '@firstwrite/feed';
import { shop } from '@firstwrite/shop';
import { ShopReader } from '../../shop/test/shop-reader';
import type { ParkedParts } from '../parked/repair-step';

/** The views that the tests keep. */
export const { projections } = shop;

/** Prints nothing, and remembers its lines. */
export class RecordingLog implements Log {
  readonly lines: { readonly level: string; readonly details: object; readonly message: string }[] = [];
  info = (details: object, message: string) => void this.lines.push({ level: 'info', details, message });
  warn = (details: object, message: string) => void this.lines.push({ level: 'warn', details, message });
  error = (details: object, message: string) => void this.lines.push({ level: 'error', details, message });
}

/** A store with its views on a database of its own. */
export class Shop {
  readonly log = new RecordingLog();
  private readonly projectors: Projector[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    readonly pool: Pool,
  ) {}

  /** The store's events as projections read them. */
  get feed(): EventFeed {
    return feedOf(this.store, shop.model);
  }

  /** What a repair of parked streams needs. */
  get parkedParts(): ParkedParts {
    const { pool, feed } = this;
    return { pool, feed, projections, storeId: 0 };
  }

  static async open(): Promise<Shop> {
    const database = await createTestDatabase();
    const store = await PostgresEventStore.connect({ url: database.url });
    const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
    return new Shop(database, store, applicationPool({ connectionString: database.url, max: 10, options }));
  }

  async append(...events: NewEvent[]): Promise<Position> {
    const { position } = await this.store.append({ events, confirm: [], guards: [], rows: [] });
    for (const projector of this.projectors) projector.wake();
    return position as Position;
  }

  projector(options: Partial<ProjectorOptions> = {}): Projector {
    const { pool, feed, log } = this;
    const projector = new Projector({ pool, feed, projections, storeId: 0, log, ...options });
    this.projectors.push(projector);
    return projector;
  }

  /** Projects the events up to a position, and stops. */
  async projectAll(position: Position): Promise<void> {
    const projector = this.projector();
    projector.start();
    const caughtUp = await projector.caughtUpTo(position, { withinMs: 60_000 });
    await projector.stop();
    if (!caughtUp) throw new Error('the views did not catch up');
  }

  /**
   * Waits until an event is in the feed: transactions of other databases on the same server hold back the horizon, too.
   */
  async untilInFeed(position: Position): Promise<void> {
    const isNewest = async () =>
      expect((await this.store.readFeed(undefined, 10_000)).at(-1)?.position).toEqual(position);
    await eventually(isNewest, { withinMs: 10_000 });
  }

  async reader(options: Partial<ReaderOptions> = {}): Promise<{ reader: ShopReader; signer: TokenSigner }> {
    const { pool, feed } = this;
    const tokenKeys = await loadTokenKeys(pool, 0);
    const signer = new TokenSigner(tokenKeys);
    return { signer, reader: new ShopReader(new Reader({ pool, feed, tokenKeys, signer, node: 'test', ...options })) };
  }

  async close(): Promise<void> {
    await Promise.all(this.projectors.map((projector) => projector.stop()));
    await this.pool.end();
    await this.store.close();
    await this.database.drop();
  }
}
