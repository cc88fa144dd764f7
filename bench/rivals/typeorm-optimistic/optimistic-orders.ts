import { ConflictException, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { assertAvailable, demandsOf, totalOf } from '../typeorm/demands';
import { Order, Stock, StockChange } from '../typeorm/entities';
import { OrdersService } from '../typeorm/orders.service';
import type { PlaceOrderRequest } from '../typeorm/requests';

const RETRIES_MAX = 3;

class VersionMismatchError extends Error {}

/**
 * TypeORM, "Entities", "Special columns", `@VersionColumn`: an UPDATE raises the version. `save()` does not check the
 * version that was read, so the WHERE of the UPDATE names it, and `affected` is checked ("Entity Manager API",
 * `update`).
 */
@Injectable()
export class OptimisticOrders extends OrdersService {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  /** @throws ConflictException also when other requests were faster each time */
  override async place(request: PlaceOrderRequest): Promise<Order> {
    for (let attempt = 0; attempt <= RETRIES_MAX; attempt++) {
      try {
        return await this.placeOnce(request);
      } catch (error) {
        if (!(error instanceof VersionMismatchError)) throw error;
      }
    }
    throw new ConflictException('other requests changed the stock');
  }

  private placeOnce(request: PlaceOrderRequest): Promise<Order> {
    const demands = demandsOf(request);
    return this.dataSource.transaction(async (manager) => {
      const stocks = await manager.find(Stock, { where: { sku: In(demands.map(([sku]) => sku)) } });
      assertAvailable(stocks, demands);
      const stockOf = new Map(stocks.map((stock) => [stock.sku, stock]));
      for (const [sku, quantity] of demands) {
        const { version = 0, available = 0 } = stockOf.get(sku) ?? {};
        const { affected } = await manager.update(Stock, { sku, version }, { available: available - quantity });
        if (affected !== 1) throw new VersionMismatchError();
      }
      const { currency, lines } = request;
      const order = manager.create(Order, { currency, lines, total: totalOf(request) });
      await manager.insert(Order, order);
      await manager.insert(
        StockChange,
        demands.map(([sku, quantity]) => ({ sku, delta: -quantity, orderId: order.id })),
      );
      return order;
    });
  }
}
