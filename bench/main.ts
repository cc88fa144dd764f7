import { kafkaVersion, startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-cluster';
import { Command } from 'commander';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { cells } from './cells';
import { measureCell } from './measure-cell';
import { measureLag, type LagOptions } from './projections/lag';
import { measureProjections } from './projections/measure-projections';

const report = (line: string) => void process.stdout.write(`${line}\n`);

const program = new Command('bench').description('Measures the service on this machine, next to its rivals.');

interface OrdersOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly only?: string;
}

program
  .command('orders', { isDefault: true })
  .description('Orders per second over HTTP, next to a POST of the same stack that touches no database.')
  .option('--seconds <n>', 'of each round', Number, 5)
  .option('--rounds <n>', 'pairs of rounds of each cell, in ABBA order', Number, 3)
  .option('--connections <n>', 'that wait for an answer each', Number, 128)
  .option('--only <text>', 'cells whose name contains it')
  .action((options: OrdersOptions) =>
    onPostgres(async ({ url }) => {
      for (const cell of cells.filter(({ name }) => name.includes(options.only ?? ''))) {
        report(await measureCell(cell, { ...options, serverUrl: url }));
      }
    }),
  );

interface ProjectionsOptions {
  readonly orders: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly instances: readonly number[];
}

program
  .command('projections')
  .description('How fast views are made, and how far behind they are at half load: direct, and through Kafka.')
  .option('--orders <n>', 'in the store whose views are made', Number, 150_000)
  .option('--seconds <n>', 'of each load', Number, 10)
  .option('--rounds <n>', 'of each catch-up', Number, 3)
  .option('--instances <list>', 'numbers of projectors', (list) => list.split(',').map(Number), [1, 2, 3])
  .action((options: ProjectionsOptions) =>
    onPostgres((postgres, directory) => {
      const jarDirectory = join(__dirname, `../../node_modules/.cache/firstwrite/kafka-${kafkaVersion}`);
      return measureProjections({ ...options, postgres, kafkaDirectory: directory, jarDirectory }, report);
    }),
  );

program
  .command('lag', { hidden: true })
  .description('Measures one lag, as a process of its own: the load must not hold it up.')
  .requiredOption('--address <url>')
  .requiredOption('--database-url <url>')
  .requiredOption('--seconds <n>', '', Number)
  .action(async (options: LagOptions) => report(JSON.stringify(await measureLag(options))));

async function onPostgres(measure: (postgres: EmbeddedPostgres, directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'firstwrite-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory, log: () => undefined });
  try {
    report(`${await durabilityOf(postgres.url)}\n`);
    await measure(postgres, directory);
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Printed and asserted: a figure without durability means nothing. */
async function durabilityOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ version: string; fsync: string; commit: string }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  await client.end();
  const { version, fsync, commit } = rows[0] ?? {};
  if (fsync !== 'on' || commit !== 'on')
    throw new Error(`fsync=${fsync} synchronous_commit=${commit}: both must be on`);
  return `PostgreSQL ${version}, fsync=${fsync}, synchronous_commit=${commit}, Node ${process.version}`;
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
