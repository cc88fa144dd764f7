import type { Freshness, Page, PageRequest, Reader, ReadResult } from '@firstwrite/reads';
import type { OrderId, Sku, StockKey } from '../domain/primitives';
import type { OrderBody } from '../order/read/order.body';
import { ordersList, type OrderFilters } from '../order/read/orders.list';
import { orderEntity } from '../order/read/orders.view';
import type { ProductBody } from '../product/read/product.body';
import { productsList } from '../product/read/products.list';
import { productEntity } from '../product/read/products.view';
import type { LedgerEntryBody } from '../stock/read/ledger-entry.body';
import { ledgerList } from '../stock/read/ledger.list';
import { stockEntity } from '../stock/read/stock-availability.view';
import type { StockBody } from '../stock/read/stock.body';
import { stockList, type StockFilters } from '../stock/read/stock.list';
import { streamOf } from '../stream-name';

type ReadOf<Value> = Promise<ReadResult<Value>>;

/** Reads that the shop's controllers make, without HTTP. */
export class ShopReader {
  constructor(private readonly reader: Reader) {}

  order(orderId: OrderId, freshness: Freshness): ReadOf<OrderBody | undefined> {
    return this.reader.entity(orderEntity, streamOf.order(orderId), freshness);
  }

  stock(key: StockKey, freshness: Freshness): ReadOf<StockBody | undefined> {
    return this.reader.entity(stockEntity, streamOf.stock(key), freshness);
  }

  product(sku: Sku, freshness: Freshness): ReadOf<ProductBody | undefined> {
    return this.reader.entity(productEntity, streamOf.product(sku), freshness);
  }

  orders(request: PageRequest<OrderFilters>, freshness: Freshness): ReadOf<Page<OrderBody>> {
    return this.reader.list(ordersList, request, freshness);
  }

  stockItems(request: PageRequest<StockFilters>, freshness: Freshness): ReadOf<Page<StockBody>> {
    return this.reader.list(stockList, request, freshness);
  }

  products(request: PageRequest<object>, freshness: Freshness): ReadOf<Page<ProductBody>> {
    return this.reader.list(productsList, request, freshness);
  }

  ledger(request: PageRequest<StockKey>, freshness: Freshness): ReadOf<Page<LedgerEntryBody>> {
    return this.reader.list(ledgerList, request, freshness);
  }
}
