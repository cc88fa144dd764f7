import {
  ApiRead,
  pageBodySchema,
  pageParameters,
  Reader,
  ReadRequests,
  replyEntity,
  replyPage,
} from '@firstwrite/reads';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bookBody } from '../write/change-book.command';
import { bookEntity, bookList } from './books.view';

const pageQuery = z.strictObject(pageParameters);
type PageQuery = z.output<typeof pageQuery>;

@Controller('v1/books')
class BookReadsController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: ReadRequests,
  ) {}

  @Get()
  @ApiRead({ summary: 'List books', body: pageBodySchema(bookBody), answers: 'list' })
  async list(
    @Query({ schema: pageQuery }) query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    return replyPage(reply, await this.reader.list(bookList, { filters: {}, ...query }, freshness));
  }

  @Get(':isbn')
  @ApiRead({ summary: 'Get a book', body: bookBody, answers: 'entity' })
  async get(
    @Param('isbn') isbn: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const book = await this.reader.entity(bookEntity, `book-${isbn}`, this.requests.freshness(request));
    return replyEntity({ request, reply }, book, 'book');
  }
}

export const bookReads = { controllers: [BookReadsController] };
