import { streamOf } from '../../stream-name';
import { productBodySchema } from './product.body';
import { productsList } from './products.list';
import { productEntity } from './products.view';
import { skuField } from '../../fields';
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
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

const one = { path: { sku: skuField }, query: {} };
const many = { path: {}, query: pageParameters };

@ApiTags('products')
@Controller('v1/products')
export class ProductReadsController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: ReadRequests,
  ) {}

  @Get()
  @ApiRead({ summary: 'List products by SKU', takes: many, body: pageBodySchema(productBodySchema), answers: 'list' })
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { query, freshness } = this.requests.parse(request, many);
    return replyPage(reply, await this.reader.list(productsList, { filters: {}, ...query }, freshness));
  }

  @Get(':sku')
  @ApiRead({ summary: 'Get a product', takes: one, body: productBodySchema, answers: 'entity' })
  async get(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { path, freshness } = this.requests.parse(request, one);
    return replyEntity(
      { request, reply },
      await this.reader.entity(productEntity, streamOf.product(path.sku), freshness),
      'product',
    );
  }
}
