import { totalmem } from 'node:os';

export type PostgresSettings = Readonly<Record<string, string>>;

/** Durable first; sized for a laptop that runs everything, with checkpoints rare enough not to be felt under load. */
const defaults: PostgresSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_level: 'replica',
  jit: 'off',
  log_min_messages: 'warning',
  autovacuum: 'on',
};

const MEBIBYTE = 2 ** 20;
const BUFFERS_MB = { min: 128, max: 2_048 };

/**
 * A quarter of the memory, as PostgreSQL's manual advises, within bounds: a new order's id goes anywhere into two indexes, and a page that is
 * not at hand is read while another one is written for it. Memory is taken as data come.
 */
export function sharedBuffers(memoryBytes: number): string {
  const quarterMb = Math.floor(memoryBytes / 4 / MEBIBYTE);
  return `${Math.min(Math.max(quarterMb, BUFFERS_MB.min), BUFFERS_MB.max)}MB`;
}

/** What this process may use: the machine's, or its container's where that is less. */
function memoryBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

/** One machine, one port, lines on standard error: what the launcher relies on cannot be overridden. */
function fixed(port: number): PostgresSettings {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_destination: 'stderr',
    logging_collector: 'off',
  };
}

export interface ServerSettings {
  readonly clusterDirectory: string;
  readonly port: number;
  readonly settings: PostgresSettings;
}

/** The command line of `postgres`. */
export function serverArguments({ clusterDirectory, port, settings }: ServerSettings): string[] {
  const all = { ...defaults, shared_buffers: sharedBuffers(memoryBytes()), ...settings, ...fixed(port) };
  return ['-D', clusterDirectory, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
