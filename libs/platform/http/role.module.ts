import { Module, type DynamicModule } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { HealthPart } from './health';
import { HealthModule } from './health.module';
import { EVENTS_DOCUMENT, METRICS_REGISTRY, OperationsController } from './operations.controller';

export interface RoleModuleOptions {
  /** What the role serves beside operations. */
  readonly apis: readonly DynamicModule[];
  /** What must work for it to be ready. */
  readonly health: readonly HealthPart[];
  readonly metrics: Registry;
  /** Shown at `/asyncapi.json`. */
  readonly eventsDocument?: object;
}

/** The APIs of one process, and its operations: health, metrics, problems. */
@Module({})
export class RoleModule {
  static register({ apis, health, metrics, eventsDocument }: RoleModuleOptions): DynamicModule {
    return {
      module: RoleModule,
      imports: [HealthModule.register(health), ...apis],
      controllers: [OperationsController],
      providers: [
        { provide: METRICS_REGISTRY, useValue: metrics },
        { provide: EVENTS_DOCUMENT, useValue: eventsDocument },
      ],
    };
  }
}
