import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../repository';

/** Writes the report of a results file next to it. Only `npm run bench:report` writes docs/performance.md. */
export function writeReport(results: string): void {
  const program = join(repository, 'bench/dist/report/main.js');
  spawnSync(process.execPath, [program, results, results.replace(/json$/, 'md')], { stdio: 'inherit' });
}
