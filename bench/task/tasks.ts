import type { ColdLoadOptions } from '../growth/cold-load';
import type { CatchUpOptions } from '../projections/catch-up';
import type { LagOptions } from '../projections/lag';
import type { ReaderOptions } from '../projections/reader';

/** What is measured in a process of its own: nothing else that goes on may hold it up, or have warmed it. */
export type Task =
  | ({ readonly kind: 'catch-up' } & CatchUpOptions)
  | ({ readonly kind: 'cold-load' } & ColdLoadOptions)
  | ({ readonly kind: 'lag' } & LagOptions)
  | ({ readonly kind: 'read' } & ReaderOptions);
