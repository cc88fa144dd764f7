import { SegmentReader } from '@firstwrite/published-log';
import { eventually } from '@firstwrite/testing';
import { randomUUID } from 'node:crypto';
import { runCommand } from '../system/command-line';
import { TOPIC, type Cluster } from './cluster';

/**
 * Waits until every partition of every shared view has all events that are stored now; more events may come meanwhile.
 */
export async function untilViewsPassNow({ database }: Cluster): Promise<void> {
  const [now] = await database.query<{ era: number; transaction_id: string; number: string }>(
    'select era, transaction_id, number from event order by era desc, transaction_id desc, number desc limit 1',
  );
  const behind = `
    select projection, partition from projection_checkpoint
    where (era, transaction_id, number) < ($1, $2, $3)`;
  await eventually(
    async () => expect(await database.query(behind, [now?.era, now?.transaction_id, now?.number])).toEqual([]),
    { withinMs: 30_000, everyMs: 50 },
  );
}

/**
 * Proves that the views get all events that are stored now, and equal a fold of the events byte for byte.
 * @param instance the instance with own views to prove; absent: the shared views
 */
export async function expectViewsExact(cluster: Cluster, instance?: string): Promise<void> {
  // The audit gives up if nothing changes for a second, but a role may need longer to recover from a fault.
  if (instance === undefined) await untilViewsPassNow(cluster);
  const views = instance === undefined ? [] : ['--views', instance];
  const args = ['audit', '--json', '--wait-views-ms', '30000', ...views];
  const database = { DATABASE_URL: cluster.settings['DATABASE_URL'] as string };
  const { code, stderr, summary } = await runCommand(args, database);
  expect({ code, stderr, ...summary }).toMatchObject({ code: 0, passed: true });
  const lag = Object.values(summary['lagEvents'] as unknown as Record<string, number>);
  expect(lag.every((events) => events === 0)).toBe(true);
}

/**
 * The content of the topic: the versions of each stream in their order, including duplicates. When partitions are
 * added, a stream may move to a partition with a higher number, so the partitions are joined in the order of their
 * numbers.
 */
export async function publishedVersions(cluster: Cluster, enough: (found: Versions) => boolean): Promise<Versions> {
  const found = new Map<number, Versions>();
  await cluster.withLog(async (log) => {
    const readers = new Map<number, { reader: SegmentReader; nextOffset: bigint; versions: Versions }>();
    const subscription = log.subscribe({
      topic: TOPIC,
      group: `test-${randomUUID()}`,
      instance: 'test',
      handler: {
        assigned: (partitions) => {
          for (const partition of partitions.filter((one) => !readers.has(one))) {
            const versions: Versions = new Map();
            found.set(partition, versions);
            readers.set(partition, { reader: new SegmentReader({ store: 0, partition }), nextOffset: 0n, versions });
          }
        },
        received: async (partition, messages) => {
          const at = readers.get(partition)!;
          // A message that is delivered again counts once.
          const fresh = messages.filter(({ offset }) => offset >= at.nextOffset);
          at.nextOffset = (fresh.at(-1)?.offset ?? at.nextOffset - 1n) + 1n;
          for (const { segment } of at.reader.read(fresh)) {
            for (const { stream, version } of segment.events) {
              const versions = at.versions.get(stream);
              if (versions) versions.push(version);
              else at.versions.set(stream, [version]);
            }
          }
        },
      },
    });
    await eventually(() => expect(enough(joined(found))).toBe(true), { withinMs: 60_000, everyMs: 100 });
    await subscription.stop();
  });
  return joined(found);
}

function joined(found: ReadonlyMap<number, Versions>): Versions {
  const all: Versions = new Map();
  for (const [, versions] of [...found].sort(([one], [other]) => one - other)) {
    for (const [stream, some] of versions) all.set(stream, [...(all.get(stream) ?? []), ...some]);
  }
  return all;
}

export type Versions = Map<string, number[]>;

/**
 * Proves that the topic has every event of the store, each stream in order: versions may be repeated, but a version
 * never comes before all lower versions have come. Returns the content of the topic.
 */
export async function expectAllPublished(cluster: Cluster): Promise<Versions> {
  const rows = await cluster.database.query<{ stream: string; versions: number }>(
    'select stream, max(version) as versions from event group by stream',
  );
  const isComplete = (found: Versions) =>
    rows.every(({ stream, versions }) => new Set(found.get(stream)).size >= versions);
  const found = await publishedVersions(cluster, isComplete);
  for (const [stream, versions] of found) expectInOrder(stream, versions);
  return found;
}

/** @param before the version before the first expected one */
export function expectInOrder(stream: string, versions: readonly number[], before = 0): void {
  let greatest = before;
  for (const version of versions) {
    if (version > greatest + 1) throw new Error(`${stream}: version ${version} comes before ${greatest + 1}`);
    greatest = Math.max(greatest, version);
  }
}
