/** Which orders a cell places, and the stock that they need. */
export interface Workload {
  /** Of the results: `hot`, `uniform`. */
  readonly cell: string;
  readonly title: string;
  /** SKUs that receive a million units each before the load; a SKU that needs more is listed several times. */
  readonly receipts: readonly string[];
  /** The script of rivals that pgbench drives; absent: they cannot place such orders. */
  readonly script?: 'hot' | 'uniform' | 'zipf';
  /** Orders without end; from the beginning for each caller, and the same in every run. */
  orders(): () => Order;
}

export interface Order {
  /** JSON, as `POST /v1/orders` takes it. */
  readonly body: string;
  /** Of all its lines. */
  readonly units: number;
}

/** An order of one unit of one SKU. */
export function singleUnit(sku: string): Order {
  return { body: `{"currency":"EUR","lines":[{"sku":"${sku}","quantity":1,"unitPrice":1999}]}`, units: 1 };
}
