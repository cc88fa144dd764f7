import { startEmbeddedPostgres } from '@firstwrite/local-cluster';
import { Command } from 'commander';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { cells } from './cells';
import { measureCell } from './measure-cell';

const program = new Command('bench')
  .description('Orders per second over HTTP, next to a POST of the same stack that touches no database.')
  .option('--seconds <n>', 'of each round', Number, 5)
  .option('--rounds <n>', 'pairs of rounds of each cell, in ABBA order', Number, 3)
  .option('--connections <n>', 'that wait for an answer each', Number, 128)
  .option('--only <text>', 'cells whose name contains it');

interface BenchOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly only?: string;
}

async function main(): Promise<void> {
  const options = program.parse().opts<BenchOptions>();
  const directory = mkdtempSync(join(tmpdir(), 'firstwrite-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory, log: () => undefined });
  try {
    process.stdout.write(`${await durabilityOf(postgres.url)}\n\n`);
    for (const cell of cells.filter(({ name }) => name.includes(options.only ?? ''))) {
      process.stdout.write(`${await measureCell(cell, { ...options, serverUrl: postgres.url })}\n`);
    }
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

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
