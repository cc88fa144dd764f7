export {
  countParked,
  findParked,
  listParked,
  NotParkedError,
  type ParkedKey,
  parkedNotice,
  type ParkedStream,
} from './src/parked/parked-stream';
export { discardParked, retryParked } from './src/parked/put-right';
export type { ParkedOutcome, ParkedParts } from './src/parked/repair-step';
export { type ProjectionName, projectionNamed, projectionNames } from './src/projections/catalogue';
export { DiscardedEvents } from './src/projections/discarded-events';
export { PoisonEventError } from './src/projections/poison-event.error';
export { concerns, type Projection, type VersionedRow } from './src/projections/projection';
export { advance, emptyStream, type Folding, rowMadeBy, type StreamState } from './src/projections/stream-fold';
export { readLag } from './src/projector/lag';
export { Projector, projectorSessionOptions } from './src/projector/projector';
export { type Freshness, freshnessOf, parseConsistency } from './src/reader/consistency';
export { ledgerEntryBodySchema } from './src/reader/ledger-entry.body';
export type { ReadFacts, ReadResult } from './src/reader/read-result';
export { Reader } from './src/reader/reader';
export type { RebuildOptions, RebuildStep, SwapReport } from './src/rebuild/rebuild-options';
export { type RebuildReport, rebuildView } from './src/rebuild/rebuild-view';
export { dropReplacedView, rollBackView } from './src/rebuild/roll-back-view';
export { loadTokenKeys, type TokenKeys } from './src/tokens/signing-keys';
export { TokenSigner } from './src/tokens/token-signer';
export {
  areOwnViewsKept,
  createOwnViews,
  dropOwnViews,
  listOwnViews,
  ownViewsGroup,
  ownViewsSessionOptions,
} from './src/views/own-views';
export type { Column, ViewIndex } from './src/views/view';
