import {
  ApiWrite,
  Lane,
  RoutingCommandBus,
  StreamCommand,
  StreamCommandHandler,
  WriteReplies,
  WriteRequests,
  type Decision,
  type Settled,
  type WriteHeaders,
} from '@firstwrite/command-bus';
import { Body, Controller, Param, Put, Req, Res } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { labelShelf, type ShelfState } from '../domain/shelf';

const shelfBody = z.object({ label: z.string(), version: z.int() });
type ShelfBody = z.infer<typeof shelfBody>;
const labelBody = z.strictObject({ label: z.string().min(1) });

class LabelShelf extends StreamCommand<ShelfBody> {
  constructor(
    number: string,
    readonly body: z.output<typeof labelBody>,
    headers: WriteHeaders,
  ) {
    super({ stream: `shelf-${number}`, operation: 'shelf/label', body, headers });
  }
}

const decision: Decision<LabelShelf, ShelfBody> = {
  streams: ({ stream }) => [stream],
  decide: ({ stream, body }, states) => [{ stream, events: labelShelf(body.label, states.get<ShelfState>(stream)) }],
  answer({ stream }, states) {
    const version = states.versionOf(stream);
    return { body: { ...states.get<ShelfState>(stream), version }, version };
  },
};

@CommandHandler(LabelShelf)
class LabelShelfHandler extends StreamCommandHandler<LabelShelf, ShelfBody> {
  constructor(lane: Lane) {
    super(lane, decision);
  }
}

@Controller('v1/shelves/:number')
class ShelvesController {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly requests: WriteRequests,
    private readonly replies: WriteReplies,
  ) {}

  @Put('label')
  @ApiWrite({ summary: 'Label a shelf', answer: [200, shelfBody] })
  async label(
    @Param('number') number: string,
    @Body({ schema: labelBody }) body: z.output<typeof labelBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ShelfBody> {
    const command = new LabelShelf(number, body, this.requests.read(request));
    return this.replies.settled(reply, await this.bus.execute<Settled<ShelfBody>>(command));
  }
}

export const shelfWrites = { controllers: [ShelvesController], handlers: [LabelShelfHandler] };
