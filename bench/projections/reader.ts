import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { prefer } from '../in-process/prefer';

export interface ReaderOptions {
  /** The address of a query-api; its `paths` are read in turn. */
  readonly address: string;
  readonly paths: readonly string[];
}

export interface Reads {
  readonly reads: number;
  readonly longestMs: number;
  readonly p99Ms: number;
}

/** Often enough to catch a swap, and seldom enough to leave the CPUs to the rebuild. */
const READ_EVERY_MS = 5;

/** Reads one path after the other until standard input ends. @throws when an answer is not 200 */
export async function readAllTheWhile({ address, paths }: ReaderOptions): Promise<Reads> {
  prefer(process.pid);
  let told = false;
  process.stdin.resume();
  void once(process.stdin, 'end').then(() => (told = true));
  const waitsMs: number[] = [];
  while (!told) {
    const path = paths[waitsMs.length % paths.length] ?? '';
    const startedAtMs = performance.now();
    const { statusCode, body } = await request(`${address}${path}`);
    await body.dump();
    if (statusCode !== 200) throw new Error(`${path} was answered with ${statusCode}`);
    waitsMs.push(performance.now() - startedAtMs);
    await sleep(READ_EVERY_MS);
  }
  waitsMs.sort((a, b) => a - b);
  const p99Ms = waitsMs[Math.floor(waitsMs.length * 0.99)] ?? Number.NaN;
  return { reads: waitsMs.length, longestMs: waitsMs.at(-1) ?? Number.NaN, p99Ms };
}
