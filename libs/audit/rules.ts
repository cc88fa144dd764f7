import type { DecodedEvent } from '@firstwrite/event-store';
import type { FeedEvent } from '@firstwrite/feed';

/** A name and its value, for a person to read. */
export type AuditFigure = readonly [name: string, value: number | string];

/** What must hold of a shop's own events, in addition to what must hold in every shop. */
export interface AuditRules {
  /** Begins the rules of one audit, which keep sums and other state. */
  begin(): AuditRun;
}

/**
 * The rules of one audit. Every event is shown twice: stream by stream to a {@link StreamRule}, then in commit order
 * to {@link CommitRule}.
 */
export interface AuditRun {
  /** The rules of a stream that begins; undefined: no stream of the shop has such a name. */
  stream(name: string): StreamRule | undefined;
  /** @param unread the events that could not be read and are no fault */
  commits(unread: UnreadEvents): CommitRule;
  /** The sums of the audit, as the members of its result. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The same sums, for a person to read. */
  readonly figures: readonly AuditFigure[];
}

/** What must hold of one stream, event by event. */
export interface StreamRule {
  /** The first part of the stream's name. */
  readonly kind: string;
  /** @throws AuditFaultError */
  add(event: DecodedEvent, place: FeedEvent): void;
  /** An event was left out, and that is no fault: what depends on it is no longer judged. */
  leaveOut(): void;
  /** The stream has ended with this event. @throws AuditFaultError */
  end(last: FeedEvent): void;
}

/** The events that cannot be read and are no fault. */
export interface UnreadEvents {
  readonly size: number;
  has(event: { readonly stream: string; readonly version: number }): boolean;
  /** Whether such an event is in this stream. */
  includesStream(stream: string): boolean;
}

/** Finds the events with a name in streams, in every version of their schema. */
export type EventFinder = (streams: readonly string[], name: string) => Promise<readonly FeedEvent[]>;

/** What must hold among the streams that one transaction has appended to. Events come in commit order. */
export interface CommitRule {
  /**
   * Fetches the other events that are needed to judge the events of a page. It is called before their `add`, and
   * possibly before the `add` of earlier pages.
   */
  prepare(events: readonly FeedEvent[], find: EventFinder): Promise<void>;
  /** @throws AuditFaultError */
  add(event: FeedEvent): void;
  /** There are no more events. @throws AuditFaultError */
  end(): void;
}
