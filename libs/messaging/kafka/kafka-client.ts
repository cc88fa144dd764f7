import { Kafka, logLevel, type ISocketFactory } from 'kafkajs';
import { connect } from 'node:net';
import { cureIdleTimer } from './idle-timer-cure';
import type { KafkaSettings } from './kafka-options';

/** Longer than the brokers' own waits, shorter than a person's: a frozen broker is given up after it. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 2_000;

/** Attempts within one call of the client; what outlasts them is this lib's own supervision. */
export const CLIENT_RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

const KEEP_ALIVE_MS = 60_000;
/** Requests that wait for a connection, one listener each; Node warns beyond ten. */
const WAITING_REQUESTS_MAX = 200;

/** kafkajs's own leaves small requests to Nagle's algorithm. */
const openSocket: ISocketFactory = ({ host, port, onConnect }) => {
  const socket = connect({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket.setMaxListeners(WAITING_REQUESTS_MAX);
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
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry: CLIENT_RETRY,
    socketFactory: openSocket,
    logLevel: logLevel.NOTHING,
  });
}
