import type { ProblemKind } from '@firstwrite/platform';
import type { IllegalTransitionError } from './order/domain/order.decider';
import type { InsufficientStockError } from './stock/domain/stock.decider';

/** The refusals of the shop's rules, as the API answers them. */
export const shopProblems: readonly ProblemKind[] = [
  {
    code: 'insufficient-stock',
    status: 409,
    title: 'Not enough units',
    when: 'An order or adjustment asks for more than is available; `shortages` names every item.',
    action: 'Ask for less, or wait for a receipt. Nothing was taken.',
    members: ({ shortages }: InsufficientStockError) => ({ shortages }),
  },
  {
    code: 'illegal-transition',
    status: 409,
    title: 'The order cannot be changed so',
    when: "The order's status (`orderStatus`) does not permit the action; `allowed` lists those it permits.",
    action: 'Choose an allowed action.',
    members: ({ status, allowed }: IllegalTransitionError) => ({ orderStatus: status, allowed }),
  },
  {
    code: 'product-exists',
    status: 409,
    title: 'The product exists',
    when: 'A product with this SKU was created before.',
    action: 'Change it with PATCH.',
  },
];
