import { eventually } from '@firstwrite/testing';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scheduler } from 'node:timers/promises';
import { Cluster, type ClusterOptions } from '../e2e/cluster/cluster';
import { expectAllPublished, expectViewsExact } from '../e2e/cluster/proofs';
import { Shoppers } from '../e2e/cluster/shoppers';
import { Observer, seconds } from './observer';

/** The cluster that gets the faults while orders are placed. */
export interface Ground {
  readonly cluster: Cluster;
  /** Prints a line of progress with the current figures. */
  readonly say: (line: string) => void;
}

/** Figures by their names in the summary. */
export type Summary = Record<string, number | string>;

export function countIn(summary: Summary, what: string): void {
  summary[what] = Number(summary[what] ?? 0) + 1;
}

const skus = 200;
const warmUpOrders = 200;
const warmUpMsMax = 60_000;
/** Views that work by themselves catch up long before; this is for a busy machine. */
const catchUpMsMax = 120_000;

/**
 * Places orders, injects faults meanwhile, and then proves that no order was refused, that the topic has every event in
 * the order of its stream, and that every view caught up by itself and is exact. Prints a summary, also after a
 * failure.
 */
export async function underLoad(options: ClusterOptions, hurt: (ground: Ground) => Promise<Summary>): Promise<void> {
  const cluster = await Cluster.start(options);
  const shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus });
  const observer = new Observer(cluster, shoppers);
  const say = (line: string) => void process.stdout.write(`${observer.toString()}  ${line}\n`);
  const summary: Summary = {};
  try {
    await shoppers.start();
    await eventually(() => expect(shoppers.accepted).toBeGreaterThan(warmUpOrders), { withinMs: warmUpMsMax });
    observer.start();
    Object.assign(summary, await hurt({ cluster, say }));
    await observer.stop();
    await shoppers.stop();
    say('no more orders');
    await prove({ cluster, shoppers, observer, summary });
    say('proven');
  } catch (error) {
    say(`failed; the output of every process is in ${await keepOutput(cluster)}`);
    throw error;
  } finally {
    await observer.stop();
    await shoppers.stop();
    Object.assign(summary, {
      'orders accepted': shoppers.accepted,
      'orders refused': shoppers.refused.length,
      'longest time without an accepted order': seconds(observer.orders.longestMs),
      'furthest that the log was behind the store': seconds(observer.worst.logBehindMs),
      'furthest that a view was behind the store': seconds(observer.worst.viewsBehindMs),
    });
    const lines = Object.entries(summary).map(([what, result]) => `${what}: ${result}\n`);
    process.stdout.write(`\n${lines.join('')}\n`);
    await cluster.stop();
  }
}

/** Waits while the load goes on. The duration is part of the fault, so there is no condition to wait for. */
export async function letPass(durationSeconds: number): Promise<void> {
  await scheduler.wait(durationSeconds * 1_000);
}

interface Proving {
  readonly cluster: Cluster;
  readonly shoppers: Shoppers;
  readonly observer: Observer;
  readonly summary: Summary;
}

async function prove({ cluster, shoppers, observer, summary }: Proving): Promise<void> {
  expect(shoppers.refused).toEqual([]);
  const lastOrderMs = performance.now();
  summary['views caught up after the last order within'] = `more than ${seconds(catchUpMsMax)}`;
  await observer.viewsCaughtUp(catchUpMsMax);
  summary['views caught up after the last order within'] = seconds(performance.now() - lastOrderMs);
  summary['audit of the views'] = 'failed';
  await expectViewsExact(cluster);
  summary['audit of the views'] = 'passed';
  summary['events in the topic'] = 'not all, or not in order';
  const published = [...(await expectAllPublished(cluster)).values()];
  const events = sum(published.map((versions) => new Set(versions).size));
  const standing = sum(published.map(({ length }) => length));
  summary['events in the topic'] = `all ${events}, each stream's in order; ${standing - events} stand there again`;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

async function keepOutput(cluster: Cluster): Promise<string> {
  const file = join(tmpdir(), `firstwrite-campaign-${process.pid}.log`);
  await writeFile(
    file,
    cluster.everyRole.map((role) => `== ${role.name} ${role.instance}\n${role.output()}`).join('\n'),
  );
  return file;
}
