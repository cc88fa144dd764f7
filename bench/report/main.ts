import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { barCharts, lineCharts } from '../output/charts';
import { performanceReport, type ReportChart } from '../output/markdown';
import { merged } from '../output/merged';
import type { ResultFile } from '../output/result-file';
import { drawBars, drawLine } from './draw';

/** The program is compiled to bench/dist/report. */
const repository = resolve(__dirname, '../../..');

/**
 * Writes the report from the results of runs, and its charts into a folder of the report's name. Arguments that end in
 * .json name the results; by default the newest file is used. An argument that ends in .md names the report; the
 * default is docs/performance.md.
 */
async function main(named: readonly string[]): Promise<void> {
  const files = named.filter((name) => extname(name) === '.json');
  const paths = files.length > 0 ? files : [newestResults()];
  const runs = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as ResultFile);
  const told = named.find((name) => extname(name) === '.md');
  const target = resolve(told ?? join(repository, 'docs/performance.md'));
  const charts = writeCharts(merged(runs), target.slice(0, -extname(target).length));
  const config = await resolveConfig(target);
  writeFileSync(target, await format(performanceReport(runs, charts), { ...config, parser: 'markdown' }));
  process.stdout.write(`${target}, from ${paths.join(', ')}\n`);
}

function newestResults(): string {
  const folder = join(repository, 'bench/results');
  const newest = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .at(-1);
  if (newest === undefined) throw new Error(`${folder} has no results: run npm run bench`);
  return join(folder, newest);
}

function writeCharts(results: ResultFile, folder: string): ReportChart[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const drawn = [
    ...barCharts(results).map((chart) => ({ chart, svg: drawBars(chart) })),
    ...lineCharts(results).map((chart) => ({ chart, svg: drawLine(chart) })),
  ];
  return drawn.map(({ chart: { row, title, file }, svg }) => {
    writeFileSync(join(folder, file), `${svg}\n`);
    return { row, title, path: `${basename(folder)}/${file}` };
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`bench:report: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
