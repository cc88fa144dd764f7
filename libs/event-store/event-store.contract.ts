import { appendContract } from './contract/append.contract';
import { feedContract } from './contract/feed.contract';
import { idempotencyContract } from './contract/idempotency.contract';
import { loadContract } from './contract/load.contract';
import { batchOf, type StoreUnderTest } from './contract/store-under-test';

/**
 * What every adapter of the port promises. Each test has streams of its own; the store is shared, and empty at first.
 */
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
