import { setTimeout as sleep } from 'node:timers/promises';
import { describeError, errorCode } from '@firstwrite/platform';
import type { ApiClient } from './api.client';
import type { ApiReply, ApiRequest } from './api-request';
import type { ReachabilityGate } from './reachability.gate';
import { retryDelayMs } from './retry-after';

/** The outcome of a request: a reply or none. Without one its effect is unknown until the same key is sent again. */
export type Settlement = Answered | Lost;

export interface Answered {
  readonly kind: 'answered';
  readonly reply: ApiReply;
  /** From the first sending to this reply, waiting for a busy service included. */
  readonly latencyMs: number;
  readonly retries: number;
}

export interface Lost {
  readonly kind: 'lost';
  readonly reason: string;
  readonly retries: number;
}

/** With one second each, ten retries outlast a restart of the service. */
const retriesMax = 10;
/** No byte of the request can have been sent: there was no connection. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends a request until it is settled. After 429 and 503 it is sent again with the same key, after Retry-After, at most
 * ten times. After a lost connection it is not sent again: it settles as `lost`. Only before the service's first
 * answer, a refused connection is tried again until the service has started.
 * @throws UnreachableError when the service was silent for too long.
 */
export async function settle(request: ApiRequest, api: ApiClient, gate: ReachabilityGate): Promise<Settlement> {
  const startedAtMs = performance.now();
  for (let retries = 0; ;) {
    await gate.pass();
    const sentAtMs = performance.now();
    try {
      const reply = await api.send(request);
      gate.answered();
      const isBusy = reply.status === 429 || reply.status === 503;
      if (!isBusy || retries === retriesMax) {
        return { kind: 'answered', reply, latencyMs: performance.now() - startedAtMs, retries };
      }
      retries++;
      await sleep(retryDelayMs(reply.retryAfter));
    } catch (error) {
      const code = errorCode(error);
      gate.failed(sentAtMs, code ?? describeError(error));
      const waitsForStart = !gate.hasAnswered && code !== undefined && neverConnected.has(code);
      if (!waitsForStart) return { kind: 'lost', reason: code ?? describeError(error), retries };
    }
  }
}
