import type { Projection } from '../fold/projection';
import type { View } from './view';

/** The same view in tables whose names end in a suffix. */
export function renamedView<Row>(view: View<Row>, suffix: string): View<Row> {
  const { index } = view;
  return { ...view, table: view.table + suffix, ...(index && { index: { ...index, table: index.table + suffix } }) };
}

/** A projection that keeps its rows in tables whose names end in a suffix. */
export function projectionInto(projection: Projection, suffix: string): Projection {
  return { ...projection, view: renamedView(projection.view, suffix) };
}

/** The tables of a view: its own, then its index's. */
export function tablesOf<Row>({ table, index }: Pick<View<Row>, 'table' | 'index'>): readonly string[] {
  return index ? [table, index.table] : [table];
}
