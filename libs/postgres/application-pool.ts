import type { Socket } from 'node:net';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { applicationSessionOptions } from './application-role';

/**
 * How long a server may be silent before a role closes the connection: far above the longest commit of a healthy
 * server, and above `lock_timeout` (2 s), so that a slow statement is not mistaken for a frozen server.
 */
export const SILENCE_MS_MAX = 15_000;

/** The driver's settings of a pool, and one more. */
export interface ApplicationPoolConfig extends PoolConfig {
  /** The longest silence of a server while a connection is checked out. Default: no limit. */
  readonly silenceMsMax?: number;
}

/**
 * Makes a pool of sessions that work as the application's role. An idle connection that breaks is dropped, not fatal.
 */
export function applicationPool({ silenceMsMax, ...config }: ApplicationPoolConfig): Pool {
  const pool = new Pool({
    options: applicationSessionOptions,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'firstwrite',
    ...config,
  });
  pool.on('error', () => undefined);
  // Only the client reports a connection that breaks between two queries while it is checked out.
  pool.on('connect', (client) => client.on('error', () => undefined));
  if (silenceMsMax !== undefined) limitSilence(pool, silenceMsMax);
  return pool;
}

/**
 * Closes a checked-out connection on which nothing arrives for this long: its server is frozen. The outcome of its
 * query is then unknown. There is one timer for each connection: the driver's own timers, one for each query, keep the
 * results of queries in memory until a full garbage collection.
 */
function limitSilence(pool: Pool, silenceMsMax: number): void {
  const checkedOut = new Set<PoolClient>();
  pool.on('acquire', (client) => checkedOut.add(client));
  pool.on('release', (_, client) => checkedOut.delete(client));
  pool.on('connect', (client) => {
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
    stream.setTimeout(silenceMsMax).on('timeout', () => {
      if (checkedOut.has(client)) stream.destroy(new Error(`no answer in ${silenceMsMax} ms`));
    });
  });
}
