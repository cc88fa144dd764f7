import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { placeOrders, receiveStock } from './callers';
import { startProduct, type Product } from './product';
import type { InProcessAnswer, InProcessRequest, Memory } from './requests';

/** Garbage is collected before the heap is read, so what is left is still referenced. */
function memory(): Memory {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { rss, heapUsed } = process.memoryUsage();
  return { rssBytes: rss, heapUsedBytes: heapUsed };
}

async function resultOf(product: Product, request: InProcessRequest): Promise<unknown> {
  switch (request.kind) {
    case 'receive':
      return receiveStock(product, request.skus);
    case 'load':
      return placeOrders(product, request);
    case 'memory':
      return memory();
  }
}

function answer(message: InProcessAnswer): void {
  process.send?.(message);
}

/** The product in its own process, driven by messages of the parent. It ends when the parent disconnects. */
async function main(): Promise<void> {
  const product = await startProduct();
  process.on('message', (request: InProcessRequest) => {
    resultOf(product, request).then(
      (result) => answer({ result: result ?? null }),
      (error: unknown) => answer({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once('disconnect', () => {
    void product.stop().then(() => process.exit(0));
  });
  answer({ result: 'ready' });
}

main().catch((error: unknown) => {
  process.stderr.write(`bench, in process: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
