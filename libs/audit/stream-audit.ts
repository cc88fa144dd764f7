import type { DecodedEvent } from '@firstwrite/event-store';
import type { FeedEvent } from '@firstwrite/feed';
import { describeError } from '@firstwrite/platform';
import { AuditFaultError, eventPlace } from './audit-fault.error';
import type { Exclusions } from './exclusions';
import type { AuditRun, StreamRule } from './rules';
import { UnreadEventSet } from './unread-events';

/** The stream whose events are being added. */
interface CurrentStream {
  readonly rule: StreamRule;
  last: FeedEvent | undefined;
}

/**
 * Checks that every stream has all versions from 1 on, a known name, and events that can be read and could have
 * happened in this order. An event that cannot be read, but was discarded for every projection of its stream, is left
 * out of the sums. Later events of the stream are not judged by the events before it.
 */
export class StreamAudit {
  streamCount = 0;
  /** Events that could not be read and are no fault. */
  readonly unread = new UnreadEventSet();
  private current: CurrentStream | undefined;

  constructor(
    private readonly exclusions: Exclusions,
    private readonly rules: Pick<AuditRun, 'stream'>,
  ) {}

  begin(stream: string): void {
    const rule = this.rules.stream(stream);
    if (!rule) throw new AuditFaultError({ where: stream, expected: 'a stream name', found: 'none' });
    this.streamCount++;
    this.current = { rule, last: undefined };
  }

  add(stored: FeedEvent): void {
    const { current } = this;
    if (!current) throw new Error('a stream begins before its events');
    requireDense(current.last, stored);
    current.last = stored;
    const { rule } = current;
    const event = decoded(stored);
    if (event instanceof Error) {
      this.leaveOut(rule, stored, event);
      return;
    }
    if (!event.type.toLowerCase().startsWith(rule.kind)) {
      throw new AuditFaultError({
        where: eventPlace(stored),
        expected: `an event of a ${rule.kind} stream`,
        found: event.type,
      });
    }
    rule.add(event, stored);
  }

  end(): void {
    const { rule, last } = this.current ?? {};
    if (last) rule?.end(last);
    this.current = undefined;
  }

  private leaveOut(rule: StreamRule, stored: FeedEvent, error: Error): void {
    if (!this.exclusions.isDiscardedByAll(stored.stream, stored.version)) {
      const expected = 'an event that this build can read';
      throw new AuditFaultError({ where: eventPlace(stored), expected, found: describeError(error) });
    }
    this.unread.add(stored);
    rule.leaveOut();
  }
}

function requireDense(last: FeedEvent | undefined, { stream, version }: FeedEvent): void {
  const expected = (last?.version ?? 0) + 1;
  if (version === expected) return;
  throw new AuditFaultError({ where: stream, expected: `version ${expected}`, found: `version ${version} (a gap)` });
}

function decoded(stored: FeedEvent): DecodedEvent | Error {
  try {
    return stored.event;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
