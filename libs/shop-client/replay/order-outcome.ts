import type { Settlement } from '../http/request-sender';

/** The columns of the replay's table. */
export type OrderOutcome = 'placed' | 'replayed' | 'refused' | 'conflicts' | 'errors';

/** Tells what a settled order counts as: by status and the problem's code, never by its wording. */
export function orderOutcome(settlement: Settlement): OrderOutcome {
  if (settlement.kind === 'lost') return 'errors';
  const { status, replayed, problem } = settlement.reply;
  if (status === 200 || status === 201) return replayed ? 'replayed' : 'placed';
  if (status === 409 && problem?.code === 'insufficient-stock') return 'refused';
  if ((status === 409 || status === 412) && problem?.code === 'version-conflict') return 'conflicts';
  return 'errors';
}
