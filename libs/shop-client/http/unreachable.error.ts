import { CommandFailedError } from '@firstwrite/terminal';

/** The service did not answer for so long that the run stops. */
export class UnreachableError extends CommandFailedError {
  constructor(url: string, silentMs: number, reason: string) {
    super(`${url} did not answer for ${Math.round(silentMs / 1000)} s (${reason}); stopped`);
  }
}
