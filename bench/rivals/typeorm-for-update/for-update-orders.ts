import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { assertAvailable, demandsOf, totalOf } from '../typeorm/demands';
import { Order, Stock, StockChange } from '../typeorm/entities';
import { OrdersService } from '../typeorm/orders.service';
import type { PlaceOrderRequest } from '../typeorm/requests';

/**
 * TypeORM, "Transactions" (`dataSource.transaction`) and "Find Options", `lock: { mode: 'pessimistic_write' }`, which
 * is SELECT … FOR UPDATE.
 */
@Injectable()
export class ForUpdateOrders extends OrdersService {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override place(request: PlaceOrderRequest): Promise<Order> {
    const demands = demandsOf(request);
    return this.dataSource.transaction(async (manager) => {
      const stocks = await manager.find(Stock, {
        where: { sku: In(demands.map(([sku]) => sku)) },
        order: { sku: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      assertAvailable(stocks, demands);
      for (const [sku, quantity] of demands) await manager.decrement(Stock, { sku }, 'available', quantity);
      const { currency, lines } = request;
      const order = manager.create(Order, { currency, lines, total: totalOf(request) });
      // insert(), not save(): save() first reads the row.
      await manager.insert(Order, order);
      await manager.insert(
        StockChange,
        demands.map(([sku, quantity]) => ({ sku, delta: -quantity, orderId: order.id })),
      );
      return order;
    });
  }
}
