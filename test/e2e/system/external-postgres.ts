import { startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-servers';
import { makeDirectory } from './data-directory';

/** A server that is not the service's own, as an operator would run it. */
export async function startExternalPostgres(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDirectory: await makeDirectory(),
    settings: { deadlock_timeout: '200ms' },
    log: () => undefined,
  });
}
