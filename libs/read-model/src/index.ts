export { projectionNamed, projectionNames, type ProjectionName } from './projections/catalogue';
export { DiscardedEvents } from './projections/discarded-events';
export { PoisonEventError } from './projections/poison-event.error';
export { ProjectedEvent } from './projections/projected-event';
export { concerns, type Projection, type VersionedRow } from './projections/projection';
export { advance, emptyStream, rowMadeBy, type Folding, type StreamState } from './projections/stream-fold';
export { CheckpointBoard } from './projector/checkpoint-board';
export type { Assignment } from './projector/event-source';
export type { LogWindow } from './projector/log-window';
export type { LogSegment } from './projector/partition-window';
export * from './parked/parked-stream';
export { discardParked, DISCARD_REASON_LENGTH_MAX, retryParked, type DiscardDecision } from './parked/put-right';
export { CannotDiscardError, type ParkedOutcome, type ParkedParts } from './parked/repair-step';
export * from './ports';
export * from './projector/lag';
export * from './projector/projector';
export * from './reader/consistency';
export * from './reader/errors';
export * from './reader/ledger-entry.body';
export type { Page, PageRequest } from './reader/list-reader';
export type { OrderFilters } from './reader/lists/orders.list';
export type { StockFilters } from './reader/lists/stock.list';
export type { ReadFacts, ReadResult } from './reader/read-result';
export * from './reader/reader';
export { InvalidCursorError } from './tokens/cursor-codec';
export { mergePositions } from './tokens/merge-positions';
export { loadTokenKeys, type TokenKeys } from './tokens/signing-keys';
export { InvalidTokenError, TokenSigner } from './tokens/token-signer';
export * from './rebuild/rebuild-errors';
export * from './rebuild/rebuild-options';
export { rebuildView, type RebuildReport } from './rebuild/rebuild-view';
export { dropReplacedView, rollBackView } from './rebuild/roll-back-view';
export type { Column, View, ViewIndex } from './views/view';
export {
  areOwnViewsKept,
  createOwnViews,
  dropOwnViews,
  listOwnViews,
  ownViewsGroup,
  ownViewsSessionOptions,
} from './views/own-views';
