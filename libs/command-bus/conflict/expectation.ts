import type { EventStore, StoredEvent } from '@firstwrite/event-store';

/** What the caller had seen of a stream when it decided. */
export interface Expectation {
  readonly stream: string;
  /** The versions that it accepts; `existing`: any, but the stream must not be empty. */
  readonly accepts: readonly number[] | 'existing';
  /** Where the caller said it: decides the status of the answer. */
  readonly source: 'if-match' | 'expected-version';
}

/** A stream that is at no version that the caller accepts, and what the caller needs to decide again. */
export interface Conflict {
  readonly stream: string;
  /** Undefined when the caller named no number. */
  readonly expectedVersion: number | undefined;
  readonly currentVersion: number;
  /** The first events after the expected version, at most {@link UNSEEN_EVENTS_MAX}. */
  readonly unseenEvents: readonly Pick<StoredEvent, 'version' | 'type' | 'data' | 'recordedAtMs'>[];
}

export const UNSEEN_EVENTS_MAX = 50;

/** First write wins: the caller decided on a version that is no longer current. Never retried for it. */
export class VersionConflictError extends Error {
  readonly code = 'version-conflict';
  constructor(
    readonly conflicts: readonly Conflict[],
    readonly source: Expectation['source'],
  ) {
    super(`version conflict on ${conflicts.map(({ stream }) => stream).join(', ')}`);
  }
}

/** @throws VersionConflictError naming every expectation that does not hold, without the events yet */
export function compareExpectations(expectations: readonly Expectation[], versionOf: (stream: string) => number): void {
  const failed = expectations.filter(({ stream, accepts }) => !isMet(accepts, versionOf(stream)));
  const [first] = failed;
  if (!first) return;
  const source = failed.some((expectation) => expectation.source === 'if-match') ? 'if-match' : first.source;
  throw new VersionConflictError(
    failed.map(({ stream, accepts }) => ({
      stream,
      expectedVersion: accepts === 'existing' || accepts.length === 0 ? undefined : Math.max(...accepts),
      currentVersion: versionOf(stream),
      unseenEvents: [],
    })),
    source,
  );
}

function isMet(accepts: Expectation['accepts'], version: number): boolean {
  return accepts === 'existing' ? version > 0 : accepts.includes(version);
}

/** The same error with the events that the caller had not seen, up to the version that it was refused at. */
export async function withUnseenEvents(
  error: VersionConflictError,
  store: Pick<EventStore, 'readStream'>,
): Promise<VersionConflictError> {
  const conflicts: Conflict[] = [];
  for (const conflict of error.conflicts) {
    const after = conflict.expectedVersion ?? 0;
    const limit = Math.min(UNSEEN_EVENTS_MAX, conflict.currentVersion - after);
    const unseenEvents = limit > 0 ? await store.readStream(conflict.stream, { after, limit }) : [];
    conflicts.push({ ...conflict, unseenEvents });
  }
  return new VersionConflictError(conflicts, error.source);
}
