import type { Snapshot } from '../event-store';
import { batchOf, eventsOf, type StoreUnderTest } from './store-under-test';

export function loadContract(subject: () => StoreUnderTest): void {
  const append = (stream: string, fromVersion: number, count: number) =>
    subject().store.append(batchOf({ events: eventsOf(stream, fromVersion, count) }));
  const load = async (stream: string, snapshotSchemaVersion = 1) => {
    const { streams } = await subject().store.load([{ stream, snapshotSchemaVersion }], []);
    return { snapshot: streams[0]?.snapshot, versions: streams[0]?.events.map(({ version }) => version) };
  };
  const snapshotOf = (stream: string, version: number, schemaVersion = 1): Snapshot => ({
    stream,
    version,
    schemaVersion,
    state: { total: version, text: `'"\\🛒` },
  });

  describe('load', () => {
    test('streams come in the order asked for, an empty one without events', async () => {
      await append('l-b', 1, 2);
      await append('l-a', 1, 1);
      const requests = ['l-b', 'l-none', 'l-a'].map((stream) => ({ stream, snapshotSchemaVersion: 1 }));
      const { streams, keys } = await subject().store.load(requests, []);
      expect(streams.map(({ events }) => events.map(({ data }) => data))).toEqual([
        [{ value: 1 }, { value: 2 }],
        [],
        [{ value: 1 }],
      ]);
      expect(keys).toEqual([]);
    });

    test('the newest snapshot comes with all events after it, and none before', async () => {
      await append('l-snapshot', 1, 10);
      await subject().store.saveSnapshots([snapshotOf('l-snapshot', 7)]);
      expect(await load('l-snapshot')).toEqual({ snapshot: snapshotOf('l-snapshot', 7), versions: [8, 9, 10] });
    });

    test('a snapshot at the last version leaves no event to read', async () => {
      await append('l-exact', 1, 4);
      await subject().store.saveSnapshots([snapshotOf('l-exact', 4)]);
      expect(await load('l-exact')).toEqual({ snapshot: snapshotOf('l-exact', 4), versions: [] });
    });

    test('a snapshot of another schema version is ignored', async () => {
      await append('l-shape', 1, 3);
      await subject().store.saveSnapshots([snapshotOf('l-shape', 2)]);
      expect(await load('l-shape', 2)).toEqual({ snapshot: undefined, versions: [1, 2, 3] });
    });

    test('a snapshot is never replaced by an older one', async () => {
      await append('l-back', 1, 9);
      await subject().store.saveSnapshots([snapshotOf('l-back', 8)]);
      await subject().store.saveSnapshots([{ ...snapshotOf('l-back', 5), state: { late: true } }]);
      await subject().store.saveSnapshots([{ ...snapshotOf('l-back', 8), state: { repeated: true } }]);
      expect(await load('l-back')).toEqual({ snapshot: snapshotOf('l-back', 8), versions: [9] });
    });

    test('a snapshot of a new shape takes the place of the old one', async () => {
      await append('l-new-shape', 1, 3);
      await subject().store.saveSnapshots([snapshotOf('l-new-shape', 3, 1)]);
      await subject().store.saveSnapshots([snapshotOf('l-new-shape', 2, 2)]);
      expect(await load('l-new-shape', 2)).toEqual({ snapshot: snapshotOf('l-new-shape', 2, 2), versions: [3] });
    });

    test('many streams and snapshots are loaded in one call', async () => {
      const names = Array.from({ length: 300 }, (_, at) => `l-many-${at}`);
      await subject().store.append(batchOf({ events: names.flatMap((stream) => eventsOf(stream, 1, 2)) }));
      await subject().store.saveSnapshots(names.slice(0, 150).map((stream) => snapshotOf(stream, 1)));
      const requests = names.map((stream) => ({ stream, snapshotSchemaVersion: 1 }));
      const { streams } = await subject().store.load(requests, []);
      expect(streams.map(({ snapshot, events }) => (snapshot?.version ?? 0) + events.length)).toEqual(
        names.map(() => 2),
      );
      expect(streams.filter(({ snapshot }) => snapshot)).toHaveLength(150);
    });

    test('a load of no streams returns none, and a save of no snapshots succeeds', async () => {
      expect(await subject().store.load([], [])).toEqual({ streams: [], keys: [] });
      await subject().store.saveSnapshots([]);
    });
  });

  describe('readStream', () => {
    test('pages by version', async () => {
      await append('r-pages', 1, 7);
      const page = async (after: number) =>
        (await subject().store.readStream('r-pages', { after, limit: 3 })).map(({ version }) => version);
      expect(await page(0)).toEqual([1, 2, 3]);
      expect(await page(3)).toEqual([4, 5, 6]);
      expect(await page(6)).toEqual([7]);
      expect(await page(7)).toEqual([]);
      expect(await page(99)).toEqual([]);
    });
  });
}
