import type { EventStore, StoredEvent } from '@firstwrite/event-store';

/** The version of a stream that the caller had seen when it sent its command. */
export interface Expectation {
  readonly stream: string;
  /** The versions that it accepts; `existing`: any version of a stream that is not empty. */
  readonly accepts: readonly number[] | 'existing';
  /** The header or member that carried it: decides the status of the answer. */
  readonly source: 'if-match' | 'expected-version';
}

/** A stream at a version that the caller does not accept, and the facts that it needs to decide again. */
export interface Conflict {
  readonly stream: string;
  /** The greatest version that the caller accepts; undefined when it named no number. */
  readonly expectedVersion: number | undefined;
  readonly currentVersion: number;
  /** The first events after the expected version, at most {@link UNSEEN_EVENTS_MAX}. */
  readonly unseenEvents: readonly Pick<StoredEvent, 'version' | 'type' | 'data' | 'recordedAtMs'>[];
}

export const UNSEEN_EVENTS_MAX = 50;

/**
 * The first write wins: the caller decided on a version that is no longer current. It is never retried automatically.
 */
export class VersionConflictError extends Error {
  readonly code = 'version-conflict';
  constructor(
    readonly conflicts: readonly Conflict[],
    readonly source: Expectation['source'],
  ) {
    super(`version conflict on ${conflicts.map(({ stream }) => stream).join(', ')}`);
  }
}

/** @throws VersionConflictError with every expectation that does not hold, without the unseen events */
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

/** Adds the events that the caller had not seen to the error, up to the version that it was refused at. */
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
