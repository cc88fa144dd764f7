import { AppendError, type AppendFailure } from '../errors';
import type { AppendBatch, EventStore, LeaseGuard } from '../event-store';

/** An adapter under test, and the operations of a test that the port does not offer. */
export interface StoreUnderTest {
  readonly store: EventStore;
  /** Makes this epoch the one that holds the lease. */
  grantLease(lease: LeaseGuard): Promise<void>;
  close(): Promise<void>;
}

export function batchOf(part: Partial<AppendBatch>): AppendBatch {
  return { events: [], confirm: [], guards: [], rows: [], ...part };
}

/** Events of one stream with consecutive versions. */
export function eventsOf(stream: string, fromVersion: number, count = 1): AppendBatch['events'] {
  return Array.from({ length: count }, (_, at) => ({
    stream,
    version: fromVersion + at,
    type: 'Counted',
    data: { value: fromVersion + at },
    metadata: { commandId: `${stream}/${fromVersion + at}` },
  }));
}

/** Asserts that an append was refused for this reason. */
export async function expectRefusal(append: Promise<unknown>, failure: AppendFailure): Promise<void> {
  const error: unknown = await append.then(
    () => 'it was accepted',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppendError);
  expect((error as AppendError).failure).toBe(failure);
}
