import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseAccount } from './database-account';
import { spawnGuarded, type GuardedExit, type GuardedProcess } from '../process/guard';
import { LastLines } from '../process/last-lines';
import { endLeftoverBackends } from './leftover-backends';
import { LocalClusterError } from '../local-cluster-error';
import { endOrphanedServer } from '../process/orphan-recovery';
import type { PostgresBinaries } from './postgres-binaries';
import { pingServer } from './postgres-client';
import { serverArguments, type PostgresSettings } from './postgres-settings';
import { readPostmasterFile } from './postmaster-file';
import { stopOnAbort } from '../process/stop-on-abort';
import { hasCode } from '../system-error';

export interface ServerPlan {
  readonly clusterDirectory: string;
  readonly port: number;
  readonly password: string;
  readonly settings: PostgresSettings;
  readonly account: DatabaseAccount | undefined;
  readonly binaries: PostgresBinaries;
  readonly log: (line: string) => void;
  /** Aborted when the cluster is to stop: the server gets an ordered stop, also in the middle of its start. */
  readonly stopping: AbortSignal;
}

export interface PostgresServer {
  readonly pid: number;
  readonly exited: Promise<GuardedExit>;
}

const readyPollMs = 20;
/** A fast shutdown ends with a checkpoint of up to the 4 GB of WAL that the settings allow. */
const stopGraceMs = 60_000;
/** Replaying as much WAL after a crash. */
const readyMsMax = 600_000;
/** Backends of a killed postmaster keep its shared memory until they end: idle ones at once, busy ones when told to. */
const leftoverMsMax = 60_000;
const leftoverPollMs = 100;
const heldByLeftovers = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

/**
 * Starts the server and resolves when it answers a query, waiting for what a killed predecessor left to go away.
 * @throws LocalClusterError `start-failed` with the last lines it wrote.
 */
export async function startServer(plan: ServerPlan): Promise<PostgresServer> {
  const deadline = Date.now() + leftoverMsMax;
  for (;;) {
    await endOrphanedServer(plan.clusterDirectory, plan.log);
    try {
      return await startOnce(plan);
    } catch (error) {
      const details = error instanceof LocalClusterError ? error.details : [];
      const passing = details.some((line) => heldByLeftovers.test(line));
      if (!passing || plan.stopping.aborted || Date.now() > deadline) throw error;
    }
    await endLeftoverBackends(plan.clusterDirectory, plan.account);
    await delay(leftoverPollMs);
  }
}

async function startOnce(plan: ServerPlan): Promise<PostgresServer> {
  const lines = new LastLines();
  const guarded = await spawnGuarded({
    command: plan.binaries.postgres,
    args: serverArguments(plan),
    env: plan.binaries.env,
    cwd: plan.clusterDirectory,
    ...(plan.account ? { uid: plan.account.uid, gid: plan.account.gid } : {}),
    stopSignal: 'INT',
    graceMs: stopGraceMs,
    onLine: (line) => {
      lines.add(line);
      plan.log(line);
    },
  });
  stopOnAbort(guarded, plan.stopping);
  try {
    await untilReady(guarded, plan, lines);
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  return guarded;
}

async function untilReady(guarded: GuardedProcess, plan: ServerPlan, lines: LastLines): Promise<void> {
  const deadline = Date.now() + readyMsMax;
  const exit = guarded.exited.then((): 'exited' => 'exited');
  while (Date.now() < deadline) {
    if (await answers(guarded.pid, plan)) return;
    if ((await Promise.race([exit, delay(readyPollMs)])) === 'exited') {
      throw new LocalClusterError('start-failed', `PostgreSQL did not start: ${lines.joined()}`, lines.all());
    }
  }
  throw new LocalClusterError('start-failed', `PostgreSQL was not ready in time: ${lines.joined()}`, lines.all());
}

/** Asks only after this very process says it is ready: until then another server may listen on the port. */
async function answers(pid: number, plan: ServerPlan): Promise<boolean> {
  const record = await readPostmasterFile(plan.clusterDirectory);
  if (record?.pid !== pid || !record.ready) return false;
  try {
    await pingServer(plan);
    return true;
  } catch (error) {
    if (!hasCode(error, invalidPassword)) return false;
    throw new LocalClusterError(
      'data-directory-unusable',
      `The postgres-password file beside ${plan.clusterDirectory} does not hold its password: put the right one back.`,
    );
  }
}

const invalidPassword = '28P01';
