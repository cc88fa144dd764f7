import { ApiWrite, RoutingCommandBus, WriteReplies, WriteRequests, type Settled } from '@firstwrite/command-bus';
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  addBookBody,
  bookBody,
  ChangeBook,
  ChangeBookHandler,
  lendBookBody,
  type BookBody,
} from './change-book.command';

@Controller('v1/books/:isbn')
class BooksController {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly requests: WriteRequests,
    private readonly replies: WriteReplies,
  ) {}

  @Post('copies')
  @HttpCode(201)
  @ApiWrite({ summary: 'Add copies', answer: [201, bookBody] })
  async add(
    @Param('isbn') isbn: string,
    @Body({ schema: addBookBody }) body: z.output<typeof addBookBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookBody> {
    const command = new ChangeBook(isbn, 'book/add', body, this.requests.read(request));
    return this.replies.settled(reply, await this.bus.execute<Settled<BookBody>>(command));
  }

  @Post('loans')
  @HttpCode(201)
  @ApiWrite({ summary: 'Lend a copy', answer: [201, bookBody] })
  async lend(
    @Param('isbn') isbn: string,
    @Body({ schema: lendBookBody }) body: z.output<typeof lendBookBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookBody> {
    const command = new ChangeBook(isbn, 'book/lend', body, this.requests.read(request));
    return this.replies.settled(reply, await this.bus.execute<Settled<BookBody>>(command));
  }
}

export const bookWrites = { controllers: [BooksController], handlers: [ChangeBookHandler] };
