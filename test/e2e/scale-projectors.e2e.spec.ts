import { eventually } from '@firstwrite/testing';
import { Cluster } from './cluster/cluster';
import { expectAllPublished, expectViewsExact } from './cluster/proofs';
import { Shoppers } from './cluster/shoppers';
import { leaveNothingBehind } from './system/clean-up';

jest.setTimeout(120_000);

let cluster: Cluster;
let shoppers: Shoppers;
beforeAll(async () => {
  cluster = await Cluster.start({ projectors: 1 });
});
beforeEach(async () => {
  shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus: 30 });
  await shoppers.start();
});
afterEach(() => shoppers.stop());
afterAll(() => cluster.stop());
leaveNothingBehind();

/** Waits for more orders: the load goes on meanwhile. */
async function ordersMore(count: number): Promise<void> {
  const wanted = shoppers.accepted + count;
  await eventually(() => expect(shoppers.accepted).toBeGreaterThanOrEqual(wanted), { withinMs: 30_000 });
}

async function expectNothingLost(): Promise<void> {
  await shoppers.stop();
  expect(shoppers.refused).toEqual([]);
  await expectViewsExact(cluster);
}

test('projectors come and go under load: 1, 4, 2, and every view is exact', async () => {
  await ordersMore(300);
  const more = await Promise.all(['2', '3', '4'].map((instance) => cluster.add('projector', instance)));
  await ordersMore(600);
  await Promise.all(more.slice(0, 2).map((projector) => projector.stop()));
  await ordersMore(300);
  await expectNothingLost();
  await expectAllPublished(cluster);
});
