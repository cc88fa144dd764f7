import type { FeedEvent } from '@firstwrite/feed';

/** An event that a projection cannot fold: unreadable, or not foreseen by this build. */
export class PoisonEventError extends Error {
  readonly code = 'poison-event';
  readonly stream: string;
  readonly version: number;
  readonly type: string;

  constructor({ stream, version, type }: Pick<FeedEvent, 'stream' | 'version' | 'type'>, cause: unknown) {
    super(`${stream}/${version} (${type}): ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.stream = stream;
    this.version = version;
    this.type = type;
  }
}

/** A stream that is to be parked: at which event, and why. */
export type NewlyParked = Pick<PoisonEventError, 'stream' | 'version' | 'type' | 'message'>;

/** The store does not have the events between a row and a later event of its stream. */
export class MissingEventsError extends Error {
  readonly code = 'missing-events';
  constructor(stream: string, version: number) {
    super(`${stream}: no events up to version ${version} in the store`);
  }
}
