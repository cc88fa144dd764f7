import {
  ApiRead,
  pageBodySchema,
  pageParameters,
  Reader,
  ReadRequests,
  replyEntity,
  replyPage,
} from '@firstwrite/reads';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bookBody } from '../write/change-book.command';
import { bookEntity, bookList } from './books.view';

const one = { path: { isbn: z.string() }, query: {} };
const many = { path: {}, query: pageParameters };

@Controller('v1/books')
class BookReadsController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: ReadRequests,
  ) {}

  @Get()
  @ApiRead({ summary: 'List books', takes: many, body: pageBodySchema(bookBody), answers: 'list' })
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { query, freshness } = this.requests.parse(request, many);
    return replyPage(reply, await this.reader.list(bookList, { filters: {}, ...query }, freshness));
  }

  @Get(':isbn')
  @ApiRead({ summary: 'Get a book', takes: one, body: bookBody, answers: 'entity' })
  async get(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { path, freshness } = this.requests.parse(request, one);
    return replyEntity(
      { request, reply },
      await this.reader.entity(bookEntity, `book-${path.isbn}`, freshness),
      'book',
    );
  }
}

export const bookReads = { controllers: [BookReadsController] };
