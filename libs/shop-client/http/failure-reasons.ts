import { CommandFailedError } from '@firstwrite/terminal';
import type { Settlement } from './request-sender';

const reasonsShownMax = 5;

/** Counts the reasons of failed requests, and reports them in one line. */
export class FailureReasons {
  private readonly reasons = new Map<string, { count: number; detail: string | undefined }>();
  count = 0;

  add(settlement: Settlement): void {
    this.count++;
    const [reason, detail] = reasonOf(settlement);
    const known = this.reasons.get(reason);
    if (known) known.count++;
    else this.reasons.set(reason, { count: 1, detail });
  }

  /** @throws CommandFailedError naming the most frequent reasons, when there was a failure. */
  throwIfAny(what: string): void {
    if (this.count === 0) return;
    const shown = [...this.reasons]
      .sort(([, a], [, b]) => b.count - a.count)
      .slice(0, reasonsShownMax)
      .map(([reason, { count, detail }]) => `${count} × ${reason}${detail ? ` (${detail})` : ''}`);
    throw new CommandFailedError(`${this.count} ${what} failed: ${shown.join('; ')}`);
  }
}

function reasonOf(settlement: Settlement): [reason: string, detail: string | undefined] {
  if (settlement.kind === 'lost') return [settlement.reason, undefined];
  const { status, problem } = settlement.reply;
  return [problem?.code ? `${status} ${problem.code}` : `status ${status}`, problem?.detail];
}
