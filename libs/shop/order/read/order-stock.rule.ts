import { AuditFaultError, eventPlace, type CommitRule, type EventFinder, type UnreadEvents } from '@firstwrite/audit';
import type { FeedEvent } from '@firstwrite/feed';
import { assertNever, type OrderId } from '../../domain/primitives';
import { eventCodec } from '../../event-codec';
import type { DomainEvent } from '../../event-schemas';
import { streamOf } from '../../stream-name';
import { demandOf, type OrderEvent, type OrderLine } from '../domain/order.decider';

/** Why units moved for an order, by the order's event. */
const causes = {
  OrderPlaced: { moves: 'StockDecremented', cause: 'placed' },
  OrderCancelled: { moves: 'StockRestocked', cause: 'cancelled' },
  OrderReturned: { moves: 'StockRestocked', cause: 'returned' },
} as const;

type Cause = (typeof causes)[keyof typeof causes]['cause'];

/** The stock event that an order's event demands of one stock item in its own transaction. */
interface Movement {
  readonly orderEvent: FeedEvent;
  readonly type: string;
  readonly stockStream: string;
  readonly quantity: number;
  /** The event that did it. */
  doneBy: FeedEvent | undefined;
}

interface StockMove {
  readonly event: FeedEvent;
  readonly orderId: OrderId;
  readonly quantity: number;
  readonly cause: Cause;
}

/**
 * Checks that units move for an order only with its events: the transaction of OrderPlaced has one decrement of each
 * item's demand, that of OrderCancelled or OrderReturned has one restock of it, and no other unit moves for an order.
 * Events of one transaction must follow each other. If an event of a transaction or of an order cannot be read, and
 * that is not a fault, the units that moved for it are not checked.
 */
export class OrderStockRule implements CommitRule {
  orderCount = 0;
  private transaction = '';
  private movements = new Map<string, Movement>();
  private moves: StockMove[] = [];
  /** Whether all of the transaction could be read. */
  private isComplete = true;
  /** The lines of orders that a prepared event cancels or returns, by the place of that event. */
  private readonly linesAt = new Map<string, readonly OrderLine[]>();

  /** @param unread the events that cannot be read */
  constructor(private readonly unread: UnreadEvents) {}

  async prepare(events: readonly FeedEvent[], find: EventFinder): Promise<void> {
    const closing = events.filter(closesOrder);
    if (closing.length === 0) return;
    const placed = await find([...new Set(closing.map(({ stream }) => stream))], 'OrderPlaced');
    const lines = new Map(
      placed
        .filter((event) => !this.unread.has(event))
        .map(({ stream, event }) => [stream, (event as Extract<OrderEvent, { type: 'OrderPlaced' }>).data.lines]),
    );
    for (const event of closing) this.linesAt.set(eventPlace(event), lines.get(event.stream) ?? []);
  }

  add(stored: FeedEvent): void {
    const { era, transaction } = stored.position;
    const key = `${era}/${transaction}`;
    if (key !== this.transaction) {
      this.end();
      this.transaction = key;
    }
    if (this.unread.has(stored)) {
      this.isComplete = false;
      return;
    }
    const event = relevantEvent(stored);
    if (event) this.note(event, stored);
  }

  /** Compares the units that the last transaction had to move with the units that it moved. */
  end(): void {
    const { isComplete } = this;
    this.isComplete = true;
    if (this.moves.length === 0 && this.movements.size === 0) return;
    if (isComplete) this.compare();
    this.movements = new Map();
    this.moves = [];
  }

  private compare(): void {
    for (const move of this.moves) this.match(move);
    for (const { orderEvent, type, stockStream, quantity, doneBy } of this.movements.values()) {
      if (doneBy || this.unread.includesStream(orderEvent.stream)) continue;
      throw new AuditFaultError({
        where: eventPlace(orderEvent),
        expected: `${type} of ${quantity} in ${stockStream} in the same transaction`,
        found: 'none',
      });
    }
  }

  private note(event: RelevantEvent, stored: FeedEvent): void {
    switch (event.type) {
      case 'OrderPlaced':
        this.orderCount++;
        this.demand(stored, event.data.orderId, event.data.lines);
        return;
      case 'OrderCancelled':
      case 'OrderReturned': {
        const place = eventPlace(stored);
        this.demand(stored, orderIdOf(stored.stream), this.linesAt.get(place) ?? []);
        this.linesAt.delete(place);
        return;
      }
      case 'StockDecremented':
        this.moves.push({ event: stored, ...event.data, cause: 'placed' });
        return;
      case 'StockRestocked':
        this.moves.push({ event: stored, ...event.data });
        return;
      default:
        assertNever(event);
    }
  }

  private demand(orderEvent: FeedEvent, orderId: OrderId, lines: readonly OrderLine[]): void {
    const { moves: type, cause } = causes[nameOf(orderEvent.type) as keyof typeof causes];
    for (const { quantity, ...item } of demandOf(lines)) {
      const stockStream = streamOf.stock(item);
      const movement = { orderEvent, type, stockStream, quantity, doneBy: undefined };
      this.movements.set(`${cause}/${orderId}/${stockStream}`, movement);
    }
  }

  private match({ event, orderId, quantity, cause }: StockMove): void {
    const movement = this.movements.get(`${cause}/${orderId}/${event.stream}`);
    const objection = this.unread.includesStream(streamOf.order(orderId)) ? undefined : objectionTo(movement, quantity);
    if (objection) {
      const expected = objection.replace('<order>', `order ${orderId} being ${cause} in the same transaction`);
      throw new AuditFaultError({ where: eventPlace(event), expected, found: `${event.type} of ${quantity}` });
    }
    if (movement) movement.doneBy = event;
  }
}

function objectionTo(movement: Movement | undefined, quantity: number): string | undefined {
  if (!movement) return '<order> and demanding this item';
  if (movement.doneBy) return `only version ${movement.doneBy.version} for <order>`;
  return movement.quantity === quantity ? undefined : `${movement.quantity} units for <order>`;
}

/** The events that place and close orders or move units for them. */
const relevantNames = ['OrderPlaced', 'OrderCancelled', 'OrderReturned', 'StockDecremented', 'StockRestocked'] as const;
const relevant: ReadonlySet<string> = new Set(relevantNames);
type RelevantEvent = Extract<DomainEvent, { type: (typeof relevantNames)[number] }>;

/** Every event was decoded before, so an event at its first schema version needs no decoding here. */
function relevantEvent({ stored: { type, data } }: FeedEvent): RelevantEvent | undefined {
  if (relevant.has(type)) return { type, data } as RelevantEvent;
  return relevant.has(nameOf(type)) ? (eventCodec.decode({ type, data }) as RelevantEvent) : undefined;
}

/** Whether an event puts back the units of an order, which are known from the order's lines. */
function closesOrder({ type }: FeedEvent): boolean {
  const name = nameOf(type);
  return name === 'OrderCancelled' || name === 'OrderReturned';
}

/** An event's name without its schema version. */
function nameOf(type: string): string {
  const dot = type.indexOf('.v');
  return dot < 0 ? type : type.slice(0, dot);
}

function orderIdOf(stream: string): OrderId {
  return stream.slice('order-'.length) as OrderId;
}
