import type { Projection } from '../fold/projection';
import { namesOf, streamColumns, unnestOf } from './view-columns';

/** The newest row of each stream whose key columns are in the arrays `$1 …`; a stream without a row gives none. */
export function loadRowsSql({ view, keeps }: Projection): string {
  const key = streamColumns(view);
  const wanted = `${unnestOf(key, 1)} as wanted (${namesOf(key)})`;
  const same = key.map(({ name }) => `v.${name} = wanted.${name}`).join(' and ');
  if (keeps === 'latest') return `select v.* from ${wanted} join ${view.table} v on ${same}`;
  return `
select newest.* from ${wanted}
cross join lateral (select v.* from ${view.table} v where ${same} order by v.version desc limit 1) newest`;
}
