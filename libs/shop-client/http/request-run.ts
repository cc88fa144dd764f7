import type { Progress } from '@firstwrite/terminal';
import { ApiClient } from './api.client';
import type { ApiRequest } from './api-request';
import { defaultPatience, type Patience, ReachabilityGate } from './reachability.gate';
import { type Settlement, settle } from './request-sender';

/** Where requests go, how many at a time, and how long a silent service is waited for. */
export interface Target {
  readonly url: URL;
  readonly connections: number;
  readonly patience?: Patience;
}

/** The requests of a run, and a callback for each settled one. */
export interface RequestRun<R extends ApiRequest> {
  readonly requests: readonly R[];
  readonly progress: Progress;
  settled(request: R, settlement: Settlement): void;
}

/**
 * Sends the requests, in their order, each connection taking the next one when its last is settled.
 * @throws UnreachableError when the service was silent for too long; the rest has then not been sent.
 */
export async function runRequests<R extends ApiRequest>(target: Target, run: RequestRun<R>): Promise<void> {
  const api = new ApiClient(target.url, target.connections);
  const patience = target.patience ?? defaultPatience;
  const gate = new ReachabilityGate(target.url.href.replace(/\/$/, ''), patience, (line) => run.progress.note(line));
  let next = 0;
  const takeTurns = async () => {
    for (let request = run.requests[next++]; request; request = run.requests[next++]) {
      run.settled(request, await settle(request, api, gate));
      run.progress.advance();
    }
  };
  const turns = Array.from({ length: Math.min(target.connections, run.requests.length) }, takeTurns);
  try {
    await Promise.all(turns);
  } finally {
    next = run.requests.length;
    await api.close();
    await Promise.allSettled(turns);
  }
}
