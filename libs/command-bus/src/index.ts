export type { Aggregate, DecidedEvent, Model } from './aggregate';
export type { Answer, Decision, Settled, States, StreamChange, Submission } from './decision';
export * from './errors';
export { VersionConflictError, type Conflict, type Expectation } from './expectation';
export { InFlightKeys } from './in-flight-keys';
export { Lane } from './lane';
export type { LaneObserver, LaneOptions } from './lane-options';
export * from './routing-command-bus';
