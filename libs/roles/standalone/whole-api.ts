import { createHttpApplication, describeApi, HttpMetrics, type ApiDocument } from '@firstwrite/platform';
import { Module } from '@nestjs/common';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { CommandApiModule } from '../write-side/command-api.module';
import { QueryApiModule } from '../reader/query-api.module';

/** Handlers are described and never called, so nothing stands behind them. */
const nothing = {} as never;

@Module({
  imports: [
    CommandApiModule.register({ lane: nothing, tokens: nothing, region: 'local', keyWaitMsMax: 1 }),
    QueryApiModule.register({ reader: nothing, tokens: nothing }),
  ],
})
class WholeApiModule {}

/** Describes the API that command-api and query-api serve together; needs neither a database nor a port. */
export async function describeWholeApi(): Promise<ApiDocument> {
  const logger = pino({ level: 'silent' });
  const application = await createHttpApplication(WholeApiModule, {
    logger,
    metrics: new HttpMetrics(new Registry()),
  });
  return describeApi(application);
}
