/** Resolves after `ms`, or as soon as the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

const FIRST_MS = 50;
const DOUBLINGS_MAX = 5;

/** Before the next try of something that has failed `attempt` times before: doubles up to 1.6 s; half of it is random, so that many do not come at once. */
export function backOffMs(attempt: number): number {
  return FIRST_MS * 2 ** Math.min(attempt, DOUBLINGS_MAX) * (0.5 + Math.random() / 2);
}
