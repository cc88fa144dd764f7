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

  /** Answers that the process runs. */
  @Get('live')
  live() {
    return { status: 'up' };
  }

  /** Answers 200 when every part works, else 503 with the parts that do not. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const report = await checkHealth(this.parts);
    void reply.code(report.status === 'up' ? 200 : 503);
    return report;
  }
}

/** Serves `/health/live` (the process runs) and `/health/ready` (every part works). */
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
