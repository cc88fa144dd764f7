import { Cluster } from '../e2e/cluster/cluster';
import { crashUnderOrders, postgresVictims } from '../e2e/cluster/crash-postgres';
import { leaveNothingBehind } from '../e2e/system/clean-up';
import { campaignOptions } from './campaign-options';

const { crashes } = campaignOptions({ crashes: 20 });

/** Time for the servers and the roles. */
const aroundMsMax = 300_000;
const crashMsMax = 60_000;
jest.setTimeout(aroundMsMax + crashes * crashMsMax);
leaveNothingBehind();

test(`PostgreSQL crashes ${crashes} times, and the views are exact after each crash`, async () => {
  const cluster = await Cluster.start({ projectors: 2 });
  try {
    for (let crash = 0; crash < crashes; crash += 1) {
      const victim = postgresVictims[crash % postgresVictims.length] ?? 'the postmaster';
      await crashUnderOrders(cluster, { victim, goOn: crash % 2 === 0 });
      process.stdout.write(`crash ${crash + 1} of ${crashes}, kill -9 of ${victim}: the views are exact\n`);
    }
  } finally {
    await cluster.stop();
  }
});
