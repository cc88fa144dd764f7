import { ConflictException } from '@nestjs/common';
import type { Stock } from './entities';
import type { PlaceOrderRequest } from './requests';

/**
 * The units that an order needs of each SKU, sorted by SKU: transactions that lock rows in the same order cannot
 * deadlock.
 */
export function demandsOf({ lines }: PlaceOrderRequest): [sku: string, quantity: number][] {
  const demands = new Map<string, number>();
  for (const { sku, quantity } of lines) demands.set(sku, (demands.get(sku) ?? 0) + quantity);
  return [...demands].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** @throws ConflictException when a SKU is unknown or has too few units */
export function assertAvailable(stocks: readonly Stock[], demands: readonly [sku: string, quantity: number][]): void {
  const available = new Map(stocks.map((stock) => [stock.sku, stock.available]));
  const short = demands.filter(([sku, quantity]) => (available.get(sku) ?? 0) < quantity);
  if (short.length > 0) throw new ConflictException(`not enough of ${short.map(([sku]) => sku).join(', ')}`);
}

export const totalOf = ({ lines }: PlaceOrderRequest) =>
  lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
