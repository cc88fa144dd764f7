import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deferred } from '../process/deferred';
import { spawnGuarded, type GuardedProcess } from '../process/guard';
import { LastLines } from '../process/last-lines';
import { LocalClusterError } from '../local-cluster-error';
import { parseOwnerRecord } from '../directory/owner-record';
import { isStillRunning, observeProcess } from '../process/process-facts';
import type { RunningServer } from '../process/server-supervision';
import { stopOnAbort } from '../process/stop-on-abort';
import { classPath } from './kafka-jars';
import { nodeSettings, propertiesText, type KafkaSettings, type NodeAddress } from './kafka-settings';

export interface NodePlan {
  readonly node: NodeAddress;
  readonly nodes: readonly NodeAddress[];
  readonly nodeDirectory: string;
  readonly jarDirectory: string;
  readonly java: string;
  readonly heapMb: number;
  readonly clusterId: string;
  readonly settings: KafkaSettings;
  readonly log: (line: string) => void;
  readonly stopping: AbortSignal;
}

const stopGraceMs = 10_000;
/** The last of several waits 5 s for a majority that is gone. Killed instead, it replays its log at the next start. */
const clusterStopGraceMs = 2_000;
/** Two seconds on an idle machine; a cluster waits for its majority. */
const readyMsMax = 120_000;
const orphanStopMsMax = 10_000;
const orphanPollMs = 50;
const ready = 'Kafka Server started';
const stackFrame = /^\s+at /;

/**
 * Starts a node on its files, and resolves when it serves: its broker is registered and may lead partitions.
 * @throws LocalClusterError `start-failed` with the last lines it wrote.
 */
export async function startNode(plan: NodePlan): Promise<RunningServer> {
  await mkdir(plan.nodeDirectory, { recursive: true });
  await endOrphanedNode(plan);
  await writeFile(settingsFile(plan), propertiesText(nodeSettings({ ...plan, overrides: plan.settings })));
  if (!existsSync(join(plan.nodeDirectory, 'log', 'meta.properties'))) await format(plan);
  const lines = new LastLines();
  const started = deferred();
  const server = await run(plan, ['kafka.Kafka', settingsFile(plan)], (line) => {
    lines.add(line);
    if (line.includes(ready)) started.resolve();
    if (!stackFrame.test(line)) plan.log(`kafka-${plan.node.id}: ${line}`);
  });
  await rememberProcess(plan, server.pid);
  try {
    await untilReady(server, started.promise, lines);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

const settingsFile = (plan: NodePlan): string => join(plan.nodeDirectory, 'server.properties');
const processFile = (plan: NodePlan): string => join(plan.nodeDirectory, 'process.json');

async function format(plan: NodePlan): Promise<void> {
  const lines = new LastLines();
  const args = ['format', '--ignore-formatted', '-t', plan.clusterId, '-c', settingsFile(plan)];
  const tool = await run(plan, ['kafka.tools.StorageTool', ...args], (line) => lines.add(line));
  const { code } = await tool.exited;
  if (code === 0) return;
  throw new LocalClusterError(
    'start-failed',
    `Kafka could not format ${plan.nodeDirectory}: ${lines.joined()}`,
    lines.all(),
  );
}

async function run(
  plan: NodePlan,
  program: readonly string[],
  onLine: (line: string) => void,
): Promise<GuardedProcess> {
  const guarded = await spawnGuarded({
    command: plan.java,
    args: [...javaOptions(plan), ...program],
    cwd: plan.nodeDirectory,
    stopSignal: 'TERM',
    graceMs: plan.nodes.length > 1 ? clusterStopGraceMs : stopGraceMs,
    onLine,
  });
  stopOnAbort(guarded, plan.stopping);
  return guarded;
}

/** A small heap, and the compiler that starts fastest: the log itself lives in the page cache. */
function javaOptions({ heapMb, jarDirectory }: NodePlan): string[] {
  return [
    `-Xms${Math.ceil(heapMb / 2)}m`,
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
    // While another broker is down these say so ten times a second.
    '-Dorg.slf4j.simpleLogger.log.org.apache.kafka.clients.NetworkClient=error',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.ReplicaFetcherThread=error',
    '-cp',
    classPath(jarDirectory),
  ];
}

async function untilReady(server: RunningServer, started: Promise<void>, lines: LastLines): Promise<void> {
  const timeout = new AbortController();
  const outcome = await Promise.race([
    started.then(() => 'ready' as const),
    server.exited.then(() => 'did not start' as const),
    delay(readyMsMax, 'was not ready in time' as const, { signal: timeout.signal }),
  ]).finally(() => timeout.abort());
  if (outcome !== 'ready') {
    throw new LocalClusterError('start-failed', `Kafka ${outcome}: ${lines.joined()}`, lines.all());
  }
}

async function rememberProcess(plan: NodePlan, pid: number): Promise<void> {
  const startTime = (await observeProcess(pid))?.startTime ?? 'ended';
  await writeFile(processFile(plan), `${JSON.stringify({ pid, startTime, command: 'kafka' })}\n`);
}

/** A broker outlives its launcher only when its guard was killed too; it would keep the log locked. Only the owner may call it. */
async function endOrphanedNode(plan: NodePlan): Promise<void> {
  const record = parseOwnerRecord(await readFile(processFile(plan), 'utf8').catch(() => ''));
  if (!record || !(await isStillRunning(record.pid, record.startTime))) return;
  plan.log(`Kafka (process ${record.pid}) was left running without its launcher: stopping it`);
  const deadline = Date.now() + orphanStopMsMax;
  while (await isStillRunning(record.pid, record.startTime)) {
    process.kill(record.pid, Date.now() < deadline ? 'SIGTERM' : 'SIGKILL');
    await delay(orphanPollMs);
  }
}
