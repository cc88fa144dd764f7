import { startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-servers';
import { offerSharedKafka, stopSharedKafka } from './shared-kafka';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let server: EmbeddedPostgres | undefined;
let directory: string | undefined;

/**
 * Starts one PostgreSQL for the whole run, unless the environment names one. Each test file creates its own database on
 * it.
 */
export async function startTestServer(): Promise<void> {
  await offerSharedKafka();
  if (process.env['FIRSTWRITE_TEST_SERVER_URL']) return;
  directory = mkdtempSync(join(tmpdir(), 'firstwrite-test-'));
  chmodSync(directory, 0o755);
  server = await startEmbeddedPostgres({
    dataDirectory: directory,
    database: 'postgres_tests',
    settings: { max_connections: '300', deadlock_timeout: '200ms' },
    log: () => undefined,
  });
  process.env['FIRSTWRITE_TEST_SERVER_URL'] = server.url;
}

export async function stopTestServer(): Promise<void> {
  await stopSharedKafka();
  if (!server || !directory) return;
  delete process.env['FIRSTWRITE_TEST_SERVER_URL'];
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
  server = undefined;
}
