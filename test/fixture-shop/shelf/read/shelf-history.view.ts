import type { Projection, View } from '@firstwrite/views';
import type { ShelfEvent } from '../domain/shelf';

interface ShelfLabelRow {
  readonly number: string;
  readonly version: number;
  readonly label: string;
}

const view: View<ShelfLabelRow> = {
  table: 'shelf_history',
  streamKeyLength: 1,
  primaryKeyLength: 2,
  columns: [
    { name: 'number', type: 'text', value: ({ number }) => number },
    { name: 'version', type: 'integer', value: ({ version }) => version },
    { name: 'label', type: 'text', value: ({ label }) => label },
  ],
  keyOf: (stream) => [stream.slice('shelf-'.length)],
  streamSql: `'shelf-' || v.number`,
  rowOf: ({ number, version, label }) => ({ number, version, label }) as ShelfLabelRow,
};

/** Every label that a shelf has had. */
export const shelfHistory: Projection<ShelfLabelRow> = {
  name: 'shelf-history',
  kind: 'shelf',
  keeps: 'history',
  view,
  apply: (_, { stream, version, event }) => ({
    number: stream.slice('shelf-'.length),
    version,
    label: (event as ShelfEvent).data.label,
  }),
};
