import { describeWithKafka, eventually } from '@firstwrite/testing';
import { resolve } from 'node:path';
import { Cluster } from './cluster/cluster';
import { metricOf } from './cluster/metrics';
import { expectAllPublished, expectViewsExact } from './cluster/proofs';
import type { Role } from './cluster/role';
import { Shoppers } from './cluster/shoppers';
import { runProgram } from './system/built-program';
import { leaveNothingBehind } from './system/clean-up';

const TAKE_OVER_MS_MAX = 5_000;
const MORTAL_RELAY = resolve(__dirname, 'cluster/mortal-relay.ts');
const READS_TYPESCRIPT = `--require ${resolve(__dirname, '../../libs/testing/typescript-require.cjs')}`;

let cluster: Cluster;
let shoppers: Shoppers;

leaveNothingBehind();

describeWithKafka(
  'relays over Kafka',
  () => {
    beforeAll(async () => {
      cluster = await Cluster.start();
      await cluster.add('relay', '2');
    });
    beforeEach(async () => {
      shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus: 30 });
      await shoppers.start();
    });
    afterEach(() => shoppers.stop());
    afterAll(() => cluster.stop());

    const isLeading = async (relay: Role) => (await metricOf(relay, 'firstwrite_relay_leading')) === 1;

    /** The relay that publishes, and the relay that stands by. */
    async function leaderAndStandby(): Promise<readonly [Role, Role]> {
      const [one, other] = cluster.running('relay');
      if (!one || !other) throw new Error('two relays must run');
      return eventually(
        async () => {
          const oneLeads = await isLeading(one);
          expect(await isLeading(other)).toBe(!oneLeads);
          return oneLeads ? [one, other] : [other, one];
        },
        { withinMs: TAKE_OVER_MS_MAX },
      );
    }

    const expectLeads = (relay: Role) =>
      eventually(async () => expect(await isLeading(relay)).toBe(true), { withinMs: TAKE_OVER_MS_MAX });

    /**
     * Proves that no order was refused, that the views are the fold of all events, and that the topic has each event.
     * Returns the published versions of each stock item that was sold.
     */
    async function expectNothingLost(): Promise<readonly number[][]> {
      await shoppers.stop();
      expect(shoppers.refused).toEqual([]);
      await expectViewsExact(cluster);
      const published = await expectAllPublished(cluster);
      return [...published].flatMap(([stream, versions]) => (shoppers.sold(stream) ? [versions] : []));
    }

    test('one of two relays publishes; when it is killed, the other takes over within 5 s', async () => {
      const [leader, standby] = await leaderAndStandby();
      await shoppers.placeMore(100);
      expect(await metricOf(standby, 'firstwrite_relay_events_total')).toBe(0);
      await leader.kill9();
      await expectLeads(standby);
      await cluster.add('relay', leader.instance);
      await shoppers.placeMore(100);
      await expectNothingLost();
    });

    test('a frozen leader is replaced within 5 s; when it resumes, it stands by and publishes nothing', async () => {
      const [leader, standby] = await leaderAndStandby();
      await shoppers.placeMore(50);
      leader.freeze();
      await expectLeads(standby);
      await shoppers.placeMore(50);
      leader.thaw();
      await eventually(async () => expect(await isLeading(leader)).toBe(false), { withinMs: TAKE_OVER_MS_MAX });
      const published = await metricOf(leader, 'firstwrite_relay_events_total');
      await shoppers.placeMore(100);
      expect(await isLeading(standby)).toBe(true);
      expect(await metricOf(leader, 'firstwrite_relay_events_total')).toBe(published);
      await expectNothingLost();
    });

    test('relays die before publishing, before their checkpoint and after it: no event is missing', async () => {
      await Promise.all(cluster.running('relay').map((relay) => relay.stop()));
      const died = await Promise.all(
        ['before-publish', 'published', 'checkpointed'].map((step) => {
          const settings = { ...cluster.settings, NODE_OPTIONS: READS_TYPESCRIPT };
          return runProgram(MORTAL_RELAY, [step], settings).ended;
        }),
      );
      expect(died.map(({ signal }) => signal)).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
      await shoppers.placeMore(50);
      await cluster.add('relay', '1');
      await shoppers.placeMore(50);
      const versions = await expectNothingLost();
      // Events that a relay had published before it died were published again.
      expect(versions.some((ofStream) => new Set(ofStream).size < ofStream.length)).toBe(true);
    });
  },
  { own: true },
);
