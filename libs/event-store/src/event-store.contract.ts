import { AppendError, type AppendFailure } from './errors';
import type { AppendBatch, EventStore, LeaseGuard } from './event-store';
import { appendContract } from './contract/append.contract';
import { feedContract } from './contract/feed.contract';
import { idempotencyContract } from './contract/idempotency.contract';
import { loadContract } from './contract/load.contract';

/** An adapter under test, and what the port itself has no means for. */
export interface StoreUnderTest {
  readonly store: EventStore;
  /** Makes this epoch the one that holds the lease. */
  grantLease(lease: LeaseGuard): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of the port promises. Each test has streams of its own; the store is shared, and empty at first. */
export function eventStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`event store contract: ${name}`, () => {
    let opened: StoreUnderTest;
    beforeAll(async () => void (opened = await open()));
    afterAll(() => opened.close());
    const subject = () => opened;

    test('an append of nothing to an empty store has no position', async () => {
      expect(await opened.store.append(batchOf({}))).toEqual({ position: undefined });
      expect(await opened.store.readFeed(undefined, 10)).toEqual([]);
    });

    appendContract(subject);
    idempotencyContract(subject);
    loadContract(subject);
    feedContract(subject);
  });
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
