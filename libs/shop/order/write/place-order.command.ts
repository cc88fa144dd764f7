import {
  type Decision,
  type Expectation,
  fingerprintOf,
  IdempotencyKeyReusedError,
  Lane,
  metadataOf,
  type Settled,
  type WriteHeaders,
} from '@firstwrite/command-bus';
import {
  type Demand,
  demandOf,
  type OrderState,
  orderTotal,
  type PlacedOrder,
  placeOrder,
} from '../domain/order.decider';
import { keyedOrderId, type KeyScope, newOrderId } from '../../order-id';
import { orderBody, type OrderBody } from '../read/order.body';
import type { StoredOrder } from '../stored/order.schemas';
import type { Location, MinorUnits, StockKey } from '../../domain/primitives';
import type { StockState } from '../../stock/domain/stock.decider';
import { streamOf } from '../../stream-name';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { amountField, currencyField, limits, locationField, quantityField, skuField, textField } from '../../fields';
import { z } from 'zod';

const MAIN = 'main' as Location;

const line = z.strictObject({
  sku: skuField,
  location: locationField.default(MAIN),
  quantity: quantityField,
  unitPrice: amountField,
  expectedVersion: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe('the stock version that the buyer decided on; 0: none yet'),
});

/** The members of an order in a request. */
export const orderFields = {
  customerId: textField(limits.customerIdLengthMax).optional(),
  currency: currencyField,
  lines: z.array(line).min(1).max(limits.orderLinesMax),
};

export const totalIsSafe = ({ lines }: { lines: Parameters<typeof orderTotal>[0] }) => orderTotal(lines) !== undefined;

function hasAmounts(order: unknown): boolean {
  const { lines } = (order ?? {}) as { lines?: unknown };
  return (
    Array.isArray(lines) &&
    lines.every(
      (item: Partial<Record<string, unknown>> | null) =>
        Number.isInteger(item?.quantity) && Number.isInteger(item?.unitPrice),
    )
  );
}

export const totalFault = {
  path: ['lines'],
  error: 'the total is beyond 2^53−1',
  // Checked even if there are faults elsewhere in the order.
  when: ({ value }: { value: unknown }) => hasAmounts(value),
};

/** The body of a request that places an order. */
export const placeOrderBody = z.strictObject(orderFields).refine(totalIsSafe, totalFault);

/** A checked body of a request that places an order. */
export type PlaceOrderBody = z.output<typeof placeOrderBody>;

export interface PlaceOrderRequest extends Omit<WriteHeaders, 'ifMatch'> {
  readonly region: string;
  readonly operation: KeyScope['operation'];
  /** ISO 8601 with milliseconds. */
  readonly now: string;
}

/** Takes all units of an order, or none. */
export class PlaceOrder extends Command<Settled<OrderBody>> {
  readonly order: StoredOrder;
  readonly orderStream: string;
  readonly demands: readonly Demand[];
  readonly stockStreams: readonly string[];
  readonly expectations: readonly Expectation[];
  readonly routingKey: string;
  readonly requestKey: string | undefined;

  constructor(
    { customerId, currency, lines }: PlaceOrderBody,
    readonly request: PlaceOrderRequest,
  ) {
    super();
    this.demands = demandOf(lines);
    this.stockStreams = this.demands.map((demand) => streamOf.stock(demand));
    this.routingKey = this.stockStreams[0] as string;
    const { caller, region, operation, idempotencyKey: key, now } = request;
    const orderId =
      key === undefined
        ? newOrderId(streamOf.stock(lines[0] as StockKey))
        : keyedOrderId({ region, scope: caller.name, operation }, key);
    this.orderStream = streamOf.order(orderId);
    this.requestKey = key === undefined ? undefined : this.orderStream;
    this.expectations = expectationsOf(lines);
    this.order = {
      orderId,
      ...(customerId !== undefined && { customerId }),
      currency,
      lines: lines.map(({ sku, location, quantity, unitPrice }) => ({ sku, location, quantity, unitPrice })),
      total: orderTotal(lines) as MinorUnits,
      placedAt: now,
      ...(key !== undefined && { fingerprint: fingerprintOf({ customerId, currency, lines }) }),
    };
  }
}

/** One expectation for each stock item and version: several lines may name the same. */
function expectationsOf(lines: PlaceOrderBody['lines']): Expectation[] {
  const expectations = new Map<string, Expectation>();
  for (const { expectedVersion, ...item } of lines) {
    if (expectedVersion === undefined) continue;
    const stream = streamOf.stock(item);
    expectations.set(`${stream} ${expectedVersion}`, {
      stream,
      accepts: [expectedVersion],
      source: 'expected-version',
    });
  }
  return [...expectations.values()];
}

/** The order's own stream detects a repetition, because its id derives from the key. */
export const placeOrderDecision: Decision<PlaceOrder, OrderBody> = {
  streams: ({ orderStream, stockStreams }) => [orderStream, ...stockStreams],

  repeated({ order, orderStream }, states) {
    const placed = states.get<OrderState<StoredOrder>>(orderStream);
    if (placed.status === 'absent') return undefined;
    if (placed.fingerprint !== order.fingerprint) throw new IdempotencyKeyReusedError();
    return answerAsPlaced(placed);
  },

  decide({ order, orderStream }, states) {
    const decided = placeOrder(order, states.get<OrderState>(orderStream), (item) =>
      states.get<StockState>(streamOf.stock(item)),
    );
    return [
      { stream: orderStream, events: decided.order },
      ...decided.stock.map(({ event, ...item }) => ({ stream: streamOf.stock(item), events: [event] })),
    ];
  },

  answer: ({ orderStream }, states) => answerAsPlaced(states.get<PlacedOrder>(orderStream)),
};

/** The order as it was when it was placed, without its later changes. */
function answerAsPlaced(order: PlacedOrder) {
  const { placedVersion: version, placedAt: updatedAt } = order;
  return { body: orderBody({ ...order, status: 'NEW', updatedAt }, version), version };
}

@CommandHandler(PlaceOrder)
export class PlaceOrderHandler implements ICommandHandler<PlaceOrder> {
  constructor(private readonly lane: Lane) {}

  execute(command: PlaceOrder) {
    const { order, orderStream, expectations, request, stockStreams } = command;
    return this.lane.submit({
      decision: placeOrderDecision,
      command,
      expectations,
      subject: { orderId: order.orderId },
      weight: stockStreams.length,
      metadata: metadataOf(request),
      newStream: orderStream,
    });
  }
}
