import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../repository';

const script = join(repository, 'bench/dist/rivals/emmett/catch-up.js');

/** Why Emmett cannot be measured here; undefined: it can. */
export function missingForEmmett(): string | undefined {
  return existsSync(script) ? undefined : 'bench/rivals is not built: npm run bench does that';
}

/**
 * Emmett fills its own store with so many orders, and projects them as its documentation recommends.
 * @returns events a second
 */
export async function catchUpOfEmmett(databaseUrl: string, orders: number): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--orders', String(orders)], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  const { events, seconds } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { events: number; seconds: number };
  return events / seconds;
}
