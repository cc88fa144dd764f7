import type { Position } from '@firstwrite/event-store';
import type { VersionedRow } from '../fold/projection';
import type { NewlyParked } from '../fold/poison-event.error';
import type { Checkpoint } from '@firstwrite/feed';

/** Where the checkpoint of one partition goes, if it is still at its claim. */
export interface CheckpointMove {
  readonly projection: string;
  readonly partition: number;
  readonly claim: Checkpoint;
  readonly to: Position;
}

/** What the next events of one partition made of its streams. */
export interface ProjectedPart extends Omit<CheckpointMove, 'projection'> {
  readonly rows: readonly VersionedRow[];
  readonly parked: readonly NewlyParked[];
}
