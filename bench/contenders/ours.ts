import { shop } from '@firstwrite/shop';
import { Client } from 'pg';
import { bytesAnEvent } from '../accounting/disk';
import { passOurGate } from '../gate/our-gate';
import { untilCaughtUp } from '../projections/checkpoints';
import { program } from '../repository';
import type { Contender, ContenderGround, RunningContender } from './contender';
import { HttpService } from './http-service';
import { nodeArguments, profileArguments } from './node-arguments';

/** The product with all its features on: every role in one process, as `npm start` runs it. */
export const ours: Contender = {
  name: 'ours',
  title: 'Firstwrite, one process',
  absence: () => undefined,
  start: async (ground) => {
    const service = await HttpService.start(ground, {
      script: program('apps/standalone/main.js'),
      nodeArguments: [...nodeArguments, ...profileArguments(ground.profileDirectory)],
      keepsStock: true,
      conflictsAllowed: false,
    });
    return running(service, ground);
  },
};

async function running(service: HttpService, { databaseUrl }: ContenderGround): Promise<RunningContender> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  let stopped = false;
  return {
    pid: service.pid,
    load: (seconds) => service.load(seconds),
    loadAtRate: (seconds, rate) => service.loadAtRate(seconds, rate),
    // Waits until every view has every event: making views is our work, and must not go on in a rival's round.
    settle: () => untilCaughtUp(database, shop.projections.names),
    bytesAnEvent: () => bytesAnEvent(database),
    passGate: () => {
      const { accepted, units } = service;
      return passOurGate({ databaseUrl, accepted, units, cli: program('apps/cli/main.js') });
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await database.end();
      await service.stop();
    },
  };
}
