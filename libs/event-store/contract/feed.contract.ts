import { eventually } from '@firstwrite/testing';
import { comparePositions, type Position } from '../position';
import { batchOf, eventsOf, type StoreUnderTest } from './store-under-test';

export function feedContract(subject: () => StoreUnderTest): void {
  const append = (...parts: Parameters<typeof eventsOf>[]) =>
    subject().store.append(batchOf({ events: parts.flatMap((part) => eventsOf(...part)) }));
  const nameOf = ({ stream, version }: { stream: string; version: number }) => `${stream}/${version}`;
  /** Waits for the horizon: other transactions of the server may be open. */
  const feed = (after: Position | undefined, count: number) =>
    eventually(
      async () => {
        const events = await subject().store.readFeed(after, count + 1);
        expect(events.map(nameOf)).toHaveLength(count);
        return events;
      },
      { withinMs: 10_000 },
    );

  describe('readFeed', () => {
    test('gives appends in the order they committed in, and each batch sorted by stream and version', async () => {
      const { position: start } = await append(['f-start', 1]);
      await append(['f-z', 1]);
      await append(['f-y', 1, 2], ['f-x', 1, 2]);
      await append(['f-z', 2]);
      const events = await feed(start, 6);
      expect(events.map(nameOf)).toEqual(['f-z/1', 'f-x/1', 'f-x/2', 'f-y/1', 'f-y/2', 'f-z/2']);
    });

    test('is ordered by position, and pages by it without a gap or a repetition', async () => {
      const { position: start } = await append(['f-page-start', 1]);
      for (let at = 0; at < 5; at += 1) await append([`f-page-${at}`, 1, 3]);
      const whole = await feed(start, 15);
      expect(whole.map(({ position }) => position)).toEqual(
        whole.map(({ position }) => position).toSorted(comparePositions),
      );
      const paged = [];
      for (let after = start; ; after = paged.at(-1)?.position) {
        const page = await subject().store.readFeed(after, 4);
        paged.push(...page);
        if (page.length < 4) break;
      }
      expect(paged).toEqual(whole);
    });

    test('pages within one large append in the order of its numbers, however many digits they have', async () => {
      const { position: start } = await append(['f-large-start', 1]);
      const { position: end } = await append(['f-large', 1, 1_200]);
      expect((await subject().store.append(batchOf({}))).position).toEqual(end);
      await feed(start, 1_200);
      const versions: number[] = [];
      for (let after = start; ;) {
        const page = await subject().store.readFeed(after, 7);
        versions.push(...page.map(({ version }) => version));
        after = page.at(-1)?.position;
        if (page.length < 7) break;
      }
      expect(versions).toEqual(Array.from({ length: 1_200 }, (_, at) => at + 1));
    });

    test('gives the same events as the streams do, from the first on', async () => {
      const events = await subject().store.readFeed(undefined, 100_000);
      const versions = new Map<string, number>();
      const unexpected = events.filter(({ stream, version }) => {
        const before = versions.get(stream) ?? 0;
        versions.set(stream, version);
        return version !== before + 1;
      });
      expect(unexpected).toEqual([]);
      const [first] = events;
      expect(first && (await subject().store.readStream(first.stream, { after: 0, limit: 1 }))[0]).toEqual(first);
      expect(versions.size).toBeGreaterThan(0);
    });

    test('after the last event there is nothing', async () => {
      const { position } = await append(['f-end', 1]);
      await feed(position, 0);
    });

    test('a horizon lies after what was appended before it, and is passed when no transaction is open', async () => {
      const { position } = await append(['f-horizon', 1]);
      const { recordedAtMs = Infinity } =
        (await subject().store.readStream('f-horizon', { after: 0, limit: 1 }))[0] ?? {};
      const horizon = await subject().store.horizon();
      expect(horizon.era).toBe(position?.era);
      expect(horizon.committedBelow).toBeGreaterThan(position?.transaction ?? Infinity);
      expect(horizon.atMs).toBeGreaterThanOrEqual(recordedAtMs);
      await eventually(
        async () => expect((await subject().store.horizon()).oldestOpen).toBeGreaterThanOrEqual(horizon.committedBelow),
        { withinMs: 10_000 },
      );
    });

    test('gives positions that name their store and era', async () => {
      const { position } = await append(['f-identity', 1]);
      const { storeId, era } = subject().store.identity;
      expect(position).toMatchObject({ store: storeId, era });
    });

    test('knows its own incarnation, and no other', async () => {
      const { store } = subject();
      expect(await store.isIncarnation(store.identity.incarnation)).toBe(true);
      expect(await store.isIncarnation('00000000-0000-4000-8000-000000000000')).toBe(false);
      expect(await store.isIncarnation('no uuid')).toBe(false);
    });
  });
}
