import type { ApiRequest } from '../http/api-request';
import type { PlannedStock } from './stock-plan';

/** Creating a product, or receiving its first stock. */
export interface StockRequest extends ApiRequest {
  readonly creates: 'product' | 'receipt';
  readonly units: number;
}

/** What the requests of one import have in common. */
export interface ImportSource {
  /** The digest of the file's content: the same file makes the same keys. */
  readonly digest: string;
  readonly currency: string;
}

const shownSkuCharacters = 8;

/** Two requests for each planned SKU: its product, then its stock. */
export function stockRequests(plan: readonly PlannedStock[], source: ImportSource): StockRequest[] {
  return plan.flatMap((planned) => [productRequest(planned, source), receiptRequest(planned, source)]);
}

function productRequest({ sku, unitPrice }: PlannedStock, { digest, currency }: ImportSource): StockRequest {
  const name = `Product ${sku.slice(0, shownSkuCharacters)}`;
  return {
    creates: 'product',
    units: 0,
    path: '/v1/products',
    idempotencyKey: `import/${digest}/${sku}`,
    body: JSON.stringify({ sku, name, price: { amount: unitPrice, currency } }),
  };
}

function receiptRequest({ sku, quantity }: PlannedStock, { digest }: ImportSource): StockRequest {
  return {
    creates: 'receipt',
    units: quantity,
    path: `/v1/stock/main/${sku}/receipts`,
    idempotencyKey: `import/${digest}/${sku}`,
    body: JSON.stringify({ quantity, reference: `import/${digest}` }),
  };
}
