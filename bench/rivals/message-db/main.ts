import { randomUUID } from 'node:crypto';
import { DatabaseError, Pool } from 'pg';
import { serveShop } from '../fastify/serve-shop';
import { install } from './install';

/** The SQLSTATE that place_order raises. */
const STOCK_IS_SHORT = 'SHORT';

async function main(): Promise<void> {
  const connectionString = process.env['DATABASE_URL'];
  if (!connectionString) throw new Error('DATABASE_URL is not set');
  await install(connectionString);
  const pool = new Pool({ connectionString });
  await serveShop({
    receive: (sku, quantity) =>
      pool.query({ name: 'receive', text: 'select receive_stock($1, $2)', values: [sku, quantity] }),
    place: async ({ currency, lines }) => {
      const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
      const order = { orderId: randomUUID(), currency, lines, total, placedAt: new Date().toISOString() };
      await pool.query({ name: 'place', text: 'select place_order($1)', values: [JSON.stringify(order)] });
      return order;
    },
    isRefusal: (error) => error instanceof DatabaseError && error.code === STOCK_IS_SHORT,
    close: () => pool.end(),
  });
}

void main();
