import 'reflect-metadata';
import { ValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OrdersService } from './orders.service';
import { ShopModule } from './shop.module';

/**
 * NestJS, "First steps" (Express is the default), "Validation" (auto-validation by a global pipe), "Lifecycle events"
 * (shutdown hooks close the pool). Requests are not logged.
 */
export async function serve(orders: Type<OrdersService>): Promise<void> {
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl) throw new Error('DATABASE_URL is not set');
  const app = await NestFactory.create<NestExpressApplication>(ShopModule.with(orders, databaseUrl), {
    logger: ['error', 'fatal'],
    forceCloseConnections: true,
  });
  app.useGlobalPipes(new ValidationPipe());
  app.enableShutdownHooks();
  await app.listen(process.env['PORT'] ?? 0, '127.0.0.1');
  console.log(`ready at ${await app.getUrl()}`);
}
