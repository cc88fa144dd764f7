import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Settings } from '../settings/settings';
import type { ShutdownOrder } from './shutdown-order';

/** The settings, logger, metrics and shutdown order that a role and its parts are started with. */
export interface Surroundings {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly shutdown: ShutdownOrder;
}
