import { HEALTH_PARTS, METRICS_REGISTRY, OperationsController, type HealthPart } from '@firstwrite/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { CommandApiModule, type CommandApiOptions } from '../../command-api/src/command-api.module';
import { QueryApiModule, type QueryApiOptions } from '../../query-api/src/query-api.module';

export interface StandaloneOptions {
  readonly commands: CommandApiOptions;
  readonly queries: QueryApiOptions;
  readonly health: readonly HealthPart[];
  readonly metrics: Registry;
}

/** Every role in one process. */
@Module({})
export class StandaloneModule {
  static register({ commands, queries, health, metrics }: StandaloneOptions): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [CommandApiModule.register(commands), QueryApiModule.register(queries)],
      controllers: [OperationsController],
      providers: [
        { provide: HEALTH_PARTS, useValue: health },
        { provide: METRICS_REGISTRY, useValue: metrics },
      ],
    };
  }
}
