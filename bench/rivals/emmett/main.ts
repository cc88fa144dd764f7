import { IllegalStateError, isExpectedVersionConflictError } from '@event-driven-io/emmett';
import Fastify from 'fastify';
import { placeOrder, receiveStock, type OrderRequest } from './shop';
import { openStore } from './store';

// Fastify, "Validation and Serialization": a JSON schema of the body.
const quantity = { type: 'integer', minimum: 1 } as const;
const line = {
  type: 'object',
  required: ['sku', 'quantity', 'unitPrice'],
  properties: { sku: { type: 'string', minLength: 1 }, quantity, unitPrice: { type: 'integer', minimum: 0 } },
} as const;
const orderBody = {
  type: 'object',
  required: ['currency', 'lines'],
  properties: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    lines: { type: 'array', minItems: 1, maxItems: 1_000, items: line },
  },
} as const;
const receiptBody = { type: 'object', required: ['quantity'], properties: { quantity } } as const;

async function main(): Promise<void> {
  const { store, pool } = await openStore();
  const server = Fastify({ forceCloseConnections: true });

  server.post<{ Params: { sku: string }; Body: { quantity: number } }>(
    '/v1/stock/main/:sku/receipts',
    { schema: { body: receiptBody } },
    async (request, reply) => {
      await receiveStock(store, request.params.sku, request.body.quantity);
      return reply.code(201).send({ sku: request.params.sku });
    },
  );
  server.post<{ Body: OrderRequest }>('/v1/orders', { schema: { body: orderBody } }, async (request, reply) =>
    reply.code(201).send(await placeOrder(store, request.body)),
  );
  // Its Express and Fastify packages map errors so, but for conflicts, which they answer with 412.
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refused = error instanceof IllegalStateError || isExpectedVersionConflictError(error);
    return reply.code(refused ? 409 : (error.statusCode ?? 500)).send({ message: error.message });
  });

  const address = await server.listen({ port: Number(process.env['PORT'] ?? 0), host: '127.0.0.1' });
  process.once(
    'SIGTERM',
    () =>
      void server
        .close()
        .then(() => store.close())
        .then(() => pool.end()),
  );
  console.log(`ready at ${address}`);
}

void main();
