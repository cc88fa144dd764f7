import type { Settings, ShutdownOrder } from '@firstwrite/platform';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

/** What every part is started with. */
export interface Surroundings {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly shutdown: ShutdownOrder;
}
