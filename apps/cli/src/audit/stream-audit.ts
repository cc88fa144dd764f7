import type { StreamIdentity } from '@firstwrite/contracts';
import type { OrderEvent, StockEvent } from '@firstwrite/domain';
import type { StoredEvent } from '@firstwrite/event-store';
import { describeError } from '../describe-error';
import { AuditFaultError, eventPlace } from './audit-fault.error';
import { OrderHistory } from './order-history';
import { StockAccount, noStock } from './stock-account';
import type { StreamSpan } from './stream-pages';
import { ProjectedEvent } from '@firstwrite/read-model';

/** What is known of the stream whose events are coming. */
interface CurrentStream {
  readonly identity: StreamIdentity;
  readonly stock: StockAccount | undefined;
  readonly order: OrderHistory | undefined;
  last: StoredEvent | undefined;
}

/** Every stream is dense from 1, has a known name, and events that can be read and that could have happened in this order. */
export class StreamAudit {
  readonly streamCounts = { stock: 0, order: 0, product: 0 };
  readonly stockTotals = noStock();
  private current: CurrentStream | undefined;

  begin({ stream, identity }: StreamSpan): void {
    if (!identity) throw new AuditFaultError({ where: stream, expected: 'a stream name', found: 'none' });
    this.streamCounts[identity.kind]++;
    this.current = {
      identity,
      stock: identity.kind === 'stock' ? new StockAccount() : undefined,
      order: identity.kind === 'order' ? new OrderHistory(identity.orderId) : undefined,
      last: undefined,
    };
  }

  /** @returns the event, decoded */
  add(stored: StoredEvent): ProjectedEvent {
    const { current } = this;
    if (!current) throw new Error('a stream begins before its events');
    requireDense(current.last, stored);
    const projected = new ProjectedEvent(stored);
    const event = decoded(projected, stored);
    const { kind } = current.identity;
    if (!event.type.toLowerCase().startsWith(kind)) {
      throw new AuditFaultError({
        where: eventPlace(stored),
        expected: `an event of a ${kind} stream`,
        found: event.type,
      });
    }
    current.stock?.add(event as StockEvent, stored);
    current.order?.add(event as OrderEvent, stored);
    current.last = stored;
    return projected;
  }

  end(): void {
    const { stock, last } = this.current ?? {};
    if (last) stock?.close(last, this.stockTotals);
    this.current = undefined;
  }
}

function requireDense(last: StoredEvent | undefined, { stream, version }: StoredEvent): void {
  const expected = (last?.version ?? 0) + 1;
  if (version === expected) return;
  throw new AuditFaultError({ where: stream, expected: `version ${expected}`, found: `version ${version} (a gap)` });
}

function decoded(projected: ProjectedEvent, stored: StoredEvent) {
  try {
    return projected.event;
  } catch (error) {
    throw new AuditFaultError({
      where: eventPlace(stored),
      expected: 'an event that this build can read',
      found: describeError(error),
    });
  }
}
