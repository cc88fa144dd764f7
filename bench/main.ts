import { Command, InvalidArgumentError } from 'commander';
import { resolve } from 'node:path';
import { integerBetween } from '@firstwrite/terminal';
import { rowsOfAFullRun, rowsOfTheBar } from './metrics/catalogue';
import type { Metric, Settings } from './metric';
import { writeReport } from './output/write-report';
import { runBench } from './run';

interface Options {
  readonly only?: readonly string[];
  readonly quick: boolean;
  readonly full: boolean;
  readonly list: boolean;
  readonly profile?: string;
  readonly seconds?: number;
  readonly rounds?: number;
  readonly connections: number;
}

const CONNECTIONS = 128;
const thorough = { seconds: 5, rounds: 5 };
const quick = { seconds: 2, rounds: 2 };

const program = new Command('bench')
  .description('Measures the service next to its rivals, all up at once on one PostgreSQL, on this machine.')
  .option('--only <rows>', 'measure these rows only, such as p1,p7', (list: string) => list.toUpperCase().split(','))
  .option('--quick', 'shorter and fewer rounds: an impression, not a result', false)
  .option('--full', 'growth, connection counts and memory over time as well: up to three hours', false)
  .option('--list', 'list the rows, and measure nothing', false)
  .option('--profile <directory>', 'write CPU profiles of our service to this folder, with a flame graph of each')
  .option(
    '--seconds <n>',
    `length of each round (default ${thorough.seconds}, quick ${quick.seconds})`,
    integerBetween(1, 600),
  )
  .option(
    '--rounds <n>',
    `rounds of each cell (default ${thorough.rounds}, quick ${quick.rounds})`,
    integerBetween(1, 100),
  )
  .option('--connections <n>', 'connections, each with one request in flight', integerBetween(1, 1_000), CONNECTIONS)
  .action(bench);

async function bench(options: Options): Promise<void> {
  const metrics = chosenRows(options);
  if (options.list) return list(metrics, settingsOf(options));
  const words = process.argv.slice(2);
  const command = ['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
  const { path, results } = await runBench({ metrics, settings: settingsOf(options), command });
  process.stdout.write(`${path}\n`);
  writeReport(path);
  if (results.metrics.some(({ gate }) => gate === 'failed')) process.exitCode = 1;
}

function settingsOf(options: Options): Settings {
  const { connections, profile } = options;
  const { seconds, rounds } = { ...(options.quick ? quick : thorough), ...definedOf(options) };
  return {
    seconds,
    rounds,
    connections,
    quick: options.quick,
    ...(profile !== undefined && { profileDirectory: resolve(profile) }),
  };
}

function definedOf({ seconds, rounds }: Options) {
  return { ...(seconds !== undefined && { seconds }), ...(rounds !== undefined && { rounds }) };
}

function chosenRows({ only, full }: Options): Metric[] {
  const bar = rowsOfTheBar();
  const all = [...bar, ...rowsOfAFullRun];
  if (!only) return full ? all : bar;
  const unknown = only.filter((id) => !all.some((metric) => metric.id === id));
  if (unknown.length > 0) throw new InvalidArgumentError(`no such row: ${unknown.join(', ')}; --list names them`);
  return all.filter(({ id }) => only.includes(id));
}

function list(metrics: readonly Metric[], settings: Settings): void {
  for (const metric of metrics) {
    const minutes = (metric.secondsNeeded(settings) / 60).toFixed(1);
    process.stdout.write(`${metric.id.padEnd(4)} ${metric.title} (${minutes} min)\n`);
  }
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
