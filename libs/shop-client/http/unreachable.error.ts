import { CommandFailedError } from '@firstwrite/terminal';

/** The service gave no sign of life for so long that going on makes no sense. */
export class UnreachableError extends CommandFailedError {
  constructor(url: string, silentMs: number, reason: string) {
    super(`${url} did not answer for ${Math.round(silentMs / 1000)} s (${reason}); stopped`);
  }
}
