import { describeWithKafka, eventually } from '@firstwrite/testing';
import { Cluster } from './cluster/cluster';
import { deleteBeginning, groupsOf } from './cluster/kafka-admin';
import { expectViewsExact } from './cluster/proofs';
import type { Role } from './cluster/role';
import { Shoppers } from './cluster/shoppers';
import { COMMAND_LINE, runProgram } from './system/built-program';
import { leaveNothingBehind } from './system/clean-up';
import { Client } from './system/client';
import { shopOf, units } from './system/shop';

let cluster: Cluster;
let shoppers: Shoppers;
leaveNothingBehind();

const instanceNamed = (instance: string): Role => {
  const found = cluster.running('query-api').find((role) => role.instance === instance);
  if (!found) throw new Error(`no query-api ${instance} runs`);
  return found;
};

/** No order was refused, and each of these instances has every event in its views. */
async function expectComplete(...instances: readonly string[]): Promise<void> {
  await shoppers.stop();
  expect(shoppers.refused).toEqual([]);
  for (const instance of instances) await expectViewsExact(cluster, instanceNamed(instance).instance);
}

async function projector(...args: readonly string[]) {
  const program = runProgram(COMMAND_LINE, ['projector', ...args], cluster.settings);
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

/** The identity of the tables, and the position of their views. Both change if the views are made anew. */
async function standOf(instance: string): Promise<{ tables: number; reached: string }> {
  const [stand] = await cluster.database.query<{ tables: number; reached: string }>(
    `select 'views_${instance}.order_view'::regclass::oid::int as tables,
       (select min(transaction_id::text::bigint) from views_${instance}.projection_checkpoint) as reached`,
  );
  if (!stand) throw new Error('no row');
  return stand;
}

describeWithKafka(
  'instances with views of their own',
  () => {
    beforeAll(async () => {
      cluster = await Cluster.start({ projectors: 0, settings: { FIRSTWRITE_VIEWS: 'own' } });
      await Promise.all(['2', '3'].map((instance) => cluster.add('query-api', instance)));
    });
    beforeEach(async () => {
      shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus: 30 });
      await shoppers.start();
    });
    afterEach(() => shoppers.stop());
    afterAll(() => cluster.stop());

    test('three instances each have every event, and answer reads with the token of a write', async () => {
      await shoppers.placeMore(300);
      const shop = shopOf({ client: cluster.clientOf('command-api') });
      await shop.receive('SHELF', 5);
      const order = await shop.order([units('SHELF', 2)]);
      const token = { 'consistency-token': order.headers['consistency-token'] ?? '' };
      for (const { address, instance } of cluster.running('query-api')) {
        const client = new Client(address);
        const read = await client.get(order.headers['location'] ?? '', token);
        expect({ instance, read }).toMatchObject({ read: { status: 200, body: { orderId: order.body.orderId } } });
        const stock = await client.get('/v1/stock?sku=SHELF', token);
        expect({ instance, stock: stock.body.items }).toMatchObject({
          stock: [{ sku: 'SHELF', available: 3, version: 2 }],
        });
      }
      await expectComplete('1', '2', '3');
      expect((await cluster.database.query('select 1 from stock_availability')).length).toBe(0);
    });

    test('an instance that is restarted has kept its views, and goes on', async () => {
      await instanceNamed('2').stop();
      const stand = await standOf('2');
      await shoppers.placeMore(200);
      expect(await standOf('2')).toEqual(stand);
      await cluster.add('query-api', '2');
      const after = await standOf('2');
      expect(after.tables).toBe(stand.tables);
      expect(Number(after.reached)).toBeGreaterThanOrEqual(Number(stand.reached));
      await shoppers.placeMore(100);
      await expectComplete('2');
    });

    test('an instance that joins late has every event, though old messages of the topic were deleted', async () => {
      await instanceNamed('3').stop();
      await shoppers.placeMore(200);
      await deleteBeginning(cluster);
      await shoppers.placeMore(100);
      await Promise.all([cluster.add('query-api', '3'), cluster.add('query-api', '4')]);
      await shoppers.placeMore(200);
      await expectComplete('3', '4');
    });

    test('"projector forget" refuses a running instance, and removes a stopped one completely', async () => {
      await shoppers.stop();
      expect((await projector('list')).stdout).toMatch(
        /^instance .*\n1 +yes +0 .*\n2 +yes +0 .*\n3 +yes +0 .*\n4 +yes +0 +0 +firstwrite-views-4\n$/,
      );
      const refused = await projector('forget', '4');
      expect(refused).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^firstwrite: query-api 4 runs.*\n$/) as string,
      });
      await expectComplete('4');

      await instanceNamed('4').stop();
      // The server may need a moment to notice that the sessions of the instance have ended.
      await eventually(async () => expect(await projector('forget', '4')).toMatchObject({ code: 0, stderr: '' }), {
        withinMs: 5_000,
      });
      expect((await projector('list')).stdout).not.toContain('firstwrite-views-4');
      const groups = await groupsOf(cluster);
      expect(groups).toContain('firstwrite-views-1');
      expect(groups).not.toContain('firstwrite-views-4');
      await expectComplete('1');
    });
  },
  { own: true },
);
