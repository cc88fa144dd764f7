import {
  CannotDiscardError,
  repairStep,
  type Discard,
  type NextStep,
  type ParkedOutcome,
  type ParkedParts,
} from './repair-step';
import { findParked, NotParkedError, type ParkedKey } from './parked-stream';

/** The longest reason for a discard, in characters. */
export const DISCARD_REASON_LENGTH_MAX = 500;

/** Who discards the parked event, and why. */
export type DiscardDecision = Pick<Discard, 'reason' | 'actor'>;

/**
 * Continues the fold of a parked stream from its row, and unparks the stream when all of its events are in the view.
 * The rows are then those of a projection that never failed. If an event still cannot be folded, the stream stays
 * parked at that event, with one more attempt; nothing is lost. May run at the same time as projectors and other
 * retries, and may be repeated. A retry that is stopped half-way leaves the stream parked.
 * @throws NotParkedError when the stream is not parked, or another repair has finished meanwhile
 * @throws when the database does not answer
 */
export function retryParked(parts: ParkedParts, key: ParkedKey): Promise<ParkedOutcome> {
  return toTheEnd(parts, key, { ending: false });
}

/**
 * Discards the event at which a stream is parked, for this projection and for ever, and repairs the stream as
 * {@link retryParked} does. The decision is recorded in the transaction that continues the fold. A later event that
 * cannot be folded parks the stream again.
 * @throws RangeError for an empty reason or actor, or a reason over 500 characters
 * @throws CannotDiscardError when the store does not have the event, the view has it already, or the stream is now
 * parked at another version; nothing was changed
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
