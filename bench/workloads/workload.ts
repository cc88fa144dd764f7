/** The orders that a cell places, and the stock that they need. */
export interface Workload {
  /** The name of the cell in the results: `hot`, `uniform`. */
  readonly cell: string;
  readonly title: string;
  /** SKUs that receive a million units each before the load; a SKU that needs more is listed several times. */
  readonly receipts: readonly string[];
  /** The script of the pgbench rivals; absent: they cannot place such orders. */
  readonly script?: 'hot' | 'uniform' | 'zipf';
  /** A sequence of orders without end. Each call starts it anew, and it is the same in every run. */
  orders(): () => Order;
}

export interface Order {
  /** The JSON body of `POST /v1/orders`. */
  readonly body: string;
  /** The units of all lines. */
  readonly units: number;
}

/** An order of one unit of one SKU. */
export function singleUnit(sku: string): Order {
  return { body: `{"currency":"EUR","lines":[{"sku":"${sku}","quantity":1,"unitPrice":1999}]}`, units: 1 };
}
