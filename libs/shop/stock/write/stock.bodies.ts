import { limits, quantityField, textField } from '../../fields';
import { z } from 'zod';

export const receiveStockBody = z.strictObject({
  quantity: quantityField,
  reference: textField(limits.reasonLengthMax).optional(),
});

const delta = z
  .int()
  .min(-limits.quantityMax)
  .max(limits.quantityMax)
  .refine((value) => value !== 0, { error: 'must not be 0' });

export const adjustStockBody = z
  .strictObject({
    delta: delta.optional().describe('the difference; or countedOnHand'),
    countedOnHand: z
      .int()
      .min(0)
      .max(limits.countedOnHandMax)
      .optional()
      .describe('what a stocktake counted; or delta'),
    reason: textField(limits.reasonLengthMax),
  })
  .refine((body) => (body.delta === undefined) !== (body.countedOnHand === undefined), {
    path: ['delta'],
    error: 'exactly one of delta and countedOnHand',
    // Beside other faults, too.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

export type ReceiveStockBody = z.output<typeof receiveStockBody>;
export type AdjustStockBody = z.output<typeof adjustStockBody>;
