import { startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-servers';
import { makeDirectory } from './data-directory';

/** Starts a server outside the service, as an operator would run it. */
export async function startExternalPostgres(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDirectory: await makeDirectory(),
    settings: { deadlock_timeout: '200ms' },
    log: () => undefined,
  });
}
