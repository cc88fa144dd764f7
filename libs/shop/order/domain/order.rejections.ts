import type { OrderAction, OrderStatus } from './order.events';
import { Rejection } from '../../domain/rejections';

/** The order's status does not permit the action; `allowed` lists the actions that it does permit. */
export class IllegalTransitionError extends Rejection {
  readonly code = 'illegal-transition';
  constructor(
    readonly action: OrderAction,
    readonly status: OrderStatus,
    readonly allowed: readonly OrderAction[],
  ) {
    super(`an order that is ${status} cannot be changed by "${action}"`);
  }
}
