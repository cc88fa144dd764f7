import { Controller, Get, Inject, Module, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { checkHealth, type HealthPart } from './health';

/** Injects the {@link HealthPart}s that must work for the process to be ready. */
const HEALTH_PARTS = Symbol('HealthPart[]');

@ApiExcludeController()
@Controller('health')
class HealthController {
  constructor(@Inject(HEALTH_PARTS) private readonly parts: readonly HealthPart[]) {}

  /** The process runs. */
  @Get('live')
  live() {
    return { status: 'up' };
  }

  /** Every part works; 503 names those that do not. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const report = await checkHealth(this.parts);
    void reply.code(report.status === 'up' ? 200 : 503);
    return report;
  }
}

/** Answers at `/health/live` that the process runs, and at `/health/ready` whether the parts work that it serves with. */
@Module({})
export class HealthModule {
  static register(parts: readonly HealthPart[]): DynamicModule {
    return {
      module: HealthModule,
      controllers: [HealthController],
      providers: [{ provide: HEALTH_PARTS, useValue: parts }],
    };
  }
}
