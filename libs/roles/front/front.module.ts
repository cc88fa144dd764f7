import { HealthModule, HttpProblemError } from '@firstwrite/platform';
import { All, Controller, Get, Module, Req, Res, type DynamicModule } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Backends } from './backends';
import { forward } from './forward';

@Controller()
class FrontController {
  constructor(private readonly backends: Backends) {}

  @Get('metrics')
  metrics(): never {
    throw new HttpProblemError('not-found', 'Metrics are those of one process: ask it at its own address.');
  }

  @All('*')
  forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    forward(request, reply, this.backends.serving(request.method));
  }
}

/** The front's routes: its own health, no metrics, and everything else to the roles behind it. */
@Module({})
export class FrontModule {
  static register(backends: Backends): DynamicModule {
    return {
      module: FrontModule,
      imports: [HealthModule.register(backends.readiness())],
      controllers: [FrontController],
      providers: [{ provide: Backends, useValue: backends }],
    };
  }
}
