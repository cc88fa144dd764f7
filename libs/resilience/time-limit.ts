/**
 * The result of work, if it comes in time. The work goes on after its limit; a later result is dropped.
 * @throws the error of `late` when the limit is over first; the error of the work when that rejects first
 */
export async function within<Result>(work: Promise<Result>, limitMs: number, late: () => Error): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), Math.max(0, limitMs));
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether work resolved or rejected before its limit was over. Never rejects; the work goes on. */
export async function settlesWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let isLate = false;
  const late = () => {
    isLate = true;
    return new Error('late');
  };
  await within(work, limitMs, late).catch(() => undefined);
  return !isLate;
}

/**
 * Waits for work to resolve or reject. Once the signal is aborted it waits `graceMs` more at most; abandoned work may
 * still have its effect. Never rejects.
 */
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

/** A point in time on this process's monotonic clock: no change of the machine's date moves it. */
export class Deadline {
  private readonly atMs: number;

  constructor(afterMs: number) {
    this.atMs = performance.now() + afterMs;
  }

  /** 0 when the deadline is over. */
  get leftMs(): number {
    return Math.max(0, this.atMs - performance.now());
  }

  get isOver(): boolean {
    return this.leftMs === 0;
  }
}
