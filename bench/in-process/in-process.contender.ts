import { Client } from 'pg';
import type { Contender } from '../contenders/contender';
import { passOurGate } from '../gate/our-gate';
import { untilCaughtUp } from '../projections/checkpoints';
import { program } from '../repository';
import { InProcessChild } from './in-process-child';

/** The product, called at its command bus; `connections` is the number of callers that wait for their answer. */
export const inProcess: Contender = {
  name: 'ours',
  title: 'Firstwrite, its command bus in process',
  absence: () => undefined,
  start: async ({ databaseUrl, workload, connections: callers, profileDirectory }) => {
    const child = await InProcessChild.start({ databaseUrl, profileDirectory });
    const database = new Client({ connectionString: databaseUrl });
    await database.connect();
    await child.receive(workload.receipts);
    const skus = [...new Set(workload.receipts)];
    let accepted = 0;
    let loads = 0;
    let stopping: Promise<unknown> | undefined;
    return {
      pid: child.pid,
      load: async (seconds) => {
        const result = await child.load({ callers, skus, seconds, keyPrefix: `load-${(loads += 1)}` });
        accepted += result.accepted;
        return result;
      },
      // Making views is our work, and must not go on in a rival's round.
      settle: () => untilCaughtUp(database),
      passGate: () => passOurGate({ databaseUrl, accepted, units: accepted, cli: program('apps/cli/main.js') }),
      stop: async () => {
        stopping ??= Promise.all([child.stop(), database.end()]);
        await stopping;
      },
    };
  },
};
