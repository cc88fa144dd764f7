import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Order, Stock, StockChange } from './entities';
import { OrdersService } from './orders.service';
import { ShopController } from './shop.controller';
import { StockService } from './stock.service';

/**
 * NestJS, "Database", "TypeORM Integration"; "Dynamic modules" selects the rival's way of placing orders.
 * The pool has the default of 10 connections (TypeORM, "Data Source Options", `poolSize`): with 20 or 32, fewer orders
 * of a hot SKU were accepted, and no more of many SKUs.
 */
@Module({})
export class ShopModule {
  static with(orders: Type<OrdersService>, databaseUrl: string): DynamicModule {
    return {
      module: ShopModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: databaseUrl,
          entities: [Stock, StockChange, Order],
          synchronize: true,
          // PostgreSQL itself has gen_random_uuid(), so no extension is needed.
          uuidExtension: 'pgcrypto',
          installExtensions: false,
        }),
      ],
      controllers: [ShopController],
      providers: [StockService, { provide: OrdersService, useClass: orders }],
    };
  }
}
