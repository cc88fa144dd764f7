import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { profileArguments } from '../contenders/node-arguments';
import { program } from '../repository';

export interface RebuildTimes {
  /** The time of the whole command, including its start. */
  readonly seconds: number;
  /** The time of the longest swap. */
  readonly swapMs: number;
}

interface RebuildOutput {
  readonly views: readonly { readonly swapMs: number }[];
}

const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Runs `firstwrite rebuild --all`, which makes every view again from the first event on and swaps it in. @throws when
 * it fails
 */
export async function rebuildAll(databaseUrl: string, profileDirectory?: string): Promise<RebuildTimes> {
  const startedAtMs = performance.now();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...profileArguments(profileDirectory), program('apps/cli/main.js'), 'rebuild', '--all', '--json'],
    { env: { ...process.env, DATABASE_URL: databaseUrl }, maxBuffer: OUTPUT_BYTES_MAX },
  );
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const { views } = JSON.parse(stdout) as RebuildOutput;
  return { seconds, swapMs: Math.max(...views.map(({ swapMs }) => swapMs)) };
}
