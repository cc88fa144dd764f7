import { CheckpointBoard, type EventFeed } from '@firstwrite/feed';
import type { VersionedRow } from '@firstwrite/views';
import type { Pool } from 'pg';
import type { Freshness } from './consistency/consistency';
import { ReadDescriber, type ReadResult } from './consistency/read-result';
import type { Entity } from './entity/entity';
import { EntityReader } from './entity/entity-reader';
import { ListReader, type List, type Page, type PageRequest } from './list/list-reader';
import { CursorCodec } from './tokens/cursor-codec';
import type { TokenKeys } from './tokens/token-keys';
import type { TokenSigner } from './tokens/token-signer';
import { ViewDatabase } from './view-database';

/** What a reader answers from, and how long it may wait for freshness. */
export interface ReaderOptions {
  /** Connections to the database of the views and the events, as the application's role. */
  readonly pool: Pool;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly tokenKeys: TokenKeys;
  readonly signer: TokenSigner;
  /** The name of this process in replies. */
  readonly node: string;
  /**
   * The board of the projector in this process, if there is one: it wakes waiting reads. Without it they poll the view.
   */
  readonly board?: CheckpointBoard;
  /** How long a list waits for the freshness that it was asked for. */
  readonly readWaitMsMax?: number;
  /** How long an entity waits for its view before it is folded from its events. */
  readonly viewWaitMsMax?: number;
}

/** The event-to-view delay at half load is far below this limit; a slower view is not worth waiting for. */
const VIEW_WAIT_MS_MAX = 100;

/**
 * Reads entities and lists of one store, as fresh as asked for. Writes nothing; every read may be repeated.
 *
 * Both methods throw `ReadUnavailableError` (or an error of the store) while the database does not answer. An entity is
 * folded from its events if the view is not fresh enough, the row is damaged, or the stream is parked. `undefined`
 * means that the entity does not exist; `EntityUnreadableError` means that this build cannot fold its events. Reads
 * with `eventual`, and lists, show the row as it was when its stream was parked.
 */
export class Reader {
  private readonly lists: ListReader;
  private readonly entities: EntityReader;

  constructor(options: ReaderOptions) {
    const { pool, feed, tokenKeys, signer, node, board = new CheckpointBoard(), readWaitMsMax = 2_000 } = options;
    const database = new ViewDatabase(pool, tokenKeys.storeId);
    const describer = new ReadDescriber(signer, node);
    const cursors = new CursorCodec(tokenKeys);
    const viewWaitMsMax = Math.min(options.viewWaitMsMax ?? VIEW_WAIT_MS_MAX, readWaitMsMax);
    this.lists = new ListReader({ database, board, describer, cursors, waitMsMax: readWaitMsMax });
    this.entities = new EntityReader({ database, feed, board, describer, viewWaitMsMax });
  }

  /** Reads one entity; its value is undefined if the entity does not exist. */
  async entity<Row extends VersionedRow, Body>(
    entity: Entity<Row, Body>,
    stream: string,
    freshness: Freshness,
  ): Promise<ReadResult<Body | undefined>> {
    return this.entities.read(entity, stream, freshness);
  }

  /** @throws InvalidCursorError @throws NotFreshEnoughError */
  async list<Filters extends object, Item>(
    list: List<Filters, Item>,
    request: PageRequest<Filters>,
    freshness: Freshness,
  ): Promise<ReadResult<Page<Item>>> {
    return this.lists.read(list, request, freshness);
  }
}
