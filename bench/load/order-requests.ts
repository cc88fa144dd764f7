import type { Order } from '../workloads/workload';
import { postOf, type Answer } from './connection';
import { LoadFailedError } from './load-result';

export interface RequestOptions {
  readonly address: string;
  readonly nextOrder: () => Order;
  /** A prefix that makes the keys of this load unique. */
  readonly keyPrefix: string;
  /** Orders in a request to the batch endpoint; absent: one order a request, by the endpoint for one order. */
  readonly batchOrders?: number;
  /** Whether the contender may answer 409. Ours may not: there is enough stock. */
  readonly conflictsAllowed: boolean;
}

/** One request of a load. */
export interface OrderRequest {
  /** Headers and body. */
  readonly text: string;
  readonly orders: number;
  readonly units: number;
}

/** The requests of a load, and how their answers are read. */
export interface OrderRequests {
  next(): OrderRequest;
  /** Whether the request's orders were placed. @throws LoadFailedError when the answer is one that fails the cell */
  accepted(request: OrderRequest, answer: Answer): boolean;
}

/**
 * Makes requests of one order, each with an Idempotency-Key; or batches with one key, from which the service derives
 * the keys of the orders.
 */
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
