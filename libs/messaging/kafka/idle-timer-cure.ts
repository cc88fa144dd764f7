import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

const requireHere = createRequire(__filename);
let cured = false;

/**
 * Stops the idle timers of kafkajs. Each connection has a timer that, once it fires, sets itself again with a delay
 * that has become negative: an idle process wakes up a thousand times a second. An empty queue needs no timer: a push
 * onto a full or a throttled queue schedules its own.
 */
export function cureIdleTimer(): void {
  if (cured) return;
  const queueClass = requireHere('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueue };
  const { prototype } = queueClass;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  cured = true;
}
