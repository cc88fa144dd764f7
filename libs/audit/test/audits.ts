import { PostgresEventStore } from '@firstwrite/event-store';
import { feedOf } from '@firstwrite/feed';
import { applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { shop } from '@firstwrite/shop';
import { projectorSessionOptions, rebuildView } from '@firstwrite/views';
import { Pool } from 'pg';
import { RecordedOutput } from '../../terminal/test/recorded-output';
import { runAudit, type AuditOptions, type AuditSummary } from '../run-audit';

interface ShopFacts {
  readonly stockItems: number;
  readonly products: number;
  readonly orders: number;
  readonly units: Readonly<Record<string, number>>;
}

type Seen = Omit<AuditSummary, 'facts' | 'figures'> & ShopFacts;

/** Audits a store of the shop; returns the result without the figures for people. */
export async function auditOf(options: Omit<AuditOptions, 'shop' | 'progress'> & Partial<AuditOptions>): Promise<Seen> {
  const audited = { decoder: shop.model, projections: shop.projections, rules: shop.auditRules };
  const { progress } = new RecordedOutput();
  const { facts, figures: _, ...seen } = await runAudit({ shop: audited, progress, ...options });
  return { ...seen, ...(facts as unknown as ShopFacts) };
}

/** Makes every view again from the first event on. */
export async function rebuildAll(url: string): Promise<void> {
  const store = await PostgresEventStore.connect({ url, connectionsMax: 2 });
  const pool = applicationPool({
    connectionString: url,
    max: 3,
    options: `${keyedSessionOptions} ${projectorSessionOptions}`,
  });
  const owner = new Pool({ connectionString: url, max: 1 });
  const feed = feedOf(store, shop.model);
  try {
    for (const name of shop.projections.names) {
      await rebuildView(name, { pool, owner, feed, projections: shop.projections, storeId: 0 });
    }
  } finally {
    await Promise.all([pool.end(), owner.end(), store.close()]);
  }
}
