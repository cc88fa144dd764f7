import fc from 'fast-check';
import type { Client, Reply } from './client';
import { orderOf, units } from './shop';

/** A completed write, and the path where its effect can be read. */
export interface DoneWrite {
  readonly write: Reply;
  readonly path: string;
}

type Kind = 'receive' | 'adjust' | 'order' | 'change' | 'product';
const kinds: readonly Kind[] = ['receive', 'adjust', 'order', 'change', 'product'];

/**
 * Makes random writes that succeed, one after the other, on a SKU that no other client writes to. The same SKU gives
 * the same writes in each run.
 */
export async function* randomWrites(
  client: Client,
  { sku, count }: { sku: string; count: number },
): AsyncGenerator<DoneWrite> {
  const seed = Buffer.from(sku).reduce((sum, byte) => sum * 31 + byte, 7);
  const plan = fc.sample(fc.constantFrom(...kinds), { numRuns: count - 2, seed });
  const stock = `/v1/stock/main/${sku}`;
  const open: string[] = [];
  yield { write: await client.post('/v1/products', { sku, name: 'new' }), path: `/v1/products/${sku}` };
  yield { write: await client.post(`${stock}/receipts`, { quantity: 1_000 }), path: stock };
  for (const [at, kind] of plan.entries()) {
    yield await {
      receive: async () => ({ write: await client.post(`${stock}/receipts`, { quantity: at + 1 }), path: stock }),
      adjust: async () => ({
        write: await client.post(`${stock}/adjustments`, { delta: -1, reason: 'broken' }),
        path: stock,
      }),
      product: async () => ({
        write: await client.request('PATCH', `/v1/products/${sku}`, { json: { name: `name ${at}` } }),
        path: `/v1/products/${sku}`,
      }),
      order: place,
      change: async () => {
        const orderId = open.pop();
        if (orderId === undefined) return place();
        const write = await client.post(`/v1/orders/${orderId}/${at % 2 ? 'cancel' : 'confirm'}`);
        return { write, path: `/v1/orders/${orderId}` };
      },
    }[kind]();
  }

  async function place(): Promise<DoneWrite> {
    const write = await client.post('/v1/orders', orderOf(units(sku, 1), units(sku, 2)));
    open.push(write.body.orderId);
    return { write, path: `/v1/orders/${write.body.orderId}` };
  }
}
