import { CommandApiModule, type CommandApiOptions } from '../../command-api/src/command-api.module';
import { HEALTH_PARTS, METRICS_REGISTRY, OperationsController, type HealthPart } from '@firstwrite/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Registry } from 'prom-client';

export interface StandaloneOptions {
  readonly commands: CommandApiOptions;
  readonly health: readonly HealthPart[];
  readonly metrics: Registry;
}

/** Every role in one process. */
@Module({})
export class StandaloneModule {
  static register({ commands, health, metrics }: StandaloneOptions): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [CommandApiModule.register(commands)],
      controllers: [OperationsController],
      providers: [
        { provide: HEALTH_PARTS, useValue: health },
        { provide: METRICS_REGISTRY, useValue: metrics },
      ],
    };
  }
}
