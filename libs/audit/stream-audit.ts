import type { DomainEvent, OrderEvent, StockEvent, StreamIdentity } from '@firstwrite/shop';
import type { StoredEvent } from '@firstwrite/event-store';
import { describeError } from '@firstwrite/platform';
import { AuditFaultError, eventPlace } from './audit-fault.error';
import type { LeftOut } from './left-out';
import { OrderHistory } from './order-history';
import { StockAccount, noStock } from './stock-account';
import type { StreamSpan } from './stream-pages';
import { ProjectedEvent } from '@firstwrite/feed';

/** What is known of the stream whose events are coming. */
interface CurrentStream {
  readonly identity: StreamIdentity;
  readonly stock: StockAccount | undefined;
  readonly order: OrderHistory | undefined;
  last: StoredEvent | undefined;
}

/**
 * Every stream is dense from 1, has a known name, and events that can be read and that could have happened in this order. An event that
 * cannot be read, but was discarded by everybody who would, is left out of the sums; what comes after it in its stream is not judged by
 * what was before.
 */
export class StreamAudit {
  readonly streamCounts = { stock: 0, order: 0, product: 0 };
  readonly stockTotals = noStock();
  /** Events that could not be read and are no fault, by {@link eventPlace}. */
  readonly unread = new Set<string>();
  private current: CurrentStream | undefined;

  constructor(private readonly leftOut: LeftOut) {}

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

  /** @returns the event, decoded if it can be */
  add(stored: StoredEvent): ProjectedEvent {
    const { current } = this;
    if (!current) throw new Error('a stream begins before its events');
    requireDense(current.last, stored);
    const projected = new ProjectedEvent(stored);
    current.last = stored;
    const { kind } = current.identity;
    const event = decoded(projected);
    if (event instanceof Error) {
      this.leaveOut(current, stored, event);
      return projected;
    }
    if (!event.type.toLowerCase().startsWith(kind)) {
      throw new AuditFaultError({
        where: eventPlace(stored),
        expected: `an event of a ${kind} stream`,
        found: event.type,
      });
    }
    current.stock?.add(event as StockEvent, stored);
    current.order?.add(event as OrderEvent, stored);
    return projected;
  }

  private leaveOut({ identity, stock, order }: CurrentStream, stored: StoredEvent, error: Error): void {
    if (!this.leftOut.isDiscardedByAll(identity.kind, stored.stream, stored.version)) {
      const expected = 'an event that this build can read';
      throw new AuditFaultError({ where: eventPlace(stored), expected, found: describeError(error) });
    }
    this.unread.add(eventPlace(stored));
    stock?.leaveOut();
    order?.leaveOut();
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

function decoded(projected: ProjectedEvent): DomainEvent | Error {
  try {
    return projected.event;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
