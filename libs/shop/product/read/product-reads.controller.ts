import type { Sku } from '../../domain/primitives';
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
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

const productsQuery = z.strictObject(pageParameters);

@ApiTags('products')
@Controller('v1/products')
export class ProductReadsController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: ReadRequests,
  ) {}

  @Get()
  @ApiRead({ summary: 'List products by SKU', body: pageBodySchema(productBodySchema), answers: 'list' })
  async list(
    @Query({ schema: productsQuery }) query: z.output<typeof productsQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    return replyPage(reply, await this.reader.list(productsList, { filters: {}, ...query }, freshness));
  }

  @Get(':sku')
  @ApiRead({ summary: 'Get a product', body: productBodySchema, answers: 'entity' })
  async get(
    @Param('sku', { schema: skuField }) sku: Sku,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    const product = await this.reader.entity(productEntity, streamOf.product(sku), freshness);
    return replyEntity({ request, reply }, product, 'product');
  }
}
