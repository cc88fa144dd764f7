import Fastify from 'fastify';

export interface OrderRequest {
  readonly currency: string;
  readonly lines: { readonly sku: string; readonly quantity: number; readonly unitPrice: number }[];
}

export interface Shop {
  receive(sku: string, quantity: number): Promise<unknown>;
  place(request: OrderRequest): Promise<unknown>;
  /** Whether an error of `place` means that stock is short, or that other requests were faster. */
  isRefusal(error: unknown): boolean;
  close(): Promise<void>;
}

// Fastify, "Validation and Serialization": the body has a JSON schema.
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

/** Serves the same two routes for every rival with Fastify, or with no framework, in its documentation. */
export async function serveShop(shop: Shop): Promise<void> {
  const server = Fastify({ forceCloseConnections: true });
  server.post<{ Params: { sku: string }; Body: { quantity: number } }>(
    '/v1/stock/main/:sku/receipts',
    { schema: { body: receiptBody } },
    async ({ params: { sku }, body }, reply) => {
      await shop.receive(sku, body.quantity);
      return reply.code(201).send({ sku });
    },
  );
  server.post<{ Body: OrderRequest }>('/v1/orders', { schema: { body: orderBody } }, async ({ body }, reply) =>
    reply.code(201).send(await shop.place(body)),
  );
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply.code(shop.isRefusal(error) ? 409 : (error.statusCode ?? 500)).send({ message: error.message }),
  );
  const address = await server.listen({ port: Number(process.env['PORT'] ?? 0), host: '127.0.0.1' });
  process.once('SIGTERM', () => void server.close().then(() => shop.close()));
  console.log(`ready at ${address}`);
}
