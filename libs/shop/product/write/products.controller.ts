import {
  ApiWrite,
  collectionMatches,
  RoutingCommandBus,
  type Settled,
  VersionConflictError,
  WriteReplies,
  WriteRequests,
} from '@firstwrite/command-bus';
import { type ProductBody, productBodySchema } from '../read/product.body';
import type { Sku } from '../../domain/primitives';
import { skuField } from '../../fields';
import { Body, Controller, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ChangeProduct,
  changeProductBody,
  type ChangeProductBody,
  ChangeProductHandler,
} from './change-product.command';
import {
  CreateProduct,
  createProductBody,
  type CreateProductBody,
  CreateProductHandler,
} from './create-product.command';

@ApiTags('products')
@Controller('v1/products')
class ProductsController {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly requests: WriteRequests,
    private readonly replies: WriteReplies,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiWrite({
    summary: 'Create a product',
    answer: [201, productBodySchema],
    refusals: ['product-exists', 'request-in-flight'],
  })
  async create(
    @Body({ schema: createProductBody }) body: CreateProductBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductBody> {
    const headers = this.requests.read(request);
    if (!collectionMatches(headers.ifMatch)) throw new VersionConflictError([], 'if-match');
    const command = new CreateProduct(body, { ...headers, ifMatch: undefined });
    const settled = await this.bus.execute<Settled<ProductBody>>(command);
    void reply.header('location', `/v1/products/${encodeURIComponent(settled.body.sku)}`);
    return this.replies.settled(reply, settled);
  }

  @Patch(':sku')
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @ApiWrite({
    summary: 'Change fields of a product (RFC 7396)',
    answer: [200, productBodySchema],
    refusals: ['not-found', 'request-in-flight'],
  })
  async change(
    @Param('sku', { schema: skuField }) sku: Sku,
    @Body({ schema: changeProductBody }) body: ChangeProductBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductBody> {
    const command = new ChangeProduct(sku, body, this.requests.read(request));
    return this.replies.settled(reply, await this.bus.execute<Settled<ProductBody>>(command));
  }
}

/** The writes of products, for the catalogue. */
export const productWrites = {
  controllers: [ProductsController],
  handlers: [CreateProductHandler, ChangeProductHandler],
};
