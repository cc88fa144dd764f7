import { AuditFaultError, eventPlace, type StreamRule } from '@firstwrite/audit';
import type { DecodedEvent } from '@firstwrite/event-store';
import type { FeedEvent } from '@firstwrite/feed';
import { assertNever } from '../../domain/primitives';
import { emptyStock, evolveStock, type StockEvent, type StockState } from '../domain/stock.decider';

/** Units by what happened to them. */
export interface StockTotals {
  received: number;
  decremented: number;
  restocked: number;
  /** Sum of all differences, up and down. */
  adjusted: number;
  onHand: number;
}

export const noStock = (): StockTotals => ({ received: 0, decremented: 0, restocked: 0, adjusted: 0, onHand: 0 });

/** The books of one stock item: the units on hand are never below zero, and equal the units in minus the units out. */
export class StockAccount implements StreamRule {
  readonly kind = 'stock';
  private readonly totals = noStock();
  private state: StockState = emptyStock;
  private isComplete = true;

  /** @param all the totals of all items, to which this item's units are added */
  constructor(private readonly all: StockTotals) {}

  /** An event is missing: from now on the units on hand are not known. */
  leaveOut(): void {
    this.isComplete = false;
  }

  add(decoded: DecodedEvent, stored: FeedEvent): void {
    const event = decoded as StockEvent;
    this.state = evolveStock(this.state, event);
    this.book(event);
    if (!this.isComplete) return;
    const { onHand } = this.state;
    if (onHand < 0) {
      throw new AuditFaultError({
        where: eventPlace(stored),
        expected: 'at least 0 units on hand after it',
        found: `${onHand} (oversold)`,
      });
    }
    const counted = event.type === 'StockAdjusted' ? event.data.countedOnHand : undefined;
    if (counted !== undefined && counted !== onHand) {
      throw new AuditFaultError({
        where: eventPlace(stored),
        expected: `the ${counted} units on hand that were counted`,
        found: String(onHand),
      });
    }
  }

  end(last: FeedEvent): void {
    const { all } = this;
    const { received, decremented, restocked, adjusted } = this.totals;
    const balance = received - decremented + restocked + adjusted;
    if (balance !== this.state.onHand) {
      throw new AuditFaultError({
        where: eventPlace(last),
        expected: `${balance} units on hand by what was received, decremented, restocked and adjusted`,
        found: String(this.state.onHand),
      });
    }
    all.received += received;
    all.decremented += decremented;
    all.restocked += restocked;
    all.adjusted += adjusted;
    all.onHand += this.state.onHand;
  }

  private book(event: StockEvent): void {
    switch (event.type) {
      case 'StockReceived':
        this.totals.received += event.data.quantity;
        return;
      case 'StockDecremented':
        this.totals.decremented += event.data.quantity;
        return;
      case 'StockRestocked':
        this.totals.restocked += event.data.quantity;
        return;
      case 'StockAdjusted':
        this.totals.adjusted += event.data.delta;
        return;
      default:
        assertNever(event);
    }
  }
}
