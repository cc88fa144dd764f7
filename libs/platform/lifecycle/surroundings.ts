import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Settings } from '../settings/settings';
import type { ShutdownOrder } from './shutdown-order';

/** What a role and each of its parts are started with. */
export interface Surroundings {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly shutdown: ShutdownOrder;
}
