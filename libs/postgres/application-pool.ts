import type { Socket } from 'node:net';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { applicationSessionOptions } from './application-role';

/**
 * How long a role lets a server say nothing before it closes the connection: far above the longest commit of a healthy
 * server, and above `lock_timeout` (2 s), so that a slow statement is not mistaken for a frozen server.
 */
export const SILENCE_MS_MAX = 15_000;

/** The driver's settings of a pool, and ours. */
export interface ApplicationPoolConfig extends PoolConfig {
  /** How long a server may say nothing while it is asked. Unlimited unless said otherwise. */
  readonly silenceMsMax?: number;
}

/** A pool whose sessions are the application's role; a connection that breaks while idle is dropped, not fatal. */
export function applicationPool({ silenceMsMax, ...config }: ApplicationPoolConfig): Pool {
  const pool = new Pool({
    options: applicationSessionOptions,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'firstwrite',
    ...config,
  });
  pool.on('error', () => undefined);
  // A connection that breaks while it is checked out, between two queries, tells nobody but its client.
  pool.on('connect', (client) => client.on('error', () => undefined));
  if (silenceMsMax !== undefined) limitSilence(pool, silenceMsMax);
  return pool;
}

/**
 * A server that is frozen does not answer: a connection is given up on which nothing comes for so long while it is checked out, and what
 * was asked of it is not known. One clock a connection: the driver's, one a query, keep what queries gave in memory until a full collection.
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
