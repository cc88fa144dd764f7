import 'reflect-metadata';
import { apiDocument, eventsDocument } from '@firstwrite/shop';
import { applicationPool } from '@firstwrite/postgres';
import { requireSchema } from '@firstwrite/migrations';
import { CommandApiModule, openStore, startWriteSide } from '@firstwrite/roles';
import { runRole, serveHttp } from '@firstwrite/platform';
import { loadTokenKeys, TokenSigner, type TokenKeys } from '@firstwrite/reads';
import { topicOf } from '@firstwrite/published-log';

runRole('command-api', async (surroundings) => {
  const { url, store } = await openStore(surroundings, requireSchema);
  const { region, storeId } = store.identity;
  const tokens = new TokenSigner(await tokenKeys(url, storeId));
  const lane = startWriteSide({ store }, surroundings);
  const keyWaitMsMax = surroundings.settings.IDEMPOTENCY_WAIT_MS_MAX;
  const address = await serveHttp(surroundings, {
    apis: [CommandApiModule.register({ lane, tokens, region, keyWaitMsMax })],
    health: [{ name: 'database', check: () => store.ping() }],
    document: apiDocument,
    eventsDocument: eventsDocument({ topic: topicOf(storeId), region }),
  });
  return { address };
});

/** Read at the start, and never again: no connection is kept for them. */
async function tokenKeys(url: string, storeId: number): Promise<TokenKeys> {
  const pool = applicationPool({ connectionString: url, max: 1 });
  try {
    return await loadTokenKeys(pool, storeId);
  } finally {
    await pool.end();
  }
}
