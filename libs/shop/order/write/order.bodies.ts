import { idempotencyKeyRule } from '@firstwrite/command-bus';
import { amountField, currencyField, limits, locationField, quantityField, skuField, textField } from '../../fields';
import type { Location } from '../../domain/primitives';
import { orderTotal } from '../domain/order.decider';
import { z } from 'zod';

const MAIN = 'main' as Location;

const line = z.strictObject({
  sku: skuField,
  location: locationField.default(MAIN),
  quantity: quantityField,
  unitPrice: amountField,
  expectedVersion: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe('the stock version that the buyer decided on; 0: none yet'),
});

const order = {
  customerId: textField(limits.customerIdLengthMax).optional(),
  currency: currencyField,
  lines: z.array(line).min(1).max(limits.orderLinesMax),
};

const totalIsSafe = ({ lines }: { lines: readonly { quantity: number; unitPrice: number }[] }) =>
  orderTotal(lines) !== undefined;
function hasAmounts(order: unknown): boolean {
  const { lines } = (order ?? {}) as { lines?: unknown };
  return (
    Array.isArray(lines) &&
    lines.every(
      (item: Partial<Record<string, unknown>> | null) =>
        Number.isInteger(item?.quantity) && Number.isInteger(item?.unitPrice),
    )
  );
}

const totalFault = {
  path: ['lines'],
  error: 'the total is beyond 2^53−1',
  // Beside faults elsewhere in the order, too.
  when: ({ value }: { value: unknown }) => hasAmounts(value),
};

/** The body of a request that places an order. */
export const placeOrderBody = z.strictObject(order).refine(totalIsSafe, totalFault);

export const orderBatchBody = z.strictObject({
  orders: z
    .array(
      z
        .strictObject({
          idempotencyKey: z
            .string()
            .regex(idempotencyKeyRule.pattern, { error: `must be ${idempotencyKeyRule.words}` })
            .optional(),
          ...order,
        })
        .refine(totalIsSafe, totalFault),
    )
    .min(1)
    .max(limits.batchOrdersMax),
});

export const changeOrderBody = z
  .strictObject({ reason: textField(limits.reasonLengthMax).optional() })
  .optional()
  .default({});

/** A checked body of a request that places an order. */
export type PlaceOrderBody = z.output<typeof placeOrderBody>;
export type OrderBatchBody = z.output<typeof orderBatchBody>;
export type ChangeOrderBody = z.output<typeof changeOrderBody>;
