import type { Model } from '@firstwrite/command-bus';
import { eventCodec, kindOf, type DomainEvent } from '@firstwrite/contracts';
import { absentOrder, absentProduct, emptyStock, evolveOrder, evolveProduct, evolveStock } from '@firstwrite/domain';

/** The domain as the lane sees it. Orders are touched a few times and then never again: few of them stay in memory. */
export const model: Model = {
  aggregates: {
    stock: { initial: emptyStock, evolve: evolveStock, snapshotSchemaVersion: 1, cachedMax: 200_000 },
    order: { initial: absentOrder, evolve: evolveOrder, snapshotSchemaVersion: 1, cachedMax: 5_000 },
    product: { initial: absentProduct, evolve: evolveProduct, snapshotSchemaVersion: 1, cachedMax: 5_000 },
  },
  kindOf,
  encode: (event) => eventCodec.encode(event as DomainEvent),
  decode: (stored) => eventCodec.decode(stored),
};

/** Of the snapshots that this service writes, by kind of stream. */
export function snapshotSchemaVersions(): Readonly<Record<string, number>> {
  const kinds = Object.entries(model.aggregates);
  return Object.fromEntries(kinds.map(([kind, { snapshotSchemaVersion }]) => [kind, snapshotSchemaVersion]));
}
