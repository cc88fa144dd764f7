import { program } from '../repository';
import type { Contender } from './contender';
import { HttpService } from './http-service';
import { nodeArguments } from './node-arguments';

/** The product's POST without a database: the limit that its HTTP stack sets on this machine. */
export const bare: Contender = {
  name: 'H',
  title: "the product's own POST without a database",
  absence: () => undefined,
  start: async (ground) => {
    const script = program('bench/no-database/main.js');
    const service = await HttpService.start(ground, {
      ...{ script, nodeArguments },
      keepsStock: false,
      conflictsAllowed: false,
    });
    return {
      pid: service.pid,
      withoutDatabase: true,
      load: (seconds) => service.load(seconds),
      loadAtRate: (seconds, rate) => service.loadAtRate(seconds, rate),
      settle: async () => undefined,
      passGate: async () => undefined,
      stop: () => service.stop(),
    };
  },
};
