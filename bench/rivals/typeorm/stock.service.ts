import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Stock, StockChange } from './entities';

/** Receives stock. Receipts are not measured, but the gate counts from their rows. */
@Injectable()
export class StockService {
  constructor(private readonly dataSource: DataSource) {}

  receive(sku: string, quantity: number): Promise<{ sku: string }> {
    return this.dataSource.transaction(async (manager) => {
      await manager.createQueryBuilder().insert().into(Stock).values({ sku, available: 0 }).orIgnore().execute();
      await manager.increment(Stock, { sku }, 'available', quantity);
      await manager.insert(StockChange, { sku, delta: quantity, orderId: null });
      return { sku };
    });
  }
}
