import { startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-servers';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineTime, stolenShare } from './accounting/stolen-time';
import type { Bench, CellOutcome, Metric, Settings } from './metric';
import { writeFlameGraphs } from './output/flame-graphs';
import { describeHost, type Host } from './output/host';
import { outcomeTable } from './output/outcome-table';
import { resultRow, type ResultFile } from './output/result-file';
import { timeByPart } from './output/time-by-part';
import { TimeLeft } from './output/time-left';
import { repository } from './repository';

export interface RunOptions {
  readonly metrics: readonly Metric[];
  readonly settings: Settings;
  /** The command line, as it was typed. */
  readonly command: string;
}

/** Connections for every contender's pool. Every other setting, durability above all, is the server's default. */
const serverSettings = { max_connections: '500' };

/** Measures the rows on a new server. @returns the file with the figures, and its content */
export async function runBench(options: RunOptions): Promise<{ path: string; results: ResultFile }> {
  const directory = mkdtempSync(join(tmpdir(), 'firstwrite-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataDirectory: directory,
    settings: serverSettings,
    log: () => undefined,
  });
  try {
    const host = await describeHost(postgres.url);
    say(describe(host));
    const measured = await measureAll(options, { host, postgres, directory });
    say(`\n${outcomeTable(measured.metrics)}`);
    const results = withProfiles(measured, options.settings);
    return { path: write(results), results };
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function withProfiles(results: ResultFile, { profileDirectory }: Settings): ResultFile {
  if (profileDirectory === undefined) return results;
  for (const page of writeFlameGraphs(profileDirectory)) say(page);
  return { ...results, profiles: timeByPart(profileDirectory, Date.parse(results.settings.startedAt)) };
}

/** The settings of a row: its profiles have a folder of their own. */
function settingsOf({ id }: Metric, { profileDirectory, ...others }: Settings): Settings {
  return { ...others, ...(profileDirectory !== undefined && { profileDirectory: join(profileDirectory, id) }) };
}

interface Ground {
  readonly host: Host;
  readonly postgres: EmbeddedPostgres;
  readonly directory: string;
}

async function measureAll(
  { metrics, settings, command }: RunOptions,
  { host, postgres, directory }: Ground,
): Promise<ResultFile> {
  const startedAtMs = performance.now();
  const startedAt = new Date().toISOString();
  const left = new TimeLeft(metrics.map((metric) => metric.secondsNeeded(settings)));
  const outcomes: CellOutcome[] = [];
  const { seconds, rounds, connections, quick } = settings;
  const titles = Object.fromEntries(metrics.map(({ id, title }) => [id, title]));
  const stolen: Record<string, number> = {};
  const soFar = (): ResultFile => {
    const tookSeconds = Math.round((performance.now() - startedAtMs) / 1_000);
    const run = { command, startedAt, tookSeconds, seconds, rounds, connections, quick, titles, stolen };
    return { host, settings: run, metrics: outcomes.map(resultRow) };
  };
  for (const metric of metrics) {
    const progress = (line: string) => say(`${metric.id} · ${left.text()} · ${line}`);
    const bench: Bench = {
      ...{ serverUrl: postgres.url, postmasterPid: () => postgres.pid, directory, progress },
      settings: settingsOf(metric, settings),
    };
    left.begin();
    const before = machineTime();
    progress(metric.title);
    outcomes.push(...(await measure(metric, bench)));
    left.end();
    const share = stolenShare(before, machineTime());
    if (share !== undefined) stolen[metric.id] = share;
    // A run that is ended early keeps what it has measured.
    write(soFar());
  }
  return soFar();
}

/** Measures one row. An error fails this row, and the next rows are measured. */
async function measure(metric: Metric, bench: Bench): Promise<readonly CellOutcome[]> {
  try {
    return await metric.measure(bench);
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ id: metric.id, cell: '–', rival: null, gate: 'failed', problem }];
  }
}

function describe({ cpu, cores, memoryGiB, node, postgres, fsync, synchronousCommit, commit }: Host): string {
  const machine = `${cores} × ${cpu}, ${memoryGiB} GiB, Node ${node}`;
  return `${machine}, PostgreSQL ${postgres}, fsync=${fsync}, synchronous_commit=${synchronousCommit}, tree ${commit}`;
}

function write(results: ResultFile): string {
  const folder = join(repository, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${results.settings.startedAt.slice(0, 19).replaceAll(':', '')}.json`);
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
  return path;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
