import type { DatabaseAccount } from './database-account';
import { runAs } from '../directory/directory-access';
import type { PostgresBinaries } from './postgres-binaries';
import type { PostgresSettings } from './postgres-settings';

/** lz4 where the server was built with it, which not every platform's package is; otherwise PostgreSQL's default. */
export async function withWalCompression(
  settings: PostgresSettings,
  server: { clusterDirectory: string; account: DatabaseAccount | undefined; binaries: PostgresBinaries },
): Promise<PostgresSettings> {
  if (settings['wal_compression'] !== undefined) return settings;
  const { postgres, env } = server.binaries;
  const args = ['-D', server.clusterDirectory, '-c', 'wal_compression=lz4', '-C', 'wal_compression'];
  const answer = await runAs(server.account, postgres, args, env).catch(() => '');
  return answer.trim() === 'lz4' ? { ...settings, wal_compression: 'lz4' } : settings;
}
