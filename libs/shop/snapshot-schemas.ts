import type { StreamKind } from './stream-name';

/** The shape of the snapshots that this build writes, by kind of stream: raised when a state changes its shape, and older ones are not read. */
export const snapshotSchemaVersions: Readonly<Record<StreamKind, number>> = { stock: 1, order: 1, product: 1 };
