import type { Location, OrderId, Sku } from './primitives';

export type OrderStatus = 'NEW' | 'CONFIRMED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'RETURNED';

/** What can be done to a placed order; also the last segment of its path in the API. */
export type OrderAction = 'confirm' | 'ship' | 'deliver' | 'cancel' | 'return';

export interface OrderLine {
  readonly sku: Sku;
  readonly location: Location;
  readonly quantity: number;
  /** Minor units of the order's currency. */
  readonly unitPrice: number;
}

export interface OrderPlacedData {
  readonly orderId: OrderId;
  readonly customerId?: string;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  /** Minor units of the order's currency. */
  readonly total: number;
  /** ISO 8601, UTC, milliseconds; the command's time. */
  readonly placedAt: string;
  /** SHA-256 of the validated request; present when it came with an idempotency key. */
  readonly fingerprint?: string;
}

interface OrderChangedData {
  readonly at: string;
  readonly reason?: string;
}

export type OrderEvent =
  | { readonly type: 'OrderPlaced'; readonly data: OrderPlacedData }
  | { readonly type: 'OrderConfirmed'; readonly data: OrderChangedData }
  | { readonly type: 'OrderShipped'; readonly data: OrderChangedData }
  | { readonly type: 'OrderDelivered'; readonly data: OrderChangedData }
  | { readonly type: 'OrderCancelled'; readonly data: OrderChangedData }
  | { readonly type: 'OrderReturned'; readonly data: OrderChangedData };
