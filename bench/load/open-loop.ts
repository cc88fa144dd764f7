import { Connection } from './connection';
import { LoadTally, type LoadResult } from './load-result';
import { orderRequests, type OrderRequests, type RequestOptions } from './order-requests';

export interface OpenLoopOptions extends RequestOptions {
  /** Orders a second, sent independently of the answers. */
  readonly rate: number;
  /**
   * The most requests in flight. A request that is due while all of them wait is sent later, and its waiting counts.
   */
  readonly connections: number;
  readonly seconds: number;
}

const TICK_MS = 1;

/**
 * Places orders at a steady rate, each at its due time. The latency of an order counts from its due time, not from the
 * time it was sent, so a late answer counts for every request behind it (no coordinated omission).
 * autocannon is not used for this: at a rate it sends the requests of a second at the beginning of the second, and
 * corrects their latency in steps of a millisecond.
 */
export async function openLoop(options: OpenLoopOptions): Promise<LoadResult> {
  const { address, connections: count } = options;
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(address)));
  try {
    return await new Schedule(options, connections).run();
  } finally {
    for (const connection of connections) connection.close();
  }
}

class Schedule {
  private readonly requests: OrderRequests;
  private readonly idle: Connection[];
  private readonly tally = new LoadTally();
  private readonly startMs = performance.now();
  private readonly total: number;
  private sent = 0;
  private answered = 0;

  constructor(
    private readonly options: OpenLoopOptions,
    connections: readonly Connection[],
  ) {
    this.requests = orderRequests(options);
    this.idle = [...connections];
    this.total = Math.max(1, Math.round(options.rate * options.seconds));
  }

  run(): Promise<LoadResult> {
    return new Promise((resolve, reject) => {
      const tick = setInterval(() => this.sendDue(finish), TICK_MS);
      const finish = (error?: Error) => {
        clearInterval(tick);
        if (error) reject(error);
        else resolve(this.tally.result());
      };
      this.sendDue(finish);
    });
  }

  /**
   * Sends the requests that are due. It is called each millisecond and after each answer: at high rates answers come
   * more often than timers.
   */
  private sendDue(finish: (error?: Error) => void): void {
    const now = performance.now();
    while (this.sent < this.total && this.dueMs(this.sent) <= now) {
      const connection = this.idle.pop();
      if (!connection) return;
      this.send(connection, this.dueMs(this.sent++), finish).catch(finish);
    }
  }

  private dueMs(order: number): number {
    return this.startMs + (order * 1_000) / this.options.rate;
  }

  private async send(connection: Connection, dueMs: number, finish: (error?: Error) => void): Promise<void> {
    const request = this.requests.next();
    const accepted = this.requests.accepted(request, await connection.exchange(request.text));
    if (accepted) this.tally.accept(request, performance.now() - dueMs);
    else this.tally.conflict();
    this.idle.push(connection);
    this.answered++;
    if (this.answered === this.total) finish();
    else this.sendDue(finish);
  }
}
