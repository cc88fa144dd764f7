import { createHttpApplication, describeApi, HttpMetrics, RoleModule, type ApiDocument } from '@firstwrite/platform';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { problemCatalogue } from '../problems';
import { QueryApiModule } from '../reader/query-api.module';
import type { Shop } from '../shop';
import { CommandApiModule } from '../write-side/command-api.module';

/** Handlers are described and never called, so they need no lane, no reader and no tokens. */
const nothing = {} as never;

/** Describes the API of a shop, which command-api and query-api serve together; needs neither a database nor a port. */
export async function describeWholeApi(shop: Pick<Shop, 'problems' | 'reads' | 'writes'>): Promise<ApiDocument> {
  const logger = pino({ level: 'silent' });
  const metrics = new Registry();
  const module = RoleModule.register({
    apis: [
      CommandApiModule.register({ shop, lane: nothing, tokens: nothing, region: 'local', keyWaitMsMax: 1 }),
      QueryApiModule.register({ shop, reader: nothing, tokens: nothing }),
    ],
    health: [],
    metrics,
  });
  const problems = problemCatalogue(shop);
  return describeApi(await createHttpApplication(module, { logger, metrics: new HttpMetrics(metrics), problems }));
}
