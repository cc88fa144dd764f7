import type { GuardedProcess } from './guard';

/** Gives a process an ordered stop when the signal is aborted, also in the middle of its start. */
export function stopOnAbort(guarded: GuardedProcess, stopping: AbortSignal): void {
  const stop = (): void => void guarded.stop();
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  void guarded.exited.then(() => stopping.removeEventListener('abort', stop));
}
