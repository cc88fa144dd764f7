import { Body, Controller, Param, Post } from '@nestjs/common';
import type { Order } from './entities';
import { OrdersService } from './orders.service';
import { PlaceOrderRequest, ReceiveStockRequest } from './requests';
import { StockService } from './stock.service';

/** NestJS, "Controllers", "Status code": a POST is answered with 201 unless an error is thrown. */
@Controller('v1')
export class ShopController {
  constructor(
    private readonly orders: OrdersService,
    private readonly stock: StockService,
  ) {}

  @Post('stock/main/:sku/receipts')
  receive(@Param('sku') sku: string, @Body() { quantity }: ReceiveStockRequest): Promise<{ sku: string }> {
    return this.stock.receive(sku, quantity);
  }

  @Post('orders')
  place(@Body() request: PlaceOrderRequest): Promise<Order> {
    return this.orders.place(request);
  }
}
