import { describeWithKafka } from '@firstwrite/testing';
import { Cluster } from './cluster/cluster';
import { crashUnderOrders, postgresVictims } from './cluster/crash-postgres';
import { leaveNothingBehind } from './system/clean-up';

const CRASHES = 10;

let cluster: Cluster;

leaveNothingBehind();

describeWithKafka(
  'views of projectors that follow Kafka',
  () => {
    beforeAll(async () => void (cluster = await Cluster.start({ projectors: 2 })));
    afterAll(() => cluster.stop());

    const crashes = Array.from({ length: CRASHES }, (_, at) => ({
      crash: at + 1,
      victim: postgresVictims[at % postgresVictims.length] ?? 'the postmaster',
      goOn: at % 2 === 0,
    }));
    test.each(crashes)('are the fold of all events after crash $crash, of $victim', (crash) =>
      crashUnderOrders(cluster, crash),
    );
  },
  { own: true },
);
