import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { passRivalGate } from '../gate/rival-gate';
import { repository } from '../repository';
import type { Contender } from './contender';
import { HttpService } from './http-service';

export interface HttpRival {
  readonly name: string;
  readonly title: string;
  /** Its folder in bench/rivals. */
  readonly directory: string;
  /** The folder in bench/rivals with its gate.sql, if the rival shares its tables with another rival. */
  readonly gateDirectory?: string;
}

/** A rival that runs as an HTTP service. */
export function httpRival({ name, title, directory, gateDirectory = directory }: HttpRival): Contender {
  const script = join(repository, 'bench/dist/rivals', directory, 'main.js');
  const gateFile = join(repository, 'bench/rivals', gateDirectory, 'gate.sql');
  return {
    name,
    title,
    absence: () => (existsSync(script) ? undefined : `bench/rivals/${directory} is not built`),
    start: async (ground) => {
      const service = await HttpService.start(ground, { script, keepsStock: true, conflictsAllowed: true });
      return {
        pid: service.pid,
        load: (seconds) => service.load(seconds),
        loadAtRate: (seconds, rate) => service.loadAtRate(seconds, rate),
        settle: async () => undefined,
        passGate: () => {
          const { accepted, units } = service;
          return passRivalGate({ databaseUrl: ground.databaseUrl, gateFile, accepted, units });
        },
        stop: () => service.stop(),
      };
    },
  };
}
