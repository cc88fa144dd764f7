import { z } from 'zod';
import type { StockLedgerRow } from './stock-ledger.view';

/** One entry of a stock item's ledger as the API gives it. */
export const ledgerEntryBodySchema = z.object({
  version: z.int().min(1),
  type: z.string().describe('the event that made it'),
  delta: z.int(),
  onHandAfter: z.int(),
  reference: z.string().optional(),
  orderId: z.uuid().optional(),
  reason: z.string().optional(),
  actor: z.string(),
  recordedAt: z.iso.datetime({ precision: 3 }),
});

/** A ledger entry in a reply: the change that one event made, and the units on hand after it. */
export type LedgerEntryBody = z.infer<typeof ledgerEntryBodySchema>;

/** Pure: the body of a ledger row, without the stock item that the request named. */
export function ledgerEntryBody({ location: _, sku: __, ...entry }: StockLedgerRow): LedgerEntryBody {
  return entry;
}
