import {
  type LedgerEntryBody,
  ledgerList,
  orderBody,
  type OrderBody,
  type OrderFilters,
  type OrderId,
  type OrderRow,
  ordersList,
  productBody,
  type ProductBody,
  type ProductRow,
  productsList,
  type ProjectionName,
  projectionNamed,
  type Sku,
  type StockAvailabilityRow,
  stockBody,
  type StockBody,
  type StockFilters,
  type StockKey,
  stockList,
  type StreamKind,
  streamOf,
} from '@firstwrite/shop';
import type { Pool } from 'pg';
import { CheckpointBoard, type EventFeed } from '@firstwrite/feed';
import type { VersionedRow } from '@firstwrite/views';
import { CursorCodec } from './tokens/cursor-codec';
import type { TokenKeys } from './tokens/signing-keys';
import type { TokenSigner } from './tokens/token-signer';
import type { Freshness } from './consistency/consistency';
import { EntityReader } from './entity/entity-reader';
import { ListReader, type Page, type PageRequest } from './list/list-reader';
import { ReadDescriber, type ReadResult } from './consistency/read-result';
import { orderRowOfSnapshot, productRowOfSnapshot, stockRowOfSnapshot, type SnapshotRow } from './entity/snapshot-row';
import { ViewDatabase } from './view-database';

/** What a reader answers from, and how long it may wait for freshness. */
export interface ReaderOptions {
  /** Of the database that has the views and the events, as the application's role. */
  readonly pool: Pool;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly tokenKeys: TokenKeys;
  readonly signer: TokenSigner;
  /** What replies call this process. */
  readonly node: string;
  /** Of the projector in this process, if there is one: reads that wait hear from it, else they look again and again. */
  readonly board?: CheckpointBoard;
  /** How long a list waits for the freshness that it was asked for. */
  readonly readWaitMsMax?: number;
  /** How long an entity waits for its view before it is decided from its events. */
  readonly viewWaitMsMax?: number;
  /** Of the snapshots that the command side writes; a kind that is missing is folded from its first event. */
  readonly snapshotSchemaVersions?: Readonly<Partial<Record<StreamKind, number>>>;
}

/** The event-to-view delay at half load is far below it; a view that is later is not worth waiting for. */
const VIEW_WAIT_MS_MAX = 100;

/**
 * Answers questions about one store, as fresh as asked for. No method writes; all may be repeated.
 *
 * Every method throws `ReadUnavailableError` (or the store's own) while the database does not answer. An entity that the views
 * cannot give fresh enough, or whose row is damaged or parked, is decided from its events; `undefined` means that there is none, and
 * `EntityUnreadableError` that this build cannot tell. `eventual` and lists show the row as it was when its stream was parked.
 */
export class Reader {
  private readonly lists: ListReader;
  private readonly orderReader: EntityReader<OrderRow>;
  private readonly stockReader: EntityReader<StockAvailabilityRow>;
  private readonly productReader: EntityReader<ProductRow>;

  constructor(options: ReaderOptions) {
    const { pool, tokenKeys, signer, node, board = new CheckpointBoard(), readWaitMsMax = 2_000 } = options;
    const database = new ViewDatabase(pool, tokenKeys.storeId);
    const describer = new ReadDescriber(signer, node);
    const cursors = new CursorCodec(tokenKeys);
    this.lists = new ListReader({ database, board, describer, cursors, waitMsMax: readWaitMsMax });
    const viewWaitMsMax = Math.min(options.viewWaitMsMax ?? VIEW_WAIT_MS_MAX, readWaitMsMax);
    const entity = <Row extends VersionedRow>(name: ProjectionName, rowOfSnapshot: SnapshotRow) => {
      const projection = projectionNamed(name);
      const snapshotSchemaVersion = options.snapshotSchemaVersions?.[projection.kind];
      return new EntityReader<Row>(
        { database, board, describer, viewWaitMsMax },
        { feed: options.feed, projection, rowOfSnapshot, snapshotSchemaVersion },
      );
    };
    this.orderReader = entity('orders', orderRowOfSnapshot);
    this.stockReader = entity('stock-availability', stockRowOfSnapshot);
    this.productReader = entity('products', productRowOfSnapshot);
  }

  async order(orderId: OrderId, freshness: Freshness): Promise<ReadResult<OrderBody | undefined>> {
    const result = await this.orderReader.read(streamOf.order(orderId), freshness);
    return { ...result, value: result.value && orderBody(result.value, result.value.version) };
  }

  async stock(key: StockKey, freshness: Freshness): Promise<ReadResult<StockBody | undefined>> {
    const result = await this.stockReader.read(streamOf.stock(key), freshness);
    return { ...result, value: result.value && stockBody(result.value, key, result.value.version) };
  }

  async product(sku: Sku, freshness: Freshness): Promise<ReadResult<ProductBody | undefined>> {
    const result = await this.productReader.read(streamOf.product(sku), freshness);
    return { ...result, value: result.value && productBody(result.value, result.value.version) };
  }

  /** Newest first. @throws InvalidCursorError @throws NotFreshEnoughError */
  async orders(request: PageRequest<OrderFilters>, freshness: Freshness): Promise<ReadResult<Page<OrderBody>>> {
    return this.lists.read(ordersList, request, freshness);
  }

  /** By location, then SKU. @throws InvalidCursorError @throws NotFreshEnoughError */
  async stockItems(request: PageRequest<StockFilters>, freshness: Freshness): Promise<ReadResult<Page<StockBody>>> {
    return this.lists.read(stockList, request, freshness);
  }

  /** By SKU. @throws InvalidCursorError @throws NotFreshEnoughError */
  async products(request: PageRequest<object>, freshness: Freshness): Promise<ReadResult<Page<ProductBody>>> {
    return this.lists.read(productsList, request, freshness);
  }

  /** The changes of one stock item, newest first. @throws InvalidCursorError @throws NotFreshEnoughError */
  async ledger(request: PageRequest<StockKey>, freshness: Freshness): Promise<ReadResult<Page<LedgerEntryBody>>> {
    return this.lists.read(ledgerList, request, freshness);
  }
}
