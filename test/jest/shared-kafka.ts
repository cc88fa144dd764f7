import { startLocalKafka } from '@firstwrite/local-servers';
import { dockerEngineAnswers } from '../../libs/testing/docker-engine';
import { startKafkaContainer } from '../../libs/testing/kafka-container';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

let server: Server | undefined;
/** Brokers in a container or as processes of this machine. */
interface SharedKafka {
  readonly brokers: string;
  stop(): Promise<void>;
}

let starting: Promise<SharedKafka> | undefined;
let directory: string | undefined;

/**
 * Listens for test files that need the shared Kafka, and starts it for the first of them: a run without such files
 * starts none. This process outlives the workers, and stops Kafka at the end.
 */
export async function offerSharedKafka(): Promise<void> {
  if (server || process.env['FIRSTWRITE_TEST_KAFKA_BROKERS']) return;
  const listening = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  listening.unref();
  server = listening;
  process.env['FIRSTWRITE_TEST_KAFKA_PORT'] = String((listening.address() as AddressInfo).port);
}

export async function stopSharedKafka(): Promise<void> {
  delete process.env['FIRSTWRITE_TEST_KAFKA_PORT'];
  server?.close();
  const kafka = await starting?.catch(() => undefined);
  await kafka?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
  server = starting = directory = undefined;
}

async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
  try {
    const jarDirectory = await text(request);
    starting ??= start(jarDirectory);
    reply.end((await starting).brokers);
  } catch (error) {
    reply.writeHead(503).end(String(error));
  }
}

/** Tries Docker first, then Java and Maven: a machine with a Docker engine needs neither. */
async function start(jarDirectory: string): Promise<SharedKafka> {
  if (!dockerEngineAnswers()) return startProcess(jarDirectory);
  try {
    return await startKafkaContainer();
  } catch (error) {
    process.stderr.write(`Kafka did not start in a container, so it is started as a process: ${String(error)}\n`);
    return startProcess(jarDirectory);
  }
}

function startProcess(jarDirectory: string): Promise<SharedKafka> {
  directory = mkdtempSync(join(tmpdir(), 'firstwrite-test-kafka-'));
  return startLocalKafka({ dataDirectory: directory, jarDirectory, log: () => undefined });
}
