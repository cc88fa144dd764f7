import { findLocalKafkaTools, KAFKA_VERSION, startLocalKafka, type LocalKafka } from '@firstwrite/local-servers';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerEngineAnswers } from './docker-engine';

/** The folder of the broker's program for tests: a stable place, so that it is downloaded once per checkout. */
export const kafkaJarDirectory = join(__dirname, `../../node_modules/.cache/firstwrite/kafka-${KAFKA_VERSION}`);

/** The programs that this run lacks for a Kafka. Brokers that the environment names need no program. */
function missingForKafka(own: boolean): readonly string[] {
  if (!own && process.env['FIRSTWRITE_TEST_KAFKA_BROKERS']) return [];
  const { missing } = findLocalKafkaTools(kafkaJarDirectory);
  // Brokers that tests kill are processes of this machine; the shared broker may be in a container.
  return missing.length > 0 && !own && dockerEngineAnswers() ? [] : missing;
}

/**
 * Declares tests that need a Kafka. If this machine cannot run one, they are skipped with a warning; with `CI=true`
 * they fail. `own` is for tests that start brokers themselves, for which brokers that the environment names are no
 * help.
 */
export function describeWithKafka(name: string, tests: () => void, { own = false } = {}): void {
  const missing = missingForKafka(own);
  if (missing.length > 0 && process.env['CI'] === 'true') {
    test(name, () => {
      throw new Error(`Kafka is needed in CI, and there is none: ${missing.join(' and ')} missing`);
    });
    return;
  }
  if (missing.length > 0) console.warn(`Skipped, because this machine lacks ${missing.join(' and ')}: ${name}`);
  (missing.length > 0 ? describe.skip : describe)(name, tests);
}

/**
 * The brokers, `host:port` each, that all test files of a run share: use topics and groups of your own, and do not
 * disturb the brokers. The first call starts a broker; it is stopped at the end of the run.
 */
export async function sharedTestKafka(): Promise<readonly string[]> {
  const given = process.env['FIRSTWRITE_TEST_KAFKA_BROKERS'];
  if (given) return given.split(',');
  const port = process.env['FIRSTWRITE_TEST_KAFKA_PORT'];
  if (!port) throw new Error('no shared Kafka: run the int tests through jest, which starts one when it is asked for');
  const reply = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: kafkaJarDirectory });
  const brokers = await reply.text();
  if (!reply.ok) throw new Error(`the shared Kafka did not start: ${brokers}`);
  return brokers.split(',');
}

/** A cluster for one test file, which may kill its brokers. */
export interface TestKafka extends LocalKafka {
  /** `host:port` of each broker. */
  readonly addresses: readonly string[];
}

/**
 * Starts a cluster in a folder of its own; `stop` removes it. Call it in a `beforeAll` with {@link kafkaStartMsMax}.
 */
export async function startTestKafka({ brokers = 1 } = {}): Promise<TestKafka> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'firstwrite-kafka-'));
  const cluster = await startLocalKafka({
    dataDirectory,
    jarDirectory: kafkaJarDirectory,
    brokers,
    log: () => undefined,
  });
  return {
    ...cluster,
    addresses: cluster.brokers.split(','),
    stop: async () => {
      await cluster.stop();
      await rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** How long a `beforeAll` that needs Kafka may take, in ms: the first start on a machine downloads the broker. */
export const kafkaStartMsMax = 300_000;
