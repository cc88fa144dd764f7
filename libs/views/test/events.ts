import type { NewEvent } from '@firstwrite/event-store';
import { randomUUID } from 'node:crypto';

export type Fact = readonly [type: string, data: object];

/** Facts of one stream as events, from version 1 or from another. */
export function eventsOf(stream: string, facts: readonly Fact[], firstVersion = 1): NewEvent[] {
  return facts.map(([type, data], at) => ({
    stream,
    version: firstVersion + at,
    type,
    data,
    metadata: { commandId: 'command', actor: 'tester' },
  }));
}

export const received = (quantity: number): Fact => ['StockReceived', { quantity, reference: 'PO-1' }];
export const taken = (quantity: number, orderId: string = randomUUID()): Fact => [
  'StockDecremented',
  { orderId, quantity },
];
export const adjusted = (delta: number): Fact => ['StockAdjusted', { delta, reason: 'counted', actor: 'anna' }];

export interface Placing {
  readonly orderId: string;
  readonly skus?: readonly string[];
  readonly customerId?: string;
  readonly placedAt?: string;
}

export function placed({ orderId, skus = ['A'], customerId, placedAt = '2026-01-01T00:00:00.000Z' }: Placing): Fact {
  const lines = skus.map((sku) => ({ sku, location: 'main', quantity: 2, unitPrice: 150 }));
  const total = 300 * skus.length;
  return ['OrderPlaced', { orderId, ...(customerId && { customerId }), currency: 'EUR', lines, total, placedAt }];
}

export const confirmed = (at = '2026-01-01T01:00:00.000Z'): Fact => ['OrderConfirmed', { at }];

export const created = (sku: string, name = 'Thing'): Fact => [
  'ProductCreated',
  { sku, name, price: { amount: 150, currency: 'EUR' }, attributes: { colour: 'red', size: 3 } },
];
