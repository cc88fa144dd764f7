import { shop } from '@firstwrite/shop';
import { Pool } from 'pg';
import type { RebuildOptions } from '../rebuild/rebuild-options';
import type { Shop } from './shop';

/** What a rebuild of a test's shop needs, the owner's connections included. */
export class Rebuilds {
  readonly owner: Pool;

  constructor(private readonly shop: Shop) {
    this.owner = new Pool({ connectionString: shop.database.url, max: 4 });
    // The database may be dropped while these connections are open.
    this.owner.on('error', () => undefined);
  }

  options(more: Partial<RebuildOptions> = {}): RebuildOptions {
    const { pool, feed } = this.shop;
    return { pool, owner: this.owner, feed, projections: shop.projections, storeId: 0, ...more };
  }

  /** Tables of rebuilds, beside the live ones. */
  async tables(): Promise<string[]> {
    const found = await this.shop.database.query<{ relname: string }>(
      `select relname from pg_class where relkind = 'r' and relname like '%\\_\\_%' order by 1`,
    );
    return found.map(({ relname }) => relname);
  }

  close(): Promise<void> {
    return this.owner.end();
  }
}
