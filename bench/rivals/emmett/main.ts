import { IllegalStateError, isExpectedVersionConflictError } from '@event-driven-io/emmett';
import { serveShop } from '../fastify/serve-shop';
import { placeOrder, receiveStock } from './shop';
import { openStore } from './store';

// Emmett, "Frameworks", "Fastify": its package for it is not published in this version, so these are plain routes.
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
