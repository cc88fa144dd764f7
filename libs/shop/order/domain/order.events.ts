import type { Location, OrderId, Sku } from '../../domain/primitives';

/** How far a placed order is. CANCELLED and RETURNED are final: nothing can be done to such an order. */
export type OrderStatus = (typeof orderStatuses)[number];
/** Every {@link OrderStatus}. */
export const orderStatuses = ['NEW', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'RETURNED'] as const;

/** What can be done to a placed order; also the last segment of its path in the API. */
export type OrderAction = (typeof orderActions)[number];
/** Every {@link OrderAction}. */
export const orderActions = ['confirm', 'ship', 'deliver', 'cancel', 'return'] as const;

/** Units of one SKU from one location at one price; several lines may name the same stock item. */
export interface OrderLine {
  readonly sku: Sku;
  readonly location: Location;
  readonly quantity: number;
  /** Minor units of the order's currency. */
  readonly unitPrice: number;
}

/** What was ordered, complete and priced: the command that places an order, and the fact that it was placed. */
export interface OrderPlacedData {
  readonly orderId: OrderId;
  readonly customerId?: string;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  /** Minor units of the order's currency. */
  readonly total: number;
  /** ISO 8601, UTC, milliseconds; the command's time. */
  readonly placedAt: string;
}

interface OrderChangedData {
  readonly at: string;
  readonly reason?: string;
}

/**
 * The facts of an order's stream. `at` is the command's time: ISO 8601, UTC, milliseconds.
 * @typeParam Placed more than the facts, where the write side keeps members of its own with them
 */
export type OrderEvent<Placed extends OrderPlacedData = OrderPlacedData> =
  | { readonly type: 'OrderPlaced'; readonly data: Placed }
  | { readonly type: 'OrderConfirmed'; readonly data: OrderChangedData }
  | { readonly type: 'OrderShipped'; readonly data: OrderChangedData }
  | { readonly type: 'OrderDelivered'; readonly data: OrderChangedData }
  | { readonly type: 'OrderCancelled'; readonly data: OrderChangedData }
  | { readonly type: 'OrderReturned'; readonly data: OrderChangedData };
