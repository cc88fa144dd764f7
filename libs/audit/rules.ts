import type { DecodedEvent } from '@firstwrite/event-store';
import type { FeedEvent } from '@firstwrite/feed';

/** A name and what it comes to, for a person to read. */
export type AuditFigure = readonly [name: string, value: number | string];

/** What must hold of a shop's own events, beside what holds of every shop. */
export interface AuditRules {
  /** The rules of one audit: they sum and remember. */
  begin(): AuditRun;
}

/**
 * The rules of one audit. Every event is shown twice: stream by stream to a {@link StreamRule}, then in commit order
 * to {@link CommitRule}.
 */
export interface AuditRun {
  /** The rules of a stream that begins; undefined: no stream of the shop has such a name. */
  stream(name: string): StreamRule | undefined;
  /** @param isUnread whether an event could not be read and that is no fault */
  commits(unread: UnreadEvents): CommitRule;
  /** What the audit has summed, as the members of its result. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The same for a person. */
  readonly figures: readonly AuditFigure[];
}

/** What must hold of one stream, event by event. */
export interface StreamRule {
  /** The first part of the stream's name. */
  readonly kind: string;
  /** @throws AuditFaultError */
  add(event: DecodedEvent, place: FeedEvent): void;
  /** An event is missing, and that is no fault: nothing that rests on it is judged any more. */
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

/** Finds the events of a name in streams, whatever the version of their schema. */
export type EventFinder = (streams: readonly string[], name: string) => Promise<readonly FeedEvent[]>;

/** What must hold among the streams that one transaction has appended to. Events come in commit order. */
export interface CommitRule {
  /**
   * Fetches what the events of a page cannot be judged without. It is called before their `add`, and may be called
   * ahead of the pages before.
   */
  prepare(events: readonly FeedEvent[], find: EventFinder): Promise<void>;
  /** @throws AuditFaultError */
  add(event: FeedEvent): void;
  /** There are no more events. @throws AuditFaultError */
  end(): void;
}
