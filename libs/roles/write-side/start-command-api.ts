import { requireSchema } from '@firstwrite/migrations';
import { serveHttp, type RunningRole, type Surroundings } from '@firstwrite/platform';
import { applicationPool } from '@firstwrite/postgres';
import { topicOf } from '@firstwrite/published-log';
import { loadTokenKeys, TokenSigner, type TokenKeys } from '@firstwrite/reads';
import { openStore } from '../database/open-store';
import { problemCatalogue } from '../problems';
import type { Shop } from '../shop';
import { CommandApiModule } from './command-api.module';
import { startWriteSide } from './start-write-side';

/** The role command-api: takes a shop's commands, over HTTP. */
export async function startCommandApi(shop: Shop, surroundings: Surroundings): Promise<RunningRole> {
  const problems = problemCatalogue(shop);
  const { url, store } = await openStore(surroundings, requireSchema, problems);
  const { region, storeId } = store.identity;
  const tokens = new TokenSigner(await tokenKeys(url, storeId));
  const lane = startWriteSide({ shop, store }, surroundings);
  const keyWaitMsMax = surroundings.settings.IDEMPOTENCY_WAIT_MS_MAX;
  const address = await serveHttp(surroundings, {
    apis: [CommandApiModule.register({ shop, lane, tokens, region, keyWaitMsMax })],
    health: [{ name: 'database', check: () => store.ping() }],
    problems,
    document: shop.apiDocument,
    eventsDocument: shop.eventsDocument({ topic: topicOf(storeId), region }),
  });
  return { address };
}

/** Reads the keys once, at the start, so that no connection is kept for them. */
async function tokenKeys(url: string, storeId: number): Promise<TokenKeys> {
  const pool = applicationPool({ connectionString: url, max: 1 });
  try {
    return await loadTokenKeys(pool, storeId);
  } finally {
    await pool.end();
  }
}
