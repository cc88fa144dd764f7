export type PostgresSettings = Readonly<Record<string, string>>;

/** Durable first; sized for a laptop that runs everything, with checkpoints rare enough not to be felt under load. */
const defaults: PostgresSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '256MB',
  max_connections: '100',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_level: 'replica',
  jit: 'off',
  log_min_messages: 'warning',
  autovacuum: 'on',
};

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
  const all = { ...defaults, ...settings, ...fixed(port) };
  return ['-D', clusterDirectory, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
