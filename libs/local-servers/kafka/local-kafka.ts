import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { claimDataDirectory, prepareDataDirectory } from '../directory/data-directory';
import { explainSystemError } from '../local-server-error';
import { findFreePort, isPortTaken, onFreePorts } from '../process/free-port';
import { startNode, superviseNode, type LocalKafkaNode, type NodePlan, type SupervisedNode } from './kafka-node';
import { findLocalKafkaTools, KAFKA_VERSION, prepareKafkaJars, requireTools } from './kafka-program';
import type { KafkaSettings, NodeAddress } from './kafka-settings';

/** Where a cluster keeps its data, and what it consists of. */
export interface LocalKafkaOptions {
  /** Made when missing. The brokers' files go to `kafka` in it. */
  readonly dataDirectory: string;
  /** How many brokers; each is a controller too. Fixed once a data directory has them. Default 1. */
  readonly brokers?: number;
  /** Where the broker's program is downloaded to, once; may be shared. Default `kafka-<version>-jars` in the data directory. */
  readonly jarDirectory?: string;
  /** Java heap of each broker. Default 512, 300 in a cluster. */
  readonly heapMb?: number;
  /** Broker settings over the defaults; addresses and folders stay fixed. */
  readonly settings?: KafkaSettings;
  /** Gets each line a broker writes and each restart. */
  readonly log: (line: string) => void;
}

/** A cluster that runs until `stop`, or until this process ends. */
export interface LocalKafka {
  /** `host:port,host:port…`, of 127.0.0.1; chosen at each start, kept across restarts of a broker. */
  readonly brokers: string;
  readonly nodes: readonly LocalKafkaNode[];
  /** Shuts the brokers down and gives the data directory free; may be repeated. */
  stop(): Promise<void>;
  /** Resolves, once, when a broker is not started again; `stop` is still to be called. Stays pending otherwise. */
  readonly failed: Promise<Error>;
}

/** The folder that `jarDirectory` defaults to. */
export const defaultJarDirectory = (dataDirectory: string): string =>
  join(dataDirectory, `kafka-${KAFKA_VERSION}-jars`);

/**
 * Runs real Kafka brokers on a data directory of their own, and no longer than this process: they end even when that is killed.
 * The first start on a machine downloads the broker through Maven. A broker that ends unexpectedly is started again on its port and
 * its data, at most five times a minute. Topics are never made in passing. Of several starters on one directory one wins.
 * @throws LocalServerError with a stable `code` and one line that says what to do (`tools-missing` without Java or Maven); nothing
 * runs then, and it is safe to repeat.
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

/** Starts all nodes at once, for each waits for the others. One that does not start stops the others. */
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

/** 16 random bytes in base64url, as Kafka wants it; a leading hyphen would read as an option. */
async function readOrMakeClusterId(kafkaDirectory: string): Promise<string> {
  const file = join(kafkaDirectory, 'cluster-id');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept;
  const clusterId = `f${randomBytes(16).toString('base64url').slice(1)}`;
  await writeFile(`${file}.draft`, `${clusterId}\n`);
  await rename(`${file}.draft`, file);
  return clusterId;
}
