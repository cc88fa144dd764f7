import type { IdempotencyKey, IdempotencyRow } from '../event-store';
import { batchOf, eventsOf, expectRefusal, type StoreUnderTest } from './store-under-test';

const HOUR_MS = 3_600_000;

function rowOf(key: string, more: Partial<IdempotencyRow> = {}): IdempotencyRow {
  return {
    stream: 'stock-main/KEYED',
    scope: 'anonymous',
    operation: 'receive',
    key,
    fingerprint: 'print',
    outcome: { body: { onHand: 3 }, version: 1 },
    expiresAtMs: null,
    ...more,
  };
}

export function idempotencyContract(subject: () => StoreUnderTest): void {
  const append = (part: Parameters<typeof batchOf>[0]) => subject().store.append(batchOf(part));
  const known = async (...keys: IdempotencyKey[]) =>
    (await subject().store.load([], keys)).keys.map((row) => row && row.outcome);

  describe('idempotency rows', () => {
    test('a key is known with its outcome once it was appended, in the order asked for', async () => {
      await append({ rows: [rowOf('k-1'), rowOf('k-2', { outcome: { second: true } })] });
      expect(await known(rowOf('k-2'), rowOf('k-none'), rowOf('k-1'))).toEqual([
        { second: true },
        undefined,
        { body: { onHand: 3 }, version: 1 },
      ]);
      const [row] = (await subject().store.load([], [rowOf('k-1')])).keys;
      expect(row).toMatchObject({ stream: 'stock-main/KEYED', key: 'k-1', fingerprint: 'print' });
    });

    test('a known key refuses the batch, and nothing of it is kept', async () => {
      await append({ rows: [rowOf('k-taken')] });
      const batch = { events: eventsOf('k-events', 1), rows: [rowOf('k-new'), rowOf('k-taken')] };
      await expectRefusal(append(batch), 'key');
      expect(await subject().store.readStream('k-events', { after: 0, limit: 1 })).toEqual([]);
      expect(await known(rowOf('k-new'))).toEqual([undefined]);
    });

    test('one key twice in a batch is refused', async () => {
      await expectRefusal(append({ rows: [rowOf('k-twice'), rowOf('k-twice')] }), 'key');
      expect(await known(rowOf('k-twice'))).toEqual([undefined]);
    });

    test.each(['stream', 'scope', 'operation'] as const)(
      'the same key with another %s is another key',
      async (part) => {
        const key = `k-by-${part}`;
        await append({ rows: [rowOf(key)] });
        expect(await known(rowOf(key, { [part]: 'other' }))).toEqual([undefined]);
        await append({ rows: [rowOf(key, { [part]: 'other', outcome: { part } })] });
        expect(await known(rowOf(key, { [part]: 'other' }))).toEqual([{ part }]);
      },
    );

    test('any visible text may be a key, and any JSON an outcome', async () => {
      const key = `a'b"c\\d$$;--/*`;
      const outcome = { text: `'"\\ \u0000 🛒\n`, nested: { list: [1, null, true] } };
      await append({ rows: [rowOf(key, { outcome })] });
      expect(await known(rowOf(key))).toEqual([outcome]);
    });

    test('exactly one of several appends that race for a key is kept', async () => {
      const racers = Array.from({ length: 8 }, (_, at) =>
        append({ events: eventsOf(`k-race-${at}`, 1), rows: [rowOf('k-race', { outcome: { at } })] }).then(
          () => at,
          () => undefined,
        ),
      );
      const winners = (await Promise.all(racers)).filter((at) => at !== undefined);
      expect(winners).toHaveLength(1);
      expect(await known(rowOf('k-race'))).toEqual([{ at: winners[0] }]);
    });

    test('expired keys are deleted; those that expire later, or never, are kept', async () => {
      await append({
        rows: [
          rowOf('k-expired', { expiresAtMs: Date.now() - HOUR_MS }),
          rowOf('k-later', { expiresAtMs: Date.now() + HOUR_MS }),
          rowOf('k-ever'),
        ],
      });
      expect(await subject().store.deleteExpiredKeys()).toBe(1);
      const [expired, later, ever] = await known(rowOf('k-expired'), rowOf('k-later'), rowOf('k-ever'));
      expect(expired).toBeUndefined();
      expect(later).toBeDefined();
      expect(ever).toBeDefined();
    });

    test('all expired keys are deleted, even if they are more than one piece', async () => {
      const expiresAtMs = Date.now() - HOUR_MS;
      await append({ rows: Array.from({ length: 2_500 }, (_, at) => rowOf(`k-piece-${at}`, { expiresAtMs })) });
      expect(await subject().store.deleteExpiredKeys()).toBe(2_500);
      expect(await subject().store.deleteExpiredKeys()).toBe(0);
    });
  });
}
