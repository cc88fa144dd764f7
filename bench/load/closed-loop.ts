import { Connection } from './connection';
import { LoadTally, type LoadResult } from './load-result';
import { orderRequests, type RequestOptions } from './order-requests';

export interface ClosedLoopOptions extends RequestOptions {
  readonly connections: number;
  readonly seconds: number;
}

/**
 * Places orders as fast as they are answered: each connection waits for its answer. Returns when every order is
 * answered.
 */
export async function closedLoop(options: ClosedLoopOptions): Promise<LoadResult> {
  const { address, connections: count, seconds } = options;
  const requests = orderRequests(options);
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(address)));
  const tally = new LoadTally();
  const endMs = performance.now() + seconds * 1_000;
  const caller = async (connection: Connection): Promise<void> => {
    for (let sentMs = performance.now(); sentMs < endMs; sentMs = performance.now()) {
      const request = requests.next();
      const accepted = requests.accepted(request, await connection.exchange(request.text));
      if (accepted) tally.accept(request, performance.now() - sentMs);
      else tally.conflict();
    }
  };
  try {
    await Promise.all(connections.map(caller));
    return tally.result();
  } finally {
    for (const connection of connections) connection.close();
  }
}
