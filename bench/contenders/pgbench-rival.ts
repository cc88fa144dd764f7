import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { passRivalGate } from '../gate/rival-gate';
import { repository } from '../repository';
import type { Workload } from '../workloads/workload';
import type { Contender } from './contender';
import { pgbenchAbsence, runPgbench } from './pgbench';

export interface PgbenchRival {
  readonly name: string;
  readonly title: string;
  /** Its folder in bench/rivals. */
  readonly directory: string;
}

/** A rival in SQL alone. pgbench drives it on the same machine: no HTTP, no parsing, no validation. */
export function pgbenchRival({ name, title, directory }: PgbenchRival): Contender {
  const file = (fileName: string) => join(repository, 'bench/rivals', directory, fileName);
  const scriptOf = ({ script }: Workload) => (script === undefined ? undefined : file(`${script}.sql`));
  return {
    name,
    title,
    absence: (workload) => {
      const script = scriptOf(workload);
      if (script === undefined) return 'pgbench places orders of one line only';
      if (!existsSync(script)) return `bench/rivals/${directory} has no ${workload.script}.sql`;
      return pgbenchAbsence();
    },
    start: async ({ databaseUrl, workload }) => {
      await runFile(databaseUrl, file('schema.sql'));
      let accepted = 0;
      return {
        pid: undefined,
        load: async (seconds) => {
          const result = await runPgbench({ databaseUrl, script: scriptOf(workload) ?? '', seconds });
          accepted += result.accepted;
          return result;
        },
        settle: async () => undefined,
        passGate: () => passRivalGate({ databaseUrl, gateFile: file('gate.sql'), accepted, units: accepted }),
        stop: async () => undefined,
      };
    },
  };
}

async function runFile(databaseUrl: string, path: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(await readFile(path, 'utf8'));
  } finally {
    await client.end();
  }
}
