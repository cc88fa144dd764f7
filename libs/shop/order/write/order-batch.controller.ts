import {
  ApiWrite,
  collectionMatches,
  idempotencyKeyRule,
  RoutingCommandBus,
  type Settled,
  VersionConflictError,
  type WriteHeaders,
  WriteReplies,
  WriteRequests,
} from '@firstwrite/command-bus';
import { orderBodySchema, type OrderBody } from '../read/order.body';
import { comparePositions, type Position } from '@firstwrite/event-store';
import { type Problem, ProblemCatalogue } from '@firstwrite/platform';
import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { orderFields, PlaceOrder, totalFault, totalIsSafe } from './place-order.command';
import { limits } from '../../fields';

const orderBatchBody = z.strictObject({
  orders: z
    .array(
      z
        .strictObject({
          idempotencyKey: z
            .string()
            .regex(idempotencyKeyRule.pattern, { error: `must be ${idempotencyKeyRule.words}` })
            .optional(),
          ...orderFields,
        })
        .refine(totalIsSafe, totalFault),
    )
    .min(1)
    .max(limits.batchOrdersMax),
});

type OrderBatchBody = z.output<typeof orderBatchBody>;

type BatchResult = { status: 201; order: OrderBody } | { status: number; problem: Problem };

const batchAnswer = z.object({
  results: z.array(
    z.union([
      z.object({ status: z.literal(201), order: orderBodySchema }),
      z.object({ status: z.int(), problem: z.looseObject({ code: z.string() }) }),
    ]),
  ),
});

@ApiTags('orders')
@Controller('v1/orders/batch')
export class OrderBatchController {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly requests: WriteRequests,
    private readonly replies: WriteReplies,
    private readonly problems: ProblemCatalogue,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiWrite({
    summary: 'Place many orders: each takes all its units or none, the batch does not',
    answer: [200, batchAnswer],
  })
  async placeAll(
    @Body({ schema: orderBatchBody }) { orders }: OrderBatchBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ results: BatchResult[] }> {
    const headers = this.requests.read(request);
    if (!collectionMatches(headers.ifMatch)) throw new VersionConflictError([], 'if-match');
    const now = new Date().toISOString();
    const settled = await Promise.allSettled(orders.map((order, at) => this.place(order, { headers, at, now })));
    const placed = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    this.replies.position(reply, latest(placed.map(({ position }) => position)));
    if (placed.length === orders.length && placed.every(({ replayed }) => replayed)) {
      void reply.header('idempotency-replayed', 'true');
    }
    return { results: settled.map((result) => this.resultOf(result, headers.requestId)) };
  }

  /**
   * An item without a key derives one from the batch's key and its index; the operation keeps it apart from keys that
   * callers give.
   */
  private async place(
    { idempotencyKey, ...order }: OrderBatchBody['orders'][number],
    { headers, at, now }: { headers: WriteHeaders; at: number; now: string },
  ): Promise<Settled<OrderBody>> {
    const derived = headers.idempotencyKey === undefined ? undefined : `${headers.idempotencyKey}/${at}`;
    const key = idempotencyKey ?? derived;
    const operation = idempotencyKey === undefined ? 'PlaceOrderBatch' : 'PlaceOrder';
    const { region } = this.requests;
    const { caller, requestId } = headers;
    const request = { caller, requestId, idempotencyKey: key, region, operation, now };
    return this.bus.execute(new PlaceOrder(order, request));
  }

  private resultOf(result: PromiseSettledResult<Settled<OrderBody>>, requestId: string): BatchResult {
    if (result.status === 'fulfilled') return { status: 201, order: result.value.body };
    const problem = this.problems.problemOf(result.reason, requestId);
    return { status: problem.status, problem };
  }
}

function latest(positions: readonly (Position | undefined)[]): Position | undefined {
  return positions.reduce(
    (last, position) => (position && (!last || comparePositions(position, last) > 0) ? position : last),
    undefined,
  );
}
