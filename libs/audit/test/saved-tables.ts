import type { TestDatabase } from '@firstwrite/testing';

const TABLES = [
  'event',
  'stock_availability',
  'stock_ledger',
  'order_view',
  'order_sku',
  'product_view',
  'projection_checkpoint',
  'parked_stream',
  'discarded_event',
];

/** Keeps a copy of a store and its views, and restores it after each fault that a test planted. */
export class SavedTables {
  constructor(private readonly database: TestDatabase) {}

  async save(): Promise<void> {
    for (const table of TABLES) await this.database.query(`create table saved_${table} as table ${table}`);
  }

  async restore(): Promise<void> {
    await this.database.query(`truncate ${TABLES.join(', ')}`);
    for (const table of TABLES) await this.database.query(`insert into ${table} table saved_${table}`);
  }
}
