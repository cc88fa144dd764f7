import { applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { Pool } from 'pg';
import { projectorSessionOptions } from '../projector/projector';
import { rebuildView } from '../rebuild/rebuild-view';
import { rollBackView } from '../rebuild/roll-back-view';
import { feedOf } from '@firstwrite/feed';
import { shop } from '@firstwrite/shop';
import type { RebuildStep } from '../rebuild/rebuild-options';

/**
 * Runs a rebuild or a rollback, and kills its own process at a step: in the fold while rows are written, else when the
 * step begins.
 */
async function main([url, work, name, killAt]: readonly string[]): Promise<void> {
  const die = () => void process.kill(process.pid, 'SIGKILL');
  const store = await PostgresEventStore.connect({ url: url as string });
  const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
  const make = work === 'rebuild' ? rebuildView : rollBackView;
  await make(name as string, {
    pool: applicationPool({ connectionString: url, max: 3, options }),
    owner: new Pool({ connectionString: url, max: 1 }),
    ...{ feed: feedOf(store, shop.model), projections: shop.projections, storeId: 0 },
    onProgress: ({ step, done }) => {
      if (killAt === 'fold' && step === 'fold' && done > 0) die();
    },
    onStep: (step: RebuildStep) => {
      if (step === killAt && killAt !== 'fold') die();
    },
  });
}

void main(process.argv.slice(2)).then(() => process.exit());
