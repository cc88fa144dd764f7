/** Waits for work, or, once the signal is aborted, for no longer than `graceMs`; what is abandoned may still happen. Never rejects. */
export function settledOrAbandoned(work: Promise<unknown>, signal: AbortSignal, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => (timer = setTimeout(end, graceMs));
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve();
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(end, end);
  });
}
