import type { Order } from '../workloads/workload';
import { postOf, type Answer } from './connection';
import { LoadFailedError } from './load-result';

export interface RequestOptions {
  readonly address: string;
  readonly nextOrder: () => Order;
  /** Makes every key of this load its own. */
  readonly keyPrefix: string;
  /** Orders of a request; absent: one, by the call for one order. */
  readonly batchOrders?: number;
  /** Whether 409 is an answer that the contender may give. Never ours: there is stock enough. */
  readonly conflictsAllowed: boolean;
}

/** What is asked by one request. */
export interface OrderRequest {
  /** Headers and body. */
  readonly text: string;
  readonly orders: number;
  readonly units: number;
}

/** What a load sends, and how it reads the answers. */
export interface OrderRequests {
  next(): OrderRequest;
  /** Whether the request's orders were placed. @throws LoadFailedError when the answer is one that fails the cell */
  accepted(request: OrderRequest, answer: Answer): boolean;
}

/** Orders with an Idempotency-Key each; or batches with one, from which the orders' keys derive. */
export function orderRequests(options: RequestOptions): OrderRequests {
  return options.batchOrders === undefined ? singles(options) : batches(options, options.batchOrders);
}

function singles({ address, nextOrder, keyPrefix, conflictsAllowed }: RequestOptions): OrderRequests {
  const post = postOf({ host: new URL(address).host, path: '/v1/orders' });
  let sent = 0;
  return {
    next: () => {
      const { body, units } = nextOrder();
      return { text: post(`${keyPrefix}-${(sent += 1)}`, body), orders: 1, units };
    },
    accepted: (_, { status, body }) => {
      if (status === 201) return true;
      if (status === 409 && conflictsAllowed) return false;
      throw new LoadFailedError(`an order was answered with ${status}: ${body.toString('utf8', 0, 300)}`);
    },
  };
}

const ITEM_ACCEPTED = '"status":201';

function batches({ address, nextOrder, keyPrefix }: RequestOptions, batchOrders: number): OrderRequests {
  const post = postOf({ host: new URL(address).host, path: '/v1/orders/batch' });
  let sent = 0;
  return {
    next: () => {
      const orders = Array.from({ length: batchOrders }, nextOrder);
      const body = `{"orders":[${orders.map(({ body }) => body).join(',')}]}`;
      const units = orders.reduce((sum, { units }) => sum + units, 0);
      return { text: post(`${keyPrefix}-${(sent += 1)}`, body), orders: batchOrders, units };
    },
    accepted: (_, { status, body }) => {
      const placed = status === 200 ? body.toString('latin1').split(ITEM_ACCEPTED).length - 1 : 0;
      if (placed === batchOrders) return true;
      throw new LoadFailedError(`${placed} of ${batchOrders} orders of a batch were placed: ${status}`);
    },
  };
}
