import type { Position } from '@firstwrite/event-store';
import type { VersionedRow } from '../projections/projection';
import type { NewlyParked } from '../projections/poison-event.error';
import type { Checkpoint } from './checkpoints';

/** What the next events of one partition made of its streams. */
export interface ProjectedPart {
  readonly partition: number;
  readonly claim: Checkpoint;
  /** How far the events go. */
  readonly to: Position;
  readonly rows: readonly VersionedRow[];
  readonly parked: readonly NewlyParked[];
}
