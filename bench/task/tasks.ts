import type { ColdLoadOptions } from '../growth/cold-load';
import type { CatchUpOptions } from '../projections/catch-up';
import type { LagOptions } from '../projections/lag';
import type { ReaderOptions } from '../projections/reader';

/** A measurement in its own process, so that no other work of the bench delays it or has warmed it up. */
export type Task =
  | ({ readonly kind: 'catch-up' } & CatchUpOptions)
  | ({ readonly kind: 'cold-load' } & ColdLoadOptions)
  | ({ readonly kind: 'lag' } & LagOptions)
  | ({ readonly kind: 'read' } & ReaderOptions);
