import {
  type OrderRow,
  type OrderState,
  type ProductData,
  type ProductRow,
  type StockAvailabilityRow,
  stockKeyOf,
  type StockState,
} from '@firstwrite/shop';
import type { VersionedRow } from '@firstwrite/views';

/** A snapshot of a stream's domain state, as it is stored. */
export interface StreamSnapshot {
  readonly version: number;
  readonly state: object;
}

/** Turns a snapshot of a stream into the row that its events would have been folded to. */
export type SnapshotRow = (snapshot: StreamSnapshot, stream: string) => VersionedRow | undefined;

export const stockRowOfSnapshot: SnapshotRow = ({ version, state }, stream): StockAvailabilityRow => {
  const { onHand, reserved } = state as StockState;
  return { version, onHand, reserved, ...stockKeyOf(stream) };
};

export const orderRowOfSnapshot: SnapshotRow = ({ version, state }): OrderRow | undefined => {
  const order = state as OrderState;
  if (order.status === 'absent') return undefined;
  const { placedVersion: _, fingerprint: __, ...facts } = order;
  return { ...facts, version };
};

export const productRowOfSnapshot: SnapshotRow = ({ version, state }): ProductRow => ({
  ...(state as ProductData),
  version,
});
