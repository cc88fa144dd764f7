import type { StreamKind } from './stream-name';

/**
 * The version of the state's shape in snapshots, by kind of stream. Raise it when a state changes its shape:
 * snapshots of other versions are not read.
 */
export const snapshotSchemaVersions: Readonly<Record<StreamKind, number>> = { stock: 1, order: 1, product: 1 };
