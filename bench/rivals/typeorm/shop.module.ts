import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Order, Stock, StockChange } from './entities';
import { OrdersService } from './orders.service';
import { ShopController } from './shop.controller';
import { StockService } from './stock.service';

/** TypeORM, "Data Source Options", `poolSize`: for two cores and a disk that syncs; 64 gave no more orders. */
const POOL_CONNECTIONS = 32;

/** NestJS, "Database", "TypeORM Integration"; its way of placing orders by "Dynamic modules". */
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
          poolSize: POOL_CONNECTIONS,
          // gen_random_uuid() is PostgreSQL's own: no extension is needed.
          uuidExtension: 'pgcrypto',
          installExtensions: false,
        }),
      ],
      controllers: [ShopController],
      providers: [StockService, { provide: OrdersService, useClass: orders }],
    };
  }
}
