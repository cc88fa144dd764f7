import { describeWithKafka, eventually } from '@firstwrite/testing';
import { Cluster } from './cluster/cluster';
import { metricOf } from './cluster/metrics';
import { expectAllPublished, expectViewsExact } from './cluster/proofs';
import type { Role, RoleName } from './cluster/role';
import { Shoppers } from './cluster/shoppers';
import { leaveNothingBehind } from './system/clean-up';
import { Client } from './system/client';

const DOWN_MS = 15_000;
const GROWTH_BYTES_MAX = 40 * 1024 * 1024;
/**
 * The memory of a new order in command-api, with or without Kafka, until the bounded caches are full: 3 kB measured.
 */
const ORDER_BYTES_MAX = 6 * 1024;
const NOTICED_MS_MAX = 10_000;
/** After a kill the broker loads its log, and the group waits for the timeout of its dead members. */
const READY_AGAIN_MS_MAX = 40_000;

let cluster: Cluster;
let shoppers: Shoppers;

leaveNothingBehind();

describeWithKafka(
  'without Kafka for some seconds',
  () => {
    beforeAll(async () => {
      cluster = await Cluster.start({ projectors: 1 });
    });
    beforeEach(async () => {
      shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus: 30, shoppers: 4 });
      await shoppers.start();
    });
    afterEach(() => shoppers.stop());
    afterAll(() => cluster.stop());

    function broker() {
      const [node] = cluster.kafka.nodes;
      if (!node) throw new Error('no broker runs');
      return node;
    }

    function only(name: RoleName): Role {
      const [role] = cluster.running(name);
      if (!role) throw new Error(`no ${name} runs`);
      return role;
    }

    async function readinessOf(name: RoleName) {
      const client = new Client(only(name).address, 1);
      try {
        const { status, text } = await client.get('/health/ready');
        return { status, text };
      } finally {
        await client.close();
      }
    }

    const memoryOf = (name: RoleName) => metricOf(only(name), 'process_resident_memory_bytes');

    async function expectNothingLost(): Promise<void> {
      await shoppers.stop();
      expect(shoppers.refused).toEqual([]);
      for (const name of ['relay', 'projector'] as const) {
        const isReady = async () => expect(await readinessOf(name)).toMatchObject({ status: 200 });
        await eventually(isReady, { withinMs: READY_AGAIN_MS_MAX });
      }
      await expectViewsExact(cluster);
      await expectAllPublished(cluster);
    }

    test('a broker is killed and restarted under load: orders go on, no event is lost, views are exact', async () => {
      await shoppers.placeMore(200);
      await broker().kill9();
      await shoppers.placeMore(100);
      await broker().restart();
      await shoppers.placeMore(100);
      await expectNothingLost();
    });

    test('without Kafka orders are accepted and readable, readiness reports it, and memory does not grow', async () => {
      await shoppers.placeMore(100);
      const roles = ['command-api', 'relay', 'projector'] as const;
      await broker().kill9();
      const upAtMs = performance.now() + DOWN_MS;
      const [before, acceptedBefore] = [await Promise.all(roles.map(memoryOf)), shoppers.accepted];
      for (const [name, part] of [
        ['relay', 'relay'],
        ['projector', 'kafka'],
      ] as const) {
        await eventually(
          async () => {
            const { status, text } = await readinessOf(name);
            expect({ status, text }).toMatchObject({
              status: 503,
              text: expect.stringContaining('ECONNREFUSED') as string,
            });
            expect(JSON.parse(text)).toMatchObject({
              parts: { database: { status: 'up' }, [part]: { status: 'down' } },
            });
          },
          { withinMs: NOTICED_MS_MAX },
        );
      }
      expect(await readinessOf('command-api')).toMatchObject({ status: 200 });
      const sold = await cluster
        .clientOf('query-api')
        .get(`/v1/stock/main/${shoppers.sku(0)}`, { consistency: 'strong' });
      expect(sold).toMatchObject({ status: 200, headers: { consistency: 'strong' } });
      while (performance.now() < upAtMs) {
        await shoppers.placeMore(100);
        const [memory, placed] = [await Promise.all(roles.map(memoryOf)), shoppers.accepted - acceptedBefore];
        const [commandApi = 0, ...others] = memory.map((bytes, at) => bytes - (before[at] ?? 0));
        expect(commandApi).toBeLessThan(GROWTH_BYTES_MAX + placed * ORDER_BYTES_MAX);
        expect(Math.max(...others)).toBeLessThan(GROWTH_BYTES_MAX);
      }
      await broker().restart();
      await shoppers.placeMore(100);
      await expectNothingLost();
    });
  },
  { own: true },
);
