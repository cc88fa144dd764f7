import { SegmentReader } from '@firstwrite/published-log';
import { eventually } from '@firstwrite/testing';
import { randomUUID } from 'node:crypto';
import { runCommand } from '../system/command-line';
import { TOPIC, type Cluster } from './cluster';

/** Waits until every part of every shared view has what is stored now; more may come meanwhile. */
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
 * Proves that the views get every event of now, and say byte for byte what a fold of the events says.
 * @param instance the one with the own views to prove; absent: the shared views
 */
export async function expectViewsExact(cluster: Cluster, instance?: string): Promise<void> {
  // The audit gives up where nothing moves for a second, and what was hurt may stand still for longer.
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
 * What stands in the topic: of each stream the versions, in the order in which they stand there, duplicates too. A
 * stream that moved when partitions were added goes on in one of a higher number, so its partitions are read in the
 * order of their numbers.
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
          // What is delivered again does not stand there twice.
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
 * Proves that every event of the store stands in the topic, each stream's in its order: a version may come again, but
 * never before all versions below it came. Gives what stands there.
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

/** @param before the version that the first of them may follow */
export function expectInOrder(stream: string, versions: readonly number[], before = 0): void {
  let greatest = before;
  for (const version of versions) {
    if (version > greatest + 1) throw new Error(`${stream}: version ${version} stands before ${greatest + 1}`);
    greatest = Math.max(greatest, version);
  }
}
