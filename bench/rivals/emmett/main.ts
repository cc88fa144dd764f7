import { IllegalStateError, isExpectedVersionConflictError } from '@event-driven-io/emmett';
import { serveShop } from '../fastify/serve-shop';
import { placeOrder, receiveStock } from './shop';
import { openStore } from './store';

// Emmett, "Frameworks", "Fastify": its Fastify package is not published in this version, so the routes are plain ones.
async function main(): Promise<void> {
  const store = await openStore();
  await serveShop({
    receive: (sku, quantity) => receiveStock(store, sku, quantity),
    place: (request) => placeOrder(store, request),
    isRefusal: (error) => error instanceof IllegalStateError || isExpectedVersionConflictError(error),
    close: () => store.close(),
  });
}

void main();
