import { Controller, Get, Inject, Optional, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { HttpProblemError } from '../problems/framework-error';
import { ProblemCatalogue } from '../problems/problem-catalogue';

/** Injects the prom-client registry that `GET /metrics` shows. */
export const METRICS_REGISTRY = Symbol('Registry');
/** Injects the AsyncAPI document that `GET /asyncapi.json` shows, as plain JSON; a role without one answers 404. */
export const EVENTS_DOCUMENT = Symbol('AsyncAPI document');

/** What operators and callers look at beside the API itself. */
@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    private readonly problems: ProblemCatalogue,
    @Inject(METRICS_REGISTRY) private readonly registry: Registry,
    @Optional() @Inject(EVENTS_DOCUMENT) private readonly eventsDocument?: object,
  ) {}

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.type(this.registry.contentType);
    return this.registry.metrics();
  }

  /** What stands in the topic of the published events. */
  @Get('asyncapi.json')
  events() {
    if (!this.eventsDocument)
      throw new HttpProblemError('not-found', 'this process does not describe the published events');
    return this.eventsDocument;
  }

  /** What a problem's code means, when it comes and what to do. */
  @Get('problems/:code')
  problem(@Param('code') code: string) {
    const kind = this.problems.kindOf(code);
    if (!kind) throw new HttpProblemError('not-found', `there is no problem "${code}"`);
    const { status, title, when, action } = kind;
    return { code, status, title, when, action };
  }
}
