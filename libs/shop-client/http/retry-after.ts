/** The delay when the service is busy and sends no Retry-After. */
const defaultDelayMs = 1_000;
/** The longest delay, whatever the service asks for, because a person is waiting. */
const delayMsMax = 30_000;
/** Spreads the retries of the connections. */
const jitterMsMax = 100;

/** How long to wait before the same request is sent again: Retry-After is seconds or a date (RFC 9110 §10.2.3). */
export function retryDelayMs(retryAfter: string | undefined, nowMs = Date.now()): number {
  const delayMs = askedDelayMs(retryAfter, nowMs) ?? defaultDelayMs;
  return Math.min(Math.max(delayMs, 0), delayMsMax) + Math.random() * jitterMsMax;
}

function askedDelayMs(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : date - nowMs;
}
