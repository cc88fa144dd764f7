import { Kafka, logLevel, type ISocketFactory } from 'kafkajs';
import { connect } from 'node:net';
import { cureIdleTimer } from './idle-timer-cure';
import type { KafkaSettings } from './kafka-options';

/** A frozen broker is given up after this time, which is longer than the brokers' own waits. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 2_000;

/** The attempts within one call of the client; publishers and subscriptions recover from longer outages. */
export const CLIENT_RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

const KEEP_ALIVE_MS = 60_000;
/** The most requests that wait for a connection, with one listener each; Node warns beyond ten. */
const WAITING_REQUESTS_MAX = 200;

/** Opens a socket without Nagle's algorithm, which the sockets of kafkajs leave on: it delays small requests. */
const openSocket: ISocketFactory = ({ host, port, onConnect }) => {
  const socket = connect({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket.setMaxListeners(WAITING_REQUESTS_MAX);
};

/**
 * Makes a client for one producer, consumer or admin. Consumers of one client share a cache of the group's committed
 * offsets, so a new consumer would begin at the offsets that an earlier one cached.
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
