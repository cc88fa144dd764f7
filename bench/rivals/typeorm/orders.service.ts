import type { Order } from './entities';
import type { PlaceOrderRequest } from './requests';

/** Takes the units of an order from stock. The two rivals differ in this service alone. */
export abstract class OrdersService {
  /** @throws ConflictException when stock is short */
  abstract place(request: PlaceOrderRequest): Promise<Order>;
}
