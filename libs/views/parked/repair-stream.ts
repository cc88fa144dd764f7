import {
  CannotDiscardError,
  repairStep,
  type Discard,
  type NextStep,
  type ParkedOutcome,
  type ParkedParts,
} from './repair-step';
import { findParked, NotParkedError, type ParkedKey } from './parked-stream';

/** Of why an event is left out, in characters. */
export const DISCARD_REASON_LENGTH_MAX = 500;

/** Who leaves the parked event out, and why. */
export type DiscardDecision = Pick<Discard, 'reason' | 'actor'>;

/**
 * Folds a parked stream on from its row, and takes it from the parked ones when all of its events are in the view:
 * the rows are those of a projection that never failed. Where an event still cannot be folded it waits there, with
 * one attempt more; nothing is lost. May run beside projectors and other retries, and be repeated; a stop half-way
 * leaves the stream parked.
 * @throws NotParkedError when it is not parked, or somebody else put it right meanwhile
 * @throws when the database does not answer
 */
export function retryParked(parts: ParkedParts, key: ParkedKey): Promise<ParkedOutcome> {
  return toTheEnd(parts, key, { ending: false });
}

/**
 * Leaves the event out that a stream is parked at, for this projection and for ever, and puts the stream right as
 * {@link retryParked} does. The decision is recorded in the transaction that folds on. A later event that cannot be
 * folded parks the stream anew.
 * @throws RangeError for an empty reason or actor, or a reason over 500 characters
 * @throws CannotDiscardError when the event is not there, or the stream was parked elsewhere meanwhile; nothing was
 * changed
 * @throws NotParkedError
 */
export async function discardParked(
  parts: ParkedParts,
  key: ParkedKey,
  { reason, actor }: DiscardDecision,
): Promise<ParkedOutcome> {
  const isReason = reason.trim().length > 0 && reason.length <= DISCARD_REASON_LENGTH_MAX;
  if (!isReason) throw new RangeError(`a reason has 1 to ${DISCARD_REASON_LENGTH_MAX} characters`);
  if (actor.trim().length === 0) throw new RangeError('an actor has a name');
  const parked = await findParked(parts.pool, parts.storeId, key);
  if (!parked) throw new NotParkedError(key);
  const { version } = parked;
  const [event] = await parts.feed.readStream(key.stream, { after: version - 1, limit: 1 });
  if (event?.version !== version) throw new CannotDiscardError(`the store has no version ${version} of ${key.stream}`);
  const next = await repairStep(parts, key, { ending: true, discard: { version, reason, actor } });
  return 'outcome' in next ? next : toTheEnd(parts, key, next);
}

async function toTheEnd(parts: ParkedParts, key: ParkedKey, first: NextStep): Promise<ParkedOutcome> {
  let next: ParkedOutcome | NextStep = first;
  while (!('outcome' in next)) next = await repairStep(parts, key, next);
  return next;
}
