import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deadline, pause, within } from '@firstwrite/resilience';
import { parseOwnerRecord } from '../directory/data-directory';
import { LocalServerError } from '../local-server-error';
import { LastLines, spawnGuarded, stopOnAbort, type GuardedProcess } from '../process/guard';
import { isStillRunning, observeProcess, sendSignal } from '../process/process-facts';
import { ServerSupervision, type RunningServer } from '../process/server-supervision';
import { classPath } from './kafka-program';
import { nodeSettings, propertiesText, type KafkaSettings, type NodeAddress } from './kafka-settings';

/** A node of a cluster, which is both a broker and a controller, and everything that its start needs. */
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

const STOP_GRACE_MS = 10_000;
/**
 * The last node of a cluster would wait 5 s for a majority that has gone. A killed node replays its log at the next
 * start.
 */
const CLUSTER_STOP_GRACE_MS = 2_000;
/** A start takes two seconds on an idle machine, but a node also waits for the majority of its cluster. */
const READY_MS_MAX = 120_000;
const ORPHAN_STOP_MS_MAX = 10_000;
const ORPHAN_POLL_MS = 50;
const READY = 'Kafka Server started';
const STACK_FRAME = /^\s+at /;

/**
 * Starts a node on its files; resolves when it serves: its broker is registered and may lead partitions.
 * @throws LocalServerError `start-failed`, with the last lines that the node wrote
 */
export async function startNode(plan: NodePlan): Promise<RunningServer> {
  await mkdir(plan.nodeDirectory, { recursive: true });
  await endOrphanedNode(plan);
  await writeFile(settingsFile(plan), propertiesText(nodeSettings({ ...plan, overrides: plan.settings })));
  if (!existsSync(join(plan.nodeDirectory, 'log', 'meta.properties'))) await format(plan);
  const lines = new LastLines();
  let declareStarted: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (declareStarted = resolve));
  const server = await run(plan, ['kafka.Kafka', settingsFile(plan)], (line) => {
    lines.add(line);
    if (line.includes(READY)) declareStarted();
    if (!STACK_FRAME.test(line)) plan.log(`kafka-${plan.node.id}: ${line}`);
  });
  await rememberProcess(plan, server.pid);
  try {
    await untilReady(server, started, lines);
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
  throw new LocalServerError(
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
    graceMs: plan.nodes.length > 1 ? CLUSTER_STOP_GRACE_MS : STOP_GRACE_MS,
    onLine,
  });
  stopOnAbort(guarded, plan.stopping);
  return guarded;
}

/** A small heap, since the log is cached by the operating system, and the compiler that starts fastest. */
function javaOptions({ heapMb, jarDirectory }: NodePlan): string[] {
  return [
    `-Xms${Math.ceil(heapMb / 2)}m`,
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
    // While another broker is down, these write ten lines a second.
    '-Dorg.slf4j.simpleLogger.log.org.apache.kafka.clients.NetworkClient=error',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.ReplicaFetcherThread=error',
    '-cp',
    classPath(jarDirectory),
  ];
}

async function untilReady(server: RunningServer, started: Promise<void>, lines: LastLines): Promise<void> {
  const failure = (what: string) =>
    new LocalServerError('start-failed', `Kafka ${what}: ${lines.joined()}`, lines.all());
  const ended = server.exited.then(() => Promise.reject(failure('did not start')));
  await within(Promise.race([started, ended]), READY_MS_MAX, () => failure('was not ready in time'));
}

async function rememberProcess(plan: NodePlan, pid: number): Promise<void> {
  const startTime = (await observeProcess(pid))?.startTime ?? 'ended';
  await writeFile(processFile(plan), `${JSON.stringify({ pid, startTime, command: 'kafka' })}\n`);
}

/**
 * Stops a broker after its launcher and guard were both killed, since it keeps the log locked. Only the owner of the
 * data directory may call it.
 */
async function endOrphanedNode(plan: NodePlan): Promise<void> {
  const record = parseOwnerRecord(await readFile(processFile(plan), 'utf8').catch(() => ''));
  if (!record || !(await isStillRunning(record.pid, record.startTime))) return;
  plan.log(`Kafka (process ${record.pid}) was left running without its launcher: stopping it`);
  const deadline = new Deadline(ORPHAN_STOP_MS_MAX);
  while (await isStillRunning(record.pid, record.startTime)) {
    sendSignal(record.pid, deadline.isOver ? 'SIGKILL' : 'SIGTERM');
    await pause(ORPHAN_POLL_MS);
  }
}

/** One broker of a cluster, which a test can kill. */
export interface LocalKafkaNode {
  /** Counts from 1. */
  readonly id: number;
  readonly address: string;
  /** The process that runs now: another one after each restart. */
  readonly pid: number;
  /** Kills the broker, which then stays down; resolves when its process has ended. */
  kill9(): Promise<void>;
  /**
   * Starts a broker again that `kill9` killed, with its data; resolves when it serves.
   * @throws LocalServerError when it cannot be started any more
   */
  restart(): Promise<void>;
}

export interface SupervisedNode extends LocalKafkaNode {
  /** See {@link ServerSupervision}. */
  readonly ended: Promise<Error | undefined>;
}

/** Starts a broker again when it ends; after a `kill9` it stays down until `restart`. */
export function superviseNode(first: RunningServer, plan: NodePlan): SupervisedNode {
  const supervision = new ServerSupervision(first, {
    name: `Kafka broker ${plan.node.id}`,
    start: () => startNode(plan),
    log: plan.log,
    stopping: plan.stopping,
  });
  return {
    id: plan.node.id,
    address: `127.0.0.1:${plan.node.port}`,
    get pid() {
      return supervision.current.pid;
    },
    kill9: async () => {
      const { pid, exited } = supervision.current;
      supervision.pause();
      sendSignal(pid, 'SIGKILL');
      await exited;
    },
    restart: async () => {
      if (supervision.mode === 'paused') await supervision.resume();
    },
    ended: supervision.ended,
  };
}
