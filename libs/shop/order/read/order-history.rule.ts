import { AuditFaultError, eventPlace, type StreamRule } from '@firstwrite/audit';
import type { DecodedEvent } from '@firstwrite/event-store';
import type { FeedEvent } from '@firstwrite/feed';
import { describeError } from '@firstwrite/platform';
import type { OrderId } from '../../domain/primitives';
import {
  absentOrder,
  actionOf,
  changeOrder,
  evolveOrder,
  type OrderEvent,
  type OrderState,
} from '../domain/order.decider';

/** The life of one order: placed once, and every later event is what the decider would have decided then. */
export class OrderHistory implements StreamRule {
  readonly kind = 'order';
  private readonly events: { readonly event: OrderEvent; readonly version: number }[] = [];
  private isComplete = true;

  constructor(private readonly orderId: OrderId) {}

  /** An event is missing, so the later events cannot be checked. */
  leaveOut(): void {
    this.isComplete = false;
  }

  add(decoded: DecodedEvent, stored: FeedEvent): void {
    if (!this.isComplete) return;
    const event = decoded as OrderEvent;
    const objection = this.objection(event);
    if (objection) throw new AuditFaultError({ where: eventPlace(stored), ...objection });
    this.events.push({ event, version: stored.version });
  }

  end(): void {}

  private objection(event: OrderEvent): { expected: string; found: string } | undefined {
    if (event.type === 'OrderPlaced') {
      if (this.events.length > 0) return { expected: 'an order to be placed once', found: 'another OrderPlaced' };
      const { orderId } = event.data;
      return orderId === this.orderId ? undefined : { expected: `order ${this.orderId}`, found: `order ${orderId}` };
    }
    const { orderId } = this;
    const state = this.state();
    try {
      const decided = changeOrder({ orderId, action: actionOf[event.type], at: event.data.at }, state);
      return decided.order.length === 1 ? undefined : { expected: `no second ${event.type}`, found: 'one' };
    } catch (error) {
      return {
        expected: `an event that a ${state.status} order permits`,
        found: `${event.type} (${describeError(error)})`,
      };
    }
  }

  /** Folded only when an order has a second event, because most orders have one. */
  private state(): OrderState {
    return this.events.reduce<OrderState>(
      (state, { event, version }) => evolveOrder(state, event, version),
      absentOrder,
    );
  }
}
