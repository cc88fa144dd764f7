import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { prepareDataDirectory } from '../directory/data-directory';
import { findFreePort } from '../process/free-port';
import { LocalClusterError } from '../local-cluster-error';
import { claimDataDirectory } from '../directory/owner-file';
import { explainSystemError } from '../system-error';
import { hasKafkaJars, kafkaVersion, prepareKafkaJars } from './kafka-jars';
import { superviseNode, type LocalKafkaNode, type SupervisedNode } from './kafka-node-supervision';
import { startNode, type NodePlan } from './kafka-node';
import type { KafkaSettings, NodeAddress } from './kafka-settings';
import { findLocalKafkaTools, requireTools } from './kafka-tools';

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
export const defaultJarDirectory = (dataDirectory: string): string => join(dataDirectory, `kafka-${kafkaVersion}-jars`);

/**
 * Runs real Kafka brokers on a data directory of their own, and no longer than this process: they end even when that is killed.
 * The first start on a machine downloads the broker through Maven. A broker that ends unexpectedly is started again on its port and
 * its data, at most five times a minute. Topics are never made in passing. Of several starters on one directory one wins.
 * @throws LocalClusterError with a stable `code` and one line that says what to do (`tools-missing` without Java or Maven); nothing
 * runs then, and it is safe to repeat.
 */
export async function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  try {
    const dataDirectory = await prepareDataDirectory(options.dataDirectory);
    const jarDirectory = resolve(options.jarDirectory ?? defaultJarDirectory(dataDirectory));
    const { java } = requireTools(findLocalKafkaTools({ jarsPresent: hasKafkaJars(jarDirectory) }));
    const kafkaDirectory = join(dataDirectory, 'kafka');
    await mkdir(kafkaDirectory, { recursive: true });
    const claim = await claimDataDirectory(kafkaDirectory);
    try {
      await prepareKafkaJars(jarDirectory, options.log);
      return await startOwned({ options, kafkaDirectory, jarDirectory, java }, claim.release);
    } catch (error) {
      await claim.release();
      throw error;
    }
  } catch (error) {
    throw explainSystemError(error, options.dataDirectory);
  }
}

interface Ground {
  readonly options: LocalKafkaOptions;
  readonly kafkaDirectory: string;
  readonly jarDirectory: string;
  readonly java: string;
}

async function startOwned(ground: Ground, release: () => Promise<void>): Promise<LocalKafka> {
  const clusterId = await readOrMakeClusterId(ground.kafkaDirectory);
  const { nodes, stopping } = await startOnFreePorts(ground, clusterId);
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

/** Between the choice of a port and the broker's bind another program may take it. */
const portAttemptsMax = 5;
const portTaken = /Address already in use|BindException/;

async function startOnFreePorts(
  ground: Ground,
  clusterId: string,
): Promise<{ nodes: readonly SupervisedNode[]; stopping: AbortController }> {
  for (let attempt = 1; ; attempt++) {
    const stopping = new AbortController();
    const plans = planNodes(ground, { clusterId, stopping: stopping.signal, addresses: await chooseAddresses(ground) });
    const starts = await Promise.allSettled(
      plans.map(async (plan) => ({ plan, server: await startNode(plan).catch(abortAndRethrow(stopping)) })),
    );
    const failures = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason as unknown] : []));
    const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    if (failures.length === 0)
      return { nodes: started.map(({ plan, server }) => superviseNode(server, plan)), stopping };
    await Promise.all(started.map(({ server }) => server.exited));
    if (attempt >= portAttemptsMax || !failures.some(isPortTaken)) throw failures[0];
  }
}

/** One broker that does not start stops the others. */
function abortAndRethrow(stopping: AbortController): (error: unknown) => never {
  return (error) => {
    stopping.abort();
    throw error;
  };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof LocalClusterError && error.details.some((line) => portTaken.test(line));
}

async function chooseAddresses({ options }: Ground): Promise<NodeAddress[]> {
  const brokers = options.brokers ?? 1;
  const ports = new Set<number>();
  while (ports.size < 2 * brokers) ports.add(await findFreePort());
  const [...chosen] = ports;
  return Array.from({ length: brokers }, (_, at) => ({
    id: at + 1,
    port: chosen[2 * at] ?? 0,
    controllerPort: chosen[2 * at + 1] ?? 0,
  }));
}

interface ClusterPlan extends Pick<NodePlan, 'clusterId' | 'stopping'> {
  readonly addresses: readonly NodeAddress[];
}

function planNodes({ options, ...ground }: Ground, { addresses, ...cluster }: ClusterPlan): NodePlan[] {
  return addresses.map((node) => ({
    ...cluster,
    node,
    nodes: addresses,
    nodeDirectory: join(ground.kafkaDirectory, `node-${node.id}`),
    jarDirectory: ground.jarDirectory,
    java: ground.java,
    heapMb: options.heapMb ?? (addresses.length > 1 ? 300 : 512),
    settings: options.settings ?? {},
    log: options.log,
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
