import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { claimDataDirectory, prepareDataDirectory } from '../directory/data-directory';
import { explainSystemError } from '../local-server-error';
import { findFreePort, isPortTaken, onFreePorts } from '../process/free-port';
import { startNode, superviseNode, type LocalKafkaNode, type NodePlan, type SupervisedNode } from './kafka-node';
import { findLocalKafkaTools, KAFKA_VERSION, prepareKafkaJars, requireTools } from './kafka-program';
import type { KafkaSettings, NodeAddress } from './kafka-settings';

/** The data directory of a cluster, and its size and settings. */
export interface LocalKafkaOptions {
  /** Created if missing. The files of the brokers are in its folder `kafka`. */
  readonly dataDirectory: string;
  /** The number of brokers, each a controller too. It must not change for a data directory. Default 1. */
  readonly brokers?: number;
  /**
   * The folder to which Kafka is downloaded, once; data directories may share it. Default: `kafka-<version>-jars` in
   * the data directory.
   */
  readonly jarDirectory?: string;
  /** Java heap of each broker. Default: 512 for a single broker, 300 for each of several. */
  readonly heapMb?: number;
  /** Settings of the brokers. They override the defaults, but not addresses and folders. */
  readonly settings?: KafkaSettings;
  /** Gets each line that a broker writes, and a line for each restart. */
  readonly log: (line: string) => void;
}

/** A Kafka cluster that runs until `stop`, or until this process ends. */
export interface LocalKafka {
  /** `127.0.0.1:<port>` of each broker, separated by commas. They stay the same when a broker is started again. */
  readonly brokers: string;
  readonly nodes: readonly LocalKafkaNode[];
  /** Shuts the brokers down and releases the data directory. May be repeated. */
  stop(): Promise<void>;
  /** Resolves when a broker has ended and is not started again; the caller still has to call `stop`. */
  readonly failed: Promise<Error>;
}

/** The default of `jarDirectory`. */
export const defaultJarDirectory = (dataDirectory: string): string =>
  join(dataDirectory, `kafka-${KAFKA_VERSION}-jars`);

/**
 * Runs a real Kafka on a data directory until this process ends, even by kill -9. The first start downloads Kafka
 * through Maven. A broker that ends unexpectedly is started again on its port with its data, at most five times a
 * minute. No topic is created automatically. If several processes start on one directory, one succeeds.
 * @throws LocalServerError with a stable `code` (`tools-missing` without Java or Maven) and one line that says what
 * to do; nothing runs then, and a start may be repeated
 */
export async function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  try {
    const dataDirectory = await prepareDataDirectory(options.dataDirectory);
    const jarDirectory = resolve(options.jarDirectory ?? defaultJarDirectory(dataDirectory));
    const { java } = requireTools(findLocalKafkaTools(jarDirectory));
    const kafkaDirectory = join(dataDirectory, 'kafka');
    await mkdir(kafkaDirectory, { recursive: true });
    const claim = await claimDataDirectory(kafkaDirectory);
    try {
      await prepareKafkaJars(jarDirectory, options.log);
      const clusterId = await readOrMakeClusterId(kafkaDirectory);
      return await startOwned({ options, kafkaDirectory, jarDirectory, java, clusterId }, claim.release);
    } catch (error) {
      await claim.release();
      throw error;
    }
  } catch (error) {
    throw explainSystemError(error, options.dataDirectory);
  }
}

interface ClusterPlan extends Pick<NodePlan, 'jarDirectory' | 'java' | 'clusterId'> {
  readonly options: LocalKafkaOptions;
  readonly kafkaDirectory: string;
}

async function startOwned(cluster: ClusterPlan, release: () => Promise<void>): Promise<LocalKafka> {
  const { nodes, stopping } = await onFreePorts(() => startNodes(cluster), PORT_TAKEN);
  return {
    brokers: nodes.map(({ address }) => address).join(','),
    nodes,
    stop: async () => {
      stopping.abort();
      await Promise.all(nodes.map(({ ended }) => ended));
      await release();
    },
    failed: new Promise((resolveFailure) => {
      for (const { ended } of nodes) void ended.then((error) => error && resolveFailure(error));
    }),
  };
}

const PORT_TAKEN = /Address already in use|BindException/;

interface StartedNodes {
  readonly nodes: readonly SupervisedNode[];
  readonly stopping: AbortController;
}

/** Starts all nodes at once, since each waits for a majority. If one does not start, the others are stopped. */
async function startNodes(cluster: ClusterPlan): Promise<StartedNodes> {
  const stopping = new AbortController();
  const plans = planNodes(cluster, await chooseAddresses(cluster.options.brokers ?? 1), stopping.signal);
  const starts = await Promise.allSettled(
    plans.map(async (plan) => ({ plan, server: await startNode(plan).catch(abortAndRethrow(stopping)) })),
  );
  const failures = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason as unknown] : []));
  const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  if (failures.length === 0) return { nodes: started.map(({ plan, server }) => superviseNode(server, plan)), stopping };
  await Promise.all(started.map(({ server }) => server.exited));
  throw failures.find((failure) => isPortTaken(failure, PORT_TAKEN)) ?? failures[0];
}

function abortAndRethrow(stopping: AbortController): (error: unknown) => never {
  return (error) => {
    stopping.abort();
    throw error;
  };
}

async function chooseAddresses(brokers: number): Promise<NodeAddress[]> {
  const ports = new Set<number>();
  while (ports.size < 2 * brokers) ports.add(await findFreePort());
  const [...chosen] = ports;
  return Array.from({ length: brokers }, (_, at) => ({
    id: at + 1,
    port: chosen[2 * at] ?? 0,
    controllerPort: chosen[2 * at + 1] ?? 0,
  }));
}

function planNodes(
  { options, kafkaDirectory, ...program }: ClusterPlan,
  nodes: readonly NodeAddress[],
  stopping: AbortSignal,
): NodePlan[] {
  return nodes.map((node) => ({
    ...program,
    node,
    nodes,
    nodeDirectory: join(kafkaDirectory, `node-${node.id}`),
    heapMb: options.heapMb ?? (nodes.length > 1 ? 300 : 512),
    settings: options.settings ?? {},
    log: options.log,
    stopping,
  }));
}

/** Kafka expects 16 random bytes in base64url. Its tool would take a leading hyphen for an option. */
async function readOrMakeClusterId(kafkaDirectory: string): Promise<string> {
  const file = join(kafkaDirectory, 'cluster-id');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept;
  const clusterId = `f${randomBytes(16).toString('base64url').slice(1)}`;
  await writeFile(`${file}.draft`, `${clusterId}\n`);
  await rename(`${file}.draft`, file);
  return clusterId;
}
