import type { Order } from './entities';
import type { PlaceOrderRequest } from './requests';

/** How a rival takes an order's units from stock: the two differ in this alone. */
export abstract class OrdersService {
  /** @throws ConflictException when stock is short */
  abstract place(request: PlaceOrderRequest): Promise<Order>;
}
