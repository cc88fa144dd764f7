import { partitionOf } from '@firstwrite/event-store';
import { describeWithKafka, eventually } from '@firstwrite/testing';
import { Cluster } from './cluster/cluster';
import { deleteTopic } from './cluster/kafka-admin';
import { expectAllPublished, expectInOrder, expectViewsExact, publishedVersions } from './cluster/proofs';
import type { Role } from './cluster/role';
import { Shoppers } from './cluster/shoppers';
import { leaveNothingBehind } from './system/clean-up';
import { Client } from './system/client';

const PROJECTIONS = 4;
const HEALTH_MS_MAX = 30_000;

let cluster: Cluster;
let shoppers: Shoppers;
leaveNothingBehind();

const followers = () => [...cluster.running('relay'), ...cluster.running('projector')];

async function expectHealth({ name, address }: Role, expected: object): Promise<void> {
  const client = new Client(address, 1);
  try {
    await eventually(
      async () => {
        const { status, body } = await client.get('/health/ready');
        expect({ name, status, body }).toMatchObject(expected);
      },
      { withinMs: HEALTH_MS_MAX, everyMs: 100 },
    );
  } finally {
    await client.close();
  }
}

/** Proves that no order was refused, and that the views are the fold of all events. */
async function expectNothingLost(): Promise<void> {
  await shoppers.stop();
  expect(shoppers.refused).toEqual([]);
  await expectViewsExact(cluster);
}

function expectDividedAmong(partitions: number): Promise<void> {
  return eventually(
    async () => {
      const divisions = await cluster.database.query(
        'select partitions, count(*)::int as checkpoints from projection_checkpoint group by partitions',
      );
      expect(divisions).toEqual([{ partitions, checkpoints: PROJECTIONS * partitions }]);
    },
    { withinMs: HEALTH_MS_MAX, everyMs: 100 },
  );
}

async function newestVersions(): Promise<Map<string, number>> {
  const rows = await cluster.database.query<{ stream: string; newest: number }>(
    'select stream, max(version) as newest from event group by stream',
  );
  return new Map(rows.map(({ stream, newest }) => [stream, newest]));
}

describeWithKafka(
  'a topic that changes while it is used',
  () => {
    beforeAll(async () => {
      cluster = await Cluster.start({ partitions: 6, projectors: 2 });
    });
    beforeEach(async () => {
      shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus: 30 });
      await shoppers.start();
    });
    afterEach(() => shoppers.stop());
    afterAll(() => cluster.stop());

    test('partitions are added under load: streams stay in order, and a stopped projector catches up', async () => {
      await shoppers.placeMore(200);
      const [stays, leaves] = cluster.running('projector');
      await leaves?.stop();
      await cluster.applyTopic(12);
      await shoppers.placeMore(200);
      await expectDividedAmong(12);
      await shoppers.placeMore(200);
      await stays?.stop();
      await shoppers.placeMore(100);
      await cluster.add('projector', '2');
      await shoppers.placeMore(100);
      await expectNothingLost();
      await expectDividedAmong(12);

      const published = await expectAllPublished(cluster);
      const moved = [...published.keys()].filter((stream) => partitionOf(stream, 6) !== partitionOf(stream, 12));
      expect(moved.filter((stream) => shoppers.sold(stream)).length).toBeGreaterThan(0);
      await cluster.add('projector', '1');
    });

    test('the topic is deleted and created again under load: roles report it, and no event is skipped', async () => {
      await shoppers.placeMore(200);
      await deleteTopic(cluster);
      const missing = expect.stringContaining('topic "firstwrite.events.v1" is not there') as string;
      for (const role of followers()) {
        const part = role.name === 'relay' ? 'relay' : 'kafka';
        const parts = { [part]: { status: 'down', detail: missing } };
        await expectHealth(role, { status: 503, body: { parts } });
      }
      const before = await newestVersions();
      await shoppers.placeMore(200);
      const since = await newestVersions();
      await cluster.applyTopic(6);
      for (const role of followers()) await expectHealth(role, { status: 200 });
      await shoppers.placeMore(200);
      await expectNothingLost();
      await expectDividedAmong(6);

      const written = [...since].filter(([stream]) => !before.has(stream));
      expect(written.length).toBeGreaterThanOrEqual(200);
      const newest = [...(await newestVersions())].filter(([stream]) => shoppers.sold(stream));
      const published = await publishedVersions(cluster, (found) =>
        [...written, ...newest].every(([stream, version]) => found.get(stream)?.includes(version)),
      );
      for (const [stream, versions] of published) expectInOrder(stream, versions, (versions[0] ?? 1) - 1);
    });
  },
  { own: true },
);
