import type { Location, OrderId, Sku } from '../domain/primitives';
import orderCancelled from '../order/stored/golden/OrderCancelled.v1.json';
import orderConfirmed from '../order/stored/golden/OrderConfirmed.v1.json';
import orderDelivered from '../order/stored/golden/OrderDelivered.v1.json';
import orderPlaced from '../order/stored/golden/OrderPlaced.v1.json';
import orderReturned from '../order/stored/golden/OrderReturned.v1.json';
import orderShipped from '../order/stored/golden/OrderShipped.v1.json';
import productChanged from '../product/stored/golden/ProductChanged.v1.json';
import productCreated from '../product/stored/golden/ProductCreated.v1.json';
import stockAdjusted from '../stock/stored/golden/StockAdjusted.v1.json';
import stockDecremented from '../stock/stored/golden/StockDecremented.v1.json';
import stockReceived from '../stock/stored/golden/StockReceived.v1.json';
import stockRestocked from '../stock/stored/golden/StockRestocked.v1.json';
import type { StoredShape } from '@firstwrite/event-store';
import type { EventName } from '../event-schemas';
import { streamOf, type StreamName } from '../stream-name';

/** What a reader outside the shop is told about an event: what happened, and one as it is stored, in a stream of its kind. */
interface PublishedEvent {
  readonly summary: string;
  readonly stream: StreamName;
  readonly golden: StoredShape;
}

const stock = streamOf.stock({ location: 'main' as Location, sku: 'TEA-1' as Sku });
const order = streamOf.order(orderPlaced.data.orderId as OrderId);
const product = streamOf.product(productCreated.data.sku as Sku);

/** Every event in the words that its consumers are told; a new one does not compile until it has some. */
export const publishedEvents: Readonly<Record<EventName, PublishedEvent>> = {
  StockReceived: { summary: 'Units came in: on hand rises by `quantity`.', stream: stock, golden: stockReceived },
  StockDecremented: {
    summary: 'An order took units: on hand falls by `quantity`.',
    stream: stock,
    golden: stockDecremented,
  },
  StockRestocked: {
    summary: 'A cancelled or returned order gave its units back: on hand rises by `quantity`.',
    stream: stock,
    golden: stockRestocked,
  },
  StockAdjusted: {
    summary:
      'Somebody corrected the books: on hand changes by `delta`, which may be negative. After a stocktake `countedOnHand` says what was counted.',
    stream: stock,
    golden: stockAdjusted,
  },
  OrderPlaced: {
    summary: 'An order was placed, and its units were taken in the same commit.',
    stream: order,
    golden: orderPlaced,
  },
  OrderConfirmed: { summary: 'An order was confirmed.', stream: order, golden: orderConfirmed },
  OrderShipped: { summary: 'An order left the house.', stream: order, golden: orderShipped },
  OrderDelivered: { summary: 'An order reached its buyer.', stream: order, golden: orderDelivered },
  OrderCancelled: {
    summary: 'An order was cancelled; `StockRestocked` in its stock streams gives the units back.',
    stream: order,
    golden: orderCancelled,
  },
  OrderReturned: {
    summary: 'An order came back; `StockRestocked` in its stock streams gives the units back.',
    stream: order,
    golden: orderReturned,
  },
  ProductCreated: {
    summary: 'A product got a name, and what else is known of it.',
    stream: product,
    golden: productCreated,
  },
  ProductChanged: {
    summary: 'Members of a product changed: an absent one stays as it was, null removes it.',
    stream: product,
    golden: productChanged,
  },
};
