import { Kafka, logLevel, type ISocketFactory } from 'kafkajs';
import { connect } from 'node:net';
import { cureIdleTimer } from './idle-timer-cure';
import type { KafkaSettings } from './kafka-options';

/** Longer than the brokers' own waits, shorter than a person's: a frozen broker is given up after it. */
const requestTimeoutMs = 10_000;
const connectionTimeoutMs = 2_000;

/** Attempts within one call of the client; what outlasts them is this lib's own supervision. */
export const clientRetry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

const keepAliveMs = 60_000;
/** Requests that wait for a connection, one listener each; Node warns beyond ten. */
const waitingRequestsMax = 200;

/** kafkajs's own leaves small requests to Nagle's algorithm. */
const openSocket: ISocketFactory = ({ host, port, onConnect }) => {
  const socket = connect({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveMs);
  return socket.setMaxListeners(waitingRequestsMax);
};

/**
 * A client of its own for each producer, consumer and admin: clients share the committed offsets of a group between their
 * consumers, and a consumer built anew would begin with what its predecessor remembered.
 */
export function createClient({ brokers, clientId }: KafkaSettings): Kafka {
  cureIdleTimer();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
    retry: clientRetry,
    socketFactory: openSocket,
    logLevel: logLevel.NOTHING,
  });
}
