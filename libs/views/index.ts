export { BatchFold } from './fold/batch-fold';
export { DiscardedEvents, nothingDiscarded } from './fold/discarded-events';
export { PoisonEventError } from './fold/fold-errors';
export { foldsStream, type Projection, Projections, type VersionedRow } from './fold/projection';
export { advance, emptyStream, type Folding, rowMadeBy, type StreamState } from './fold/stream-fold';
export {
  countParked,
  findParked,
  listParked,
  NotParkedError,
  type ParkedKey,
  parkedNotice,
  type ParkedStream,
} from './parked/parked-stream';
export { discardedOfStream } from './parked/parked-streams';
export type { ParkedOutcome, ParkedParts } from './parked/repair-step';
export { discardParked, retryParked } from './parked/repair-stream';
export { type ProjectionLag, readLag } from './projector/lag';
export { Projector, projectorSessionOptions } from './projector/projector';
export type { RebuildOptions, RebuildStep, SwapReport } from './rebuild/rebuild-options';
export { type RebuildReport, rebuildView } from './rebuild/rebuild-view';
export { dropReplacedView, rollBackView } from './rebuild/roll-back-view';
export {
  areOwnViewsKept,
  createOwnViews,
  dropOwnViews,
  listOwnViews,
  NoOwnViewsError,
  ownViewsGroup,
  ownViewsSessionOptions,
  requireOwnViews,
} from './table/own-views';
export type { Column, View, ViewIndex } from './table/view';
