import { describeWithKafka, eventually } from '@firstwrite/testing';
import {
  addressFor,
  checkpointWriters,
  epochsWithTwoWriters,
  watchCheckpointWriters,
} from './cluster/checkpoint-writers';
import { Cluster } from './cluster/cluster';
import { expectAllPublished, expectViewsExact, untilViewsPassNow } from './cluster/proofs';
import type { Role } from './cluster/role';
import { Shoppers } from './cluster/shoppers';
import { leaveNothingBehind } from './system/clean-up';

const KILLS = 4;
const FENCED = 'another process projects this part of the view';
const withinMs = 30_000;

let cluster: Cluster;
let shoppers: Shoppers;

leaveNothingBehind();

describeWithKafka(
  'projectors over Kafka',
  () => {
    beforeAll(async () => {
      cluster = await Cluster.start({ projectors: 0 });
      await watchCheckpointWriters(cluster.database);
      await addProjector('1');
    });
    beforeEach(async () => {
      shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus: 30 });
      await shoppers.start();
    });
    afterEach(() => shoppers.stop());
    afterAll(() => cluster.stop());

    /** Adds a projector that sets its name on its connections. */
    function addProjector(instance: string): Promise<Role> {
      const url = cluster.settings['DATABASE_URL'] as string;
      return cluster.add('projector', instance, { DATABASE_URL: addressFor(`projector ${instance}`, url) });
    }

    /** The running projectors, at least two: a single one has no successor. */
    async function twoProjectors(): Promise<readonly Role[]> {
      if (cluster.running('projector').length < 2) await addProjector('5');
      return cluster.running('projector');
    }

    /** Proves that no order was refused, and that the views are the fold of all events: each event is applied once. */
    async function expectNothingLost(): Promise<void> {
      await shoppers.stop();
      expect(shoppers.refused).toEqual([]);
      await expectViewsExact(cluster);
      expect(await ledgersWithGaps()).toEqual([]);
      expect(await epochsWithTwoWriters(cluster.database)).toEqual([]);
    }

    /**
     * Finds gaps in the ledger, which has a row for each event of a stock item. A missing event shows in the versions,
     * and an event that was applied twice shows in the sums.
     */
    function ledgersWithGaps(): Promise<object[]> {
      return cluster.database.query(
        `select location, sku from stock_ledger group by location, sku
       having max(version) <> count(*) or sum(delta) <> (array_agg(on_hand_after order by version desc))[1]`,
      );
    }

    /** The epoch of each partition of each view: a new owner raises it. */
    async function epochs(): Promise<Map<string, string>> {
      const rows = await cluster.database.query<{ part: string; epoch: string }>(
        `select projection || '/' || partition as part, epoch from projection_checkpoint`,
      );
      return new Map(rows.map(({ part, epoch }) => [part, epoch]));
    }

    test('the number of projectors changes under load from 1 to 4 to 2, and every view is exact', async () => {
      await shoppers.placeMore(300);
      const more = await Promise.all(['2', '3', '4'].map(addProjector));
      await shoppers.placeMore(600);
      await Promise.all(more.slice(0, 2).map((projector) => projector.stop()));
      await shoppers.placeMore(300);
      await expectNothingLost();
      await expectAllPublished(cluster);
      expect(await checkpointWriters(cluster.database)).toEqual(['1', '2', '3', '4'].map((one) => `projector ${one}`));
    });

    test('projectors are killed and restarted one after the other under load, and every view is exact', async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const projectors = await twoProjectors();
        const victim = projectors[Math.floor(Math.random() * projectors.length)];
        if (!victim) throw new Error('no projector runs');
        await victim.kill9();
        await Promise.all([addProjector(victim.instance), shoppers.placeMore(100)]);
      }
      await expectNothingLost();
    });

    test('a frozen projector is replaced; when it resumes, it is fenced and writes nothing', async () => {
      const [frozen] = await twoProjectors();
      if (!frozen) throw new Error('no projector runs');
      await shoppers.placeMore(50);
      await untilViewsPassNow(cluster);
      const before = await epochs();
      frozen.freeze();
      const said = frozen.output().length;
      await shoppers.placeMore(100);
      // The partitions of the frozen projector go on only after its session has ended, six seconds later.
      await untilViewsPassNow(cluster);
      expect(await epochs()).not.toEqual(before);
      frozen.thaw();
      await eventually(() => expect(frozen.output().slice(said)).toContain(FENCED), { withinMs });
      await shoppers.placeMore(100);
      await expectNothingLost();
    });
  },
  { own: true },
);
