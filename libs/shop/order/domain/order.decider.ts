import type { Location, MinorUnits, OrderId, Sku, StockKey } from '../../domain/primitives';
import { NotFoundError, Rejection } from '../../domain/rejections';
import {
  availableUnits,
  decrementStock,
  InsufficientStockError,
  restock,
  type Shortage,
  type StockEvent,
  type StockState,
} from '../../stock/domain/stock.decider';

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
  /** In the order's currency. */
  readonly unitPrice: MinorUnits;
}

/** What was ordered, complete and priced: the command that places an order, and the fact that it was placed. */
export interface OrderPlacedData {
  readonly orderId: OrderId;
  readonly customerId?: string;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  /** In the order's currency. */
  readonly total: MinorUnits;
  /** ISO 8601, UTC, milliseconds; the command's time. */
  readonly placedAt: string;
}

interface OrderChangedData {
  readonly at: string;
  readonly reason?: string;
}

/**
 * The facts of an order's stream. `at` is the command's time: ISO 8601, UTC, milliseconds.
 * @typeParam Placed the facts, with further members if the write side stores its own with them
 */
export type OrderEvent<Placed extends OrderPlacedData = OrderPlacedData> =
  | { readonly type: 'OrderPlaced'; readonly data: Placed }
  | { readonly type: 'OrderConfirmed'; readonly data: OrderChangedData }
  | { readonly type: 'OrderShipped'; readonly data: OrderChangedData }
  | { readonly type: 'OrderDelivered'; readonly data: OrderChangedData }
  | { readonly type: 'OrderCancelled'; readonly data: OrderChangedData }
  | { readonly type: 'OrderReturned'; readonly data: OrderChangedData };

/** "Not placed" is a state and not version 0: a stream may hold other facts before its `OrderPlaced`. */
export interface AbsentOrder {
  readonly status: 'absent';
}

interface OrderProgress {
  readonly status: OrderStatus;
  readonly updatedAt: string;
  /** The stream's version that `OrderPlaced` made. */
  readonly placedVersion: number;
}

/** An order from `OrderPlaced` on: all of that event's data, which never changes, and how far the order is. */
export type PlacedOrder<Placed extends OrderPlacedData = OrderPlacedData> = Placed & OrderProgress;

/** The state that an order's stream folds to. */
export type OrderState<Placed extends OrderPlacedData = OrderPlacedData> = AbsentOrder | PlacedOrder<Placed>;

/** The state before any event. */
export const absentOrder: AbsentOrder = { status: 'absent' };

type OrderChange = Exclude<OrderEvent['type'], 'OrderPlaced'>;

interface Transition {
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  readonly event: OrderChange;
  readonly restocks?: 'cancelled' | 'returned';
}

/** The legal transitions; placing makes NEW. */
const transitions = {
  confirm: { from: ['NEW'], to: 'CONFIRMED', event: 'OrderConfirmed' },
  ship: { from: ['CONFIRMED'], to: 'SHIPPED', event: 'OrderShipped' },
  deliver: { from: ['SHIPPED'], to: 'DELIVERED', event: 'OrderDelivered' },
  cancel: { from: ['NEW', 'CONFIRMED'], to: 'CANCELLED', event: 'OrderCancelled', restocks: 'cancelled' },
  return: { from: ['DELIVERED'], to: 'RETURNED', event: 'OrderReturned', restocks: 'returned' },
} as const satisfies Readonly<Record<OrderAction, Transition>>;

type Transitions = typeof transitions;

// The next two records are the table by event; an event that no transition makes does not compile.
const statusAfter: Readonly<Record<OrderChange, OrderStatus>> = Object.fromEntries(
  Object.values(transitions).map(({ event, to }) => [event, to]),
) as { [Action in OrderAction as Transitions[Action]['event']]: Transitions[Action]['to'] };

/** The action that makes an event. */
export const actionOf: Readonly<Record<OrderChange, OrderAction>> = Object.fromEntries(
  Object.entries(transitions).map(([action, { event }]) => [event, action]),
) as { [Action in OrderAction as Transitions[Action]['event']]: Action };

/** @param version the version of the stream that `event` made */
export function evolveOrder<Placed extends OrderPlacedData>(
  state: OrderState<Placed>,
  event: OrderEvent<Placed>,
  version: number,
): OrderState<Placed> {
  if (event.type === 'OrderPlaced') {
    const { data } = event;
    return { status: 'NEW', updatedAt: data.placedAt, placedVersion: version, ...data };
  }
  if (state.status === 'absent') throw new Error(`${event.type} on an order that was never placed`);
  return { ...state, status: statusAfter[event.type], updatedAt: event.data.at };
}

/** The units of one stock item that an order needs, over all its lines. */
export interface Demand extends StockKey {
  readonly quantity: number;
}

/**
 * Sums an order's lines per stock item: the same SKU on two lines is one demand. The demands are in the order of first
 * mention.
 */
export function demandOf(lines: readonly OrderLine[]): Demand[] {
  const [only, second] = lines;
  if (only && !second) return [only];
  const demands = new Map<string, Demand>();
  for (const { location, sku, quantity } of lines) {
    const key = `${location}/${sku}`;
    demands.set(key, { location, sku, quantity: quantity + (demands.get(key)?.quantity ?? 0) });
  }
  return [...demands.values()];
}

/** An order's total, or undefined when it is beyond 2^53−1. */
export function orderTotal(lines: readonly Pick<OrderLine, 'quantity' | 'unitPrice'>[]): MinorUnits | undefined {
  const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  return Number.isSafeInteger(total) ? (total as MinorUnits) : undefined;
}

/** One event for the stream of a stock item. */
export interface StockChange extends StockKey {
  readonly event: StockEvent;
}

/** What a decision about an order appends to the order's stream and to the stock items it touches. */
export interface OrderDecision<Placed extends OrderPlacedData = OrderPlacedData> {
  readonly order: readonly OrderEvent<Placed>[];
  readonly stock: readonly StockChange[];
}

const nothing: OrderDecision<never> = { order: [], stock: [] };

/**
 * Takes all the units or none. An order that is already placed decides nothing: its stream shows that it took its
 * units.
 * @throws InsufficientStockError naming every item that falls short
 */
export function placeOrder<Placed extends OrderPlacedData>(
  command: Placed,
  order: OrderState,
  stockOf: (item: StockKey) => StockState,
): OrderDecision<Placed> {
  if (order.status !== 'absent') return nothing;
  const demands = demandOf(command.lines);
  const shortages = demands.flatMap((demand) => shortage(demand, stockOf(demand)));
  if (shortages.length > 0) throw new InsufficientStockError(shortages);
  return {
    order: [{ type: 'OrderPlaced', data: command }],
    stock: demands.map(({ location, sku, quantity }) => ({
      location,
      sku,
      event: decrementStock(command.orderId, quantity),
    })),
  };
}

function shortage({ location, sku, quantity }: Demand, stock: StockState): Shortage[] {
  const available = availableUnits(stock);
  return quantity > available ? [{ location, sku, requested: quantity, available }] : [];
}

/** A step in an order's life after placing. `at` is the command's time: ISO 8601, UTC, milliseconds. */
export interface ChangeOrder {
  readonly orderId: OrderId;
  readonly action: OrderAction;
  readonly at: string;
  readonly reason?: string;
}

/**
 * Moves an order along; cancelling and returning put its units back. Repeating the order's last action decides nothing.
 * @throws NotFoundError when it was never placed
 * @throws IllegalTransitionError when its status does not permit the action
 */
export function changeOrder(command: ChangeOrder, order: OrderState): OrderDecision {
  if (order.status === 'absent') throw new NotFoundError('order');
  const { from, to, event, restocks }: Transition = transitions[command.action];
  if (order.status === to) return nothing;
  if (!from.includes(order.status)) {
    throw new IllegalTransitionError(command.action, order.status, allowedActions(order.status));
  }
  const { orderId, at, reason } = command;
  return {
    order: [{ type: event, data: { at, ...(reason !== undefined && { reason }) } }],
    stock: restocks
      ? demandOf(order.lines).map(({ location, sku, quantity }) => ({
          location,
          sku,
          event: restock(orderId, quantity, restocks),
        }))
      : [],
  };
}

/** Whether the action puts the order's units back, and so touches its stock. */
export function putsUnitsBack(action: OrderAction): boolean {
  return 'restocks' in transitions[action];
}

function allowedActions(status: OrderStatus): OrderAction[] {
  const rows: Readonly<Record<OrderAction, Transition>> = transitions;
  return (Object.keys(rows) as OrderAction[]).filter((action) => rows[action].from.includes(status));
}

/** The order's status does not permit the action; `allowed` lists the actions that it does permit. */
export class IllegalTransitionError extends Rejection {
  readonly code = 'illegal-transition';
  constructor(
    readonly action: OrderAction,
    readonly status: OrderStatus,
    readonly allowed: readonly OrderAction[],
  ) {
    super(`an order that is ${status} cannot be changed by "${action}"`);
  }
}
