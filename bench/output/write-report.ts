import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../repository';

/** The report of a file of results, beside it: docs/performance.md is written by `npm run bench:report` alone. */
export function writeReport(results: string): void {
  const program = join(repository, 'bench/dist/report/main.js');
  spawnSync(process.execPath, [program, results, results.replace(/json$/, 'md')], { stdio: 'inherit' });
}
